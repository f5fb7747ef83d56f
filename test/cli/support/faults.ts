/** A folder with labels to learn from, and what is looked at in it after something went wrong. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';
import { workspace } from './workspace.ts';

export let cwd: string;
export let model: string;
export const at = (...path: string[]) => join(cwd, ...path);

export const row = (text: string, label: string) => `${JSON.stringify({ text, task: 'tone', label })}\n`;
export const tones = Array.from({ length: 30 }, (_, n) =>
  n % 2 === 0 ? row(`the cable was lovely ${n}`, 'formal') : row(`an awful idiot and fool ${n}`, 'casual'),
).join('');

export function inFolder(): void {
  beforeEach(async () => {
    ({ model } = await workspace());
    cwd = mkdtempSync(join(tmpdir(), 'manylens-faults-'));
    writeFileSync(at('labels.jsonl'), tones);
  });
  afterEach(() => rmSync(cwd, { recursive: true }));
}

export const finetune = (from: string) => ['finetune', 'labels.jsonl', '--model', from, '--out', 'tuned'];

/** Scores with it: each file's hash is looked at, and the network is built. */
export async function opens(bundle: string): Promise<void> {
  const ran = await run(['score', '-', '--model', bundle], { cwd, input: 'It is lovely.' });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /"tone":/);
}

/** What is in each of the bundle's files. */
export const fingerprint = () =>
  readdirSync(at('tuned'))
    .map(
      name =>
        `${name} ${createHash('sha1')
          .update(readFileSync(at('tuned', name)))
          .digest('hex')}`,
    )
    .join();
