import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { REPLY, type Reply, type Request } from './contestant.ts';

/** How a contestant's process is started. */
export interface Start {
  command: string;
  args: string[];
  /** Variables beside this process's own. */
  env?: Record<string, string>;
}

/** @param module below bench/, without its extension */
export const nodeStart = (module: string, options: unknown): Start => ({
  command: process.execPath,
  args: [
    join(import.meta.dirname, 'serve.ts'),
    join(import.meta.dirname, '..', `${module}.ts`),
    JSON.stringify(options),
  ],
});

/** A contestant, seen from the process that compares and times. */
export class ContestantProcess implements Disposable {
  readonly #child: ChildProcess;
  #errors = '';
  #waiting: PromiseWithResolvers<Reply> | undefined;
  #gone: Error | undefined;

  constructor({ command, args, env }: Start) {
    const stdio: StdioOptions = ['pipe', 'pipe', 'pipe'];
    this.#child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
    const gone = (why: string) => {
      this.#gone = new Error(`${why}: ${lastLine(this.#errors)}`);
      this.#waiting?.reject(this.#gone);
    };
    this.#child.on('error', error => gone(error.message));
    this.#child.on('close', code => gone(`its process ended with ${code}`));
    this.#child.stdin?.on('error', () => {}); // The process is gone: `close` says so.
    this.#child.stderr?.on('data', data => (this.#errors += data));
    createInterface({ input: this.#child.stdout! }).on('line', line => {
      if (line.startsWith(REPLY)) this.#waiting?.resolve(JSON.parse(line.slice(REPLY.length)));
    });
  }

  async outputs(): Promise<Float32Array> {
    const reply = await this.#ask({ ask: 'outputs' });
    if (!('outputs' in reply)) throw new Error('expected outputs.');
    return new Float32Array(new Uint8Array(Buffer.from(reply.outputs, 'base64')).buffer);
  }

  /** The mean time of a run over at least so many milliseconds. */
  async time(atLeast: number): Promise<{ milliseconds: number; note: string }> {
    const reply = await this.#ask({ ask: 'time', atLeast });
    if (!('milliseconds' in reply)) throw new Error('expected a time.');
    return reply;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }

  async #ask(request: Request): Promise<Exclude<Reply, { error: string }>> {
    if (this.#gone) throw this.#gone;
    this.#waiting = Promise.withResolvers();
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const reply = await this.#waiting.promise;
    if ('error' in reply) throw new Error(reply.error);
    return reply;
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) || 'no message';
