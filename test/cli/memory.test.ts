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

  function check(name: string, command: readonly string[]) {
    it(name, async function () {
      this.timeout(240_000);
      const heap = [`--max-old-space-size=${megabytes}`, '--max-semi-space-size=8'];
      const child = spawn(process.execPath, [...heap, cli, ...command, '--model', at.model, '-']);
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
  }

  check('is scored in a heap that cannot hold its records', ['score', '--format', 'jsonl']);
  check('becomes vectors in a heap that cannot hold them', ['embed']);
});
