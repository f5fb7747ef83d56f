/**
 * What the tuned teacher and a base model answer together: `node scripts/base/ensemble.ts [--model DIR] [--prepared DIR]`.
 *
 * Reads the sentences and the teacher's answers (scripts/teacher/targets.py); writes `ensemble.TASK.f16` beside them, the
 * means of both. Their mistakes differ: of validation texts the mean knows more than either. What the model has no task
 * for (an auxiliary one) stays as the teacher answers it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { float16Values, toFloat16 } from '../../src/model/float16.ts';
import { jsonLines, segmentsOf } from './answers.ts';
import { openModel } from './ask.ts';

/** Sentences that are asked at once. */
const CHUNK = 8192;

const { values: options } = parseArgs({
  options: { model: { type: 'string' }, prepared: { type: 'string', default: 'data/prepared' } },
});
const place = (name: string) => join(options.prepared, name);

const sentences = jsonLines<{ text: string; language: string }>(
  readFileSync(place('sentences.jsonl'), 'utf8'),
);
const answers = new Map(
  readdirSync(options.prepared).flatMap(name => {
    const [, task] = /^answers\.(.+)\.f16$/.exec(name) ?? [];
    if (task === undefined) return [];
    const { buffer, byteOffset, byteLength } = readFileSync(place(name));
    const halves = new Uint16Array(buffer.slice(byteOffset, byteOffset + byteLength));
    return [[task, Float32Array.from(halves, half => float16Values[half])] as const];
  }),
);

const model = await openModel(options.model);
const { tasks } = model.model;
for (let start = 0; start < sentences.length; start += CHUNK) {
  const chunk = sentences.slice(start, start + CHUNK);
  const segments = chunk.flatMap(({ text, language }) => segmentsOf([text], language));
  const scored = await model.score(segments);
  for (const { id, labels } of tasks) {
    const told = answers.get(id);
    if (told === undefined) continue;
    scored.forEach(({ scores }, n) => {
      scores[id].probabilities.forEach((own, k) => {
        const at = (start + n) * labels.length + k;
        told[at] = (told[at] + own) / 2;
      });
    });
  }
  console.error(`${start + chunk.length} of ${sentences.length} sentences`);
}
await model.dispose();
for (const [task, told] of answers) writeFileSync(place(`ensemble.${task}.f16`), toFloat16(told));
