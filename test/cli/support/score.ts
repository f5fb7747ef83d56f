/** Runs `score`, and what the contract says about every record of it. */
import assert from 'node:assert/strict';
import { run } from './run.ts';
import { workspace } from './workspace.ts';

export interface ScoreRecord {
  file: string;
  start: number;
  end: number;
  line: number;
  column: number;
  text: string;
  language: string;
  scores: Record<
    string,
    { label: string | null; probabilities: Record<string, number>; abstained: boolean; reason?: string }
  >;
}

/** Of the workspace's model. */
export const labels: Record<string, string[]> = {
  sentiment: ['negative', 'positive'],
  toxicity: ['none', 'toxic'],
};

/** @returns the records of a run that ended well */
export async function score(args: readonly string[], input?: string | Buffer): Promise<ScoreRecord[]> {
  const { model, folder } = await workspace();
  const ran = await run(['score', '--model', model, '--backend', 'wasm', ...args], { input, cwd: folder });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line));
}

/** What the contract says about every record. */
export function keepsTheContract(record: ScoreRecord, text: string, tasks: readonly string[]): void {
  const keys = ['file', 'start', 'end', 'line', 'column', 'text', 'language', 'scores'];
  assert.deepEqual(Object.keys(record), keys);
  assert.equal(record.text, text.slice(record.start, record.end));
  const before = text.slice(0, record.start).split('\n');
  assert.deepEqual([record.line, record.column], [before.length, (before.at(-1) ?? '').length + 1]);
  if (record.text === '') assert.deepEqual(record.scores, {});
  else assert.deepEqual(Object.keys(record.scores), tasks);
  for (const [task, { label, probabilities, abstained, reason }] of Object.entries(record.scores)) {
    assert.deepEqual(Object.keys(probabilities), labels[task]);
    const values = Object.values(probabilities);
    assert.ok(Math.abs(values.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    const best = labels[task][values.indexOf(Math.max(...values))];
    assert.equal(label, abstained ? null : best);
    assert.equal(reason !== undefined, abstained);
  }
}
