/** Runs `dist/cli.js` as a user's shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
export const cli = join(root, 'dist', 'cli.js');

/** The Node that npm was called with, the user's own, rather than the one that the project brings. */
export const node = process.env.MANYLENS_USER_NODE ?? process.execPath;

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** For stdin, which is then closed; no stdin when absent. */
  input?: string | Buffer;
  cwd?: string;
  env?: Record<string, string>;
}

export async function run(args: readonly string[], { input, cwd, env }: RunOptions = {}): Promise<Ran> {
  const child = start(args, cwd, env);
  child.stdin?.end(input ?? '');
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code] = await once(child, 'close');
  return { code, stdout: await stdout, stderr: await stderr };
}

/** With stdin open. */
export function start(args: readonly string[], cwd?: string, more?: Record<string, string>): ChildProcess {
  const env = { ...process.env, ...more, MANYLENS_DEBUG: '', COLUMNS: '80' };
  return spawn(node, [cli, ...args], { cwd, env, stdio: 'pipe' });
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
