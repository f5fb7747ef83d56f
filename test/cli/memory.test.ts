/** A stream of any length goes through a small heap: what is written is forgotten. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { cli } from './support/run.ts';
import { type Workspace, workspace } from './support/workspace.ts';

/** Of the heap; the program itself takes half of it. */
const megabytes = 48;
const paragraph = `${'It is lovely, and this one is awful. '.repeat(20)}\n\n`;

describe('A long stream', () => {
  let at: Workspace;
  before(async () => {
    at = await workspace();
  });

  it('is scored in a heap that cannot hold its records', async function () {
    this.timeout(240_000);
    const heap = [`--max-old-space-size=${megabytes}`, '--max-semi-space-size=8'];
    const child = spawn(process.execPath, [
      ...heap,
      cli,
      'score',
      '--model',
      at.model,
      '--format',
      'jsonl',
      '-',
    ]);
    const ended = once(child, 'close');
    let written = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      written += chunk.length;
    });
    for (let n = 0; n < 6500; n++)
      if (!child.stdin.write(paragraph)) await Promise.race([once(child.stdin, 'drain'), ended]);
    child.stdin.end();
    assert.deepEqual(await ended, [0, null]);
    assert.ok(written > megabytes * 1e6, `${written} bytes`);
  });
});
