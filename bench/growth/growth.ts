import { median } from '../contest/contest.ts';
import { ContestantProcess, nodeStart, type Start } from '../contest/contestantProcess.ts';
import { round } from '../report/table.ts';
import { standard } from '../workload.ts';

/** How a cost grows: a table. */
export interface Growth {
  title: string;
  headings: string[];
  lines: string[][];
}

const ROUNDS = 5;
const LEAST = 100;

const TOKENS = [10, 25, 50, 100, 200];
const BYTES = [10_000, 100_000, 1_000_000];
const TASKS = [1, 2, 3, 4, 5];
/** Of the document that is scored for more and more tasks. */
const TASKS_BYTES = 200_000;

/** Our own cost, as what there is to do grows. */
export async function growth(): Promise<Growth[]> {
  const tokens = await table(TOKENS, tokens => {
    return nodeStart('ours/forward', { shape: { ...standard, tokens }, batch: 64 });
  });
  const bytes = await table(BYTES, bytes => nodeStart('ours/markdown', { bytes }));
  const tasks = await table(TASKS, tasks => nodeStart('ours/markdown', { bytes: TASKS_BYTES, tasks }));
  return [
    {
      title: `Tokens a sentence (${standard.sentences} sentences, forward)`,
      headings: ['tokens', 'ms', 'µs a token'],
      lines: tokens.map(({ size, milliseconds }) => {
        const each = (1000 * milliseconds) / (size * standard.sentences);
        return [`${size}`, round(milliseconds), round(each)];
      }),
    },
    {
      title: 'Document size (Markdown, all tasks of the base model)',
      headings: ['KB', 'ms', 'ms a KB', 'parts'],
      lines: bytes.map(({ size, milliseconds, note }) => {
        return [`${size / 1000}`, round(milliseconds), round((1000 * milliseconds) / size), note];
      }),
    },
    {
      title: `Tasks (${TASKS_BYTES / 1000} KB of Markdown)`,
      headings: ['tasks', 'ms', 'parts'],
      lines: tasks.map(({ size, milliseconds, note }) => [`${size}`, round(milliseconds), note]),
    },
  ];
}

/** The median time of each size, one after another. */
async function table(sizes: readonly number[], startOf: (size: number) => Start) {
  const rows: { size: number; milliseconds: number; note: string }[] = [];
  for (const size of sizes) {
    using contestant = new ContestantProcess(startOf(size));
    let note = '';
    const times: number[] = [];
    // The first is to warm up.
    for (let n = 0; n <= ROUNDS; n++) {
      const timed = await contestant.time(n === 0 ? 0 : LEAST);
      note = timed.note;
      if (n > 0) times.push(timed.milliseconds);
    }
    rows.push({ size, milliseconds: median(times), note });
  }
  return rows;
}
