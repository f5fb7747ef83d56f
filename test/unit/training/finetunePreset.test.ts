import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { inEnglish } from '../../../src/base/words.ts';
import { textbookPresets } from '../../../src/protocol/training.ts';
import { finetuneFiles } from '../../../src/training/node/finetuneFiles.ts';
import { learnable, taskData } from '../../../src/training/presetData.ts';
import { line, options, toyFolder } from './finetuneSupport.ts';

/** Tells two labels apart by a word that each of its texts has. */
const many = Array.from({ length: 120 }, (_, n) =>
  line('tone', n % 2 ? 'formal' : 'casual')(`${n % 2 ? 'kindly' : 'dude'} take the food ${n}`),
);

describe("A textbook's model", () => {
  const { path: place, request, scores } = toyFolder();

  for (const preset of textbookPresets) {
    it(`learns from the labels alone, as ${preset}, and leaves no tensor`, async () => {
      const asked = await request([...many, line('tone', 'odd')('a good day')], { preset });
      const before = tf.memory().numTensors;
      const report = await finetuneFiles(asked, options);
      assert.equal(tf.memory().numTensors, before);
      const said = `${preset} from nothing, as asked: it knows the tasks with labels alone`;
      assert.equal(inEnglish(report.reason), said);
      const { after, measured, unmeasured } = report.tasks.tone;
      assert.ok(after!.accuracy > 0.9, `${after!.accuracy}`);
      assert.deepEqual([measured, unmeasured], [24, ['odd']]);
      const { scored, tasks } = await scores(asked.out, 'kindly take the food 3');
      assert.equal(scored.scores.tone.label, 'formal');
      assert.deepEqual(
        tasks.map(({ id }) => id),
        ['tone'],
      );
    });
  }

  it('reads several tasks at once, or says that it does not', async () => {
    const lines = [...many, ...many.map(text => text.replace('"tone"', '"other"'))];
    const several = await request(lines, { preset: 'keras-multitask' });
    const { tasks } = await finetuneFiles(several, options);
    assert.ok(tasks.tone.after!.accuracy > 0.9 && tasks.other.after!.accuracy > 0.9);
    const single = { ...several, preset: 'keras-single' as const, out: `${several.out}-single` };
    await assert.rejects(
      finetuneFiles(single, options),
      /expected one task for the preset keras-single, found 2/,
    );
  });

  it('says how good the model in use was, where it knows the task', async () => {
    const lines = many.map(text =>
      text.replace('"tone"', '"topic"').replace('formal', 'food').replace('casual', 'day'),
    );
    const asked = await request(lines, { preset: 'keras-single' });
    const { topic } = (await finetuneFiles(asked, options)).tasks;
    assert.ok(topic.before !== null && topic.after!.accuracy > topic.before.accuracy);
    assert.equal(topic.intervals!.before!.accuracy.length, 2);
  });

  it('goes on where it was cut, to the same bytes', async () => {
    const whole = await request(many, { preset: 'keras-single' });
    const cut = { ...whole, out: `${whole.out}-cut` };
    await finetuneFiles(whole, options);
    const progress = (_: string, done: number, total: number) => {
      if (done > 0.25 * total) throw new Error('power cut');
    };
    await assert.rejects(finetuneFiles(cut, { ...options, progress }), /power cut/);
    const seen: number[] = [];
    await finetuneFiles(cut, { ...options, progress: (_, done, total) => void seen.push(done / total) });
    assert.ok(seen[0] > 0.15, `${seen[0]}`);
    const [one, other] = [whole, cut].map(({ out }) => readFile(path.join(out, 'weights.bin')));
    assert.deepEqual(await one, await other);
    assert.notEqual(whole.out, place('toy'));
  });

  it('learns each label, and is measured on rows that it does not see', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ label: fc.nat(3), fold: fc.integer({ min: -1, max: 4 }) }), { minLength: 1 }),
        rows => {
          const examples = rows.map(({ label }, n) => ({ text: `${n}`, label }));
          const task = { id: 'a', labels: ['a', 'b', 'c', 'd'], known: -1, examples };
          const folds = learnable(
            task,
            rows.map(({ fold }) => fold),
          );
          const { train, validation, test } = taskData(task, folds);
          const learnt = new Set(train.map(({ label }) => label));
          assert.deepEqual(learnt, new Set(rows.map(({ label }) => label)));
          const texts = [train, validation, test].flat().map(({ text }) => text);
          assert.deepEqual(texts.sort(), examples.map(({ text }) => text).sort());
        },
      ),
    );
  });
});
