import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { inEnglish } from '../../../src/base/words.ts';
import { finetuneFiles } from '../../../src/training/node/finetuneFiles.ts';
import { casual, formal, line, options, toneLines, toyFolder } from './finetuneSupport.ts';

/** Whether the first word goes with the last one (an exclusive or), with others between: no sum over words or pairs tells. */
const fillers = ['please', 'kindly', 'hey', 'dude', 'and', 'a'];
const paired = fillers.flatMap(one =>
  fillers.flatMap(two => [
    line('pair', 'yes')(`good ${one} ${two} food`),
    line('pair', 'no')(`good ${one} ${two} day`),
    line('pair', 'no')(`bad ${one} ${two} food`),
    line('pair', 'yes')(`bad ${one} ${two} day`),
  ]),
);
const eager = { learningRate: 1e-2, epochs: 12, patience: 12 };
const spoilt = { ...eager, learningRate: 0.05, answerWeight: 1e-6 };

describe('fine-tuning of the encoder', () => {
  const { path: place, request, scores } = toyFolder();

  it('learns what heads cannot, as a bundle that keeps its guard, and leaves no tensor', async () => {
    const asked = await request(paired, { model: place('guarded'), guardTolerance: 100 });
    const heads = await finetuneFiles({ ...asked, mode: 'heads', out: `${asked.out}-heads` }, options);
    const before = tf.memory().numTensors;
    const full = await finetuneFiles({ ...asked, mode: 'full' }, { ...options, encoder: eager });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual([full.mode, full.accepted, inEnglish(full.reason)], ['full', true, 'full, as asked']);
    const [few, many] = [heads, full].map(({ tasks }) => tasks.pair.after!.accuracy);
    assert.ok(many > few + 0.2, `${few} ${many}`);
    const { scored } = await scores(asked.out, 'good dude a food');
    assert.equal(scored.scores.pair.label, 'yes');
    const guards = [asked.model, asked.out].map(model => readFile(path.join(model, 'guard.jsonl'), 'utf8'));
    const [base, tuned] = await Promise.all(guards);
    assert.equal(tuned, base);
  });

  it('the same seed gives the same bytes', async () => {
    const first = await request(toneLines, { model: place('guarded'), mode: 'full', guardTolerance: 100 });
    const second = { ...first, out: `${first.out}-again` };
    for (const asked of [first, second]) await finetuneFiles(asked, options);
    for (const file of ['weights.bin', 'heads.bin'])
      assert.deepEqual(
        await readFile(path.join(first.out, file)),
        await readFile(path.join(second.out, file)),
      );
  });

  it('a run that was cut goes on to the same bytes, says so, and leaves no checkpoint', async () => {
    const lesson = { model: place('guarded'), mode: 'full' as const, guardTolerance: 100 };
    const whole = await request(paired, lesson);
    const cut = { ...whole, out: `${whole.out}-cut` };
    const other = { ...(await request(paired.slice(1), lesson)), checkpoint: `${cut.out}.finetuning` };
    const encoder = { ...eager, epochs: 4 };
    const { notes } = await finetuneFiles(whole, { ...options, encoder });
    const cutIn = (epoch: number) =>
      assert.rejects(
        finetuneFiles(cut, {
          ...{ ...options, encoder },
          progress: (stage, done, total, figure) => {
            if (stage === 'encoder' && figure !== undefined && (4 * done) / total > epoch + 0.5)
              throw new Error('power cut');
          },
        }),
        /power cut/,
      );
    await cutIn(2);
    const left = await readFile(other.checkpoint);
    const seen: number[] = [];
    const resumed = await finetuneFiles(cut, {
      ...{ ...options, encoder },
      progress: (stage, done, total, figure) => {
        if (stage === 'encoder' && figure !== undefined) seen.push((4 * done) / total);
      },
    });
    assert.ok(seen[0] > 2, 'starts over');
    const said = 'the encoder went on from where a run was cut';
    assert.deepEqual(
      [notes, resumed.notes].map(lines => lines.map(inEnglish).includes(said)),
      [false, true],
    );
    for (const file of ['weights.bin', 'heads.bin'])
      assert.deepEqual(await readFile(path.join(cut.out, file)), await readFile(path.join(whole.out, file)));
    await assert.rejects(access(other.checkpoint));
    // Of other labels it is another run.
    await writeFile(other.checkpoint, left);
    const report = await finetuneFiles(other, { ...options, encoder });
    assert.ok(!report.notes.map(inEnglish).includes(said));
    await assert.rejects(access(other.checkpoint));
  });

  it('is refused where another task forgets, says which and by how much, and writes nothing', async () => {
    const asked = await request(paired, { model: place('guarded'), mode: 'full' });
    const report = await finetuneFiles(asked, { ...options, encoder: spoilt });
    assert.equal(report.accepted, false);
    assert.ok(Object.values(report.guard).some(({ after }) => after.accuracy < 0.99));
    for (const { before } of Object.values(report.guard))
      assert.deepEqual(before, { accuracy: 1, macroF1: 1 });
    assert.match(
      report.refused.map(inEnglish).join('\n'),
      /^(?:sentiment|topic) answers \d+ of 50 texts of the guard otherwise than before, [\d.]+ %: at most 1 % may be/m,
    );
    await assert.rejects(access(asked.out));
  });

  const chosen: { title: string; tolerance: number; encoder: object; mode: string; reason: RegExp }[] = [
    {
      title: 'takes the encoder by itself where held-out labels say so',
      ...{ tolerance: 100, encoder: eager, mode: 'full' },
      reason: /^full, because it answers [\d.]+ % of 29 held-out labels right and heads [\d.]+ %: more than/,
    },
    {
      title: 'takes heads by itself where what the encoder learnt is refused',
      ...{ tolerance: 0, encoder: spoilt, mode: 'heads' },
      reason:
        /^heads, because what full made was refused: \w+ answers \d+ of 50 texts of the guard otherwise/,
    },
  ];
  for (const { title, tolerance, encoder, mode, reason } of chosen) {
    it(title, async () => {
      const asked = await request(paired, { model: place('guarded'), guardTolerance: tolerance });
      const report = await finetuneFiles(asked, { ...options, encoder, enoughLabels: 100 });
      assert.match(inEnglish(report.reason), reason);
      assert.deepEqual([report.mode, report.accepted], [mode, true]);
      await access(path.join(asked.out, mode === 'full' ? 'guard.jsonl' : 'heads.bin'));
    });
  }

  it('says of heads that every other task is as it was', async () => {
    const asked = await request([...formal.map(line('topic', 'day')), ...casual.map(line('topic', 'food'))]);
    const { mode, reason, refused, guard } = await finetuneFiles(asked, options);
    const same = { accuracy: 1, macroF1: 1 };
    assert.deepEqual(
      { mode, refused, guard },
      {
        ...{ mode: 'heads', refused: [], guard: { sentiment: { before: same, after: same } } },
      },
    );
    assert.equal(
      inEnglish(reason),
      'heads, because 20 labels are too few to change the encoder by: 2000 are enough',
    );
  });
});
