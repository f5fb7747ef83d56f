/** The process that scores, once it has: it waits, and nothing in it wakes up. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startScoringProcess } from '../../../src/host/node/scoringProcess.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import { nativeHome } from '../../../src/native/node/home.ts';

const root = join(import.meta.dirname, '../../..');
const model = { location: join(root, 'models/base'), backend: 'wasm' } as const;

/** How often the process's threads slept and woke up again, and the hundredths of a second that they computed. */
function activity(pid: number): { wakes: number; ticks: number } {
  const tasks = `/proc/${pid}/task`;
  let wakes = 0;
  for (const task of readdirSync(tasks)) {
    const status = readFileSync(join(tasks, task, 'status'), 'utf8');
    wakes += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]);
  }
  // Behind the program's name, which may have spaces in it.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return { wakes, ticks: Number(stat[11]) + Number(stat[12]) };
}

// What the system sees of another process, it tells on Linux alone.
if (process.platform === 'linux') {
  describe('A scoring process that has scored', () => {
    it('waits without a timer: it wakes up less than five times a second, and computes nothing', async function () {
      this.timeout(60_000);
      let pid = 0;
      const client = new ScoringClient(events => {
        const connection = startScoringProcess(
          join(root, 'dist/scorer.js'),
          nativeHome(),
          events,
          () => undefined,
        );
        pid = connection.pid!;
        return connection;
      }, Date.now);
      try {
        const score = (n: number) =>
          client.score(
            model,
            { text: `The ${n}th sentence is dull. This is good.`, languageId: 'plaintext' },
            new AbortController().signal,
            () => undefined,
          );
        for (let n = 0; n < 100; n++) await score(n);
        const scored = activity(pid);
        await score(100);
        await sleep(1000);
        const before = activity(pid);
        // Not sooner: a wake is counted when it sleeps again.
        assert.ok(before.wakes > scored.wakes, 'a score wakes it up');
        await sleep(3000);
        const after = activity(pid);
        const wakes = after.wakes - before.wakes;
        this.test!.title += `: ${wakes} times in 3 s`;
        assert.ok(wakes < 15, `${wakes}`);
        assert.ok(after.ticks - before.ticks < 15, `${after.ticks - before.ticks}`);
      } finally {
        client.dispose();
      }
    });
  });
}
