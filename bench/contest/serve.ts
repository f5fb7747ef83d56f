/** A contestant's process: node serve.ts MODULE OPTIONS. Answers requests on stdin, line by line (contestant.ts). */
import process from 'node:process';
import { createInterface } from 'node:readline';
import { type Contestant, type Open, REPLY, type Reply, type Request } from './contestant.ts';

const [module, options] = process.argv.slice(2);
let opened: Contestant | undefined;

async function contestant(): Promise<Contestant> {
  if (opened === undefined) {
    const { default: open } = (await import(module)) as { default: Open<unknown> };
    opened = await open(JSON.parse(options));
  }
  return opened;
}

async function answer(request: Request): Promise<Reply> {
  const { outputs, run, note = () => '' } = await contestant();
  if (request.ask === 'outputs') {
    const { buffer, byteOffset, byteLength } = await outputs();
    return { outputs: Buffer.from(buffer, byteOffset, byteLength).toString('base64'), note: note() };
  }
  // The mean of as many runs as fill the time: a clock tick or a collection is not to decide.
  let runs = 0;
  const started = performance.now();
  let elapsed = 0;
  do {
    await run();
    runs++;
    elapsed = performance.now() - started;
  } while (elapsed < request.atLeast);
  return { milliseconds: elapsed / runs, note: note() };
}

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line)).catch(
    (error: unknown): Reply => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.stdout.write(`${REPLY}${JSON.stringify(reply)}\n`);
}
process.exit();
