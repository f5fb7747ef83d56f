import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { argMax } from '../../../src/training/metrics.ts';
import { taskDetails } from '../../../src/training/taskDetails.ts';

const labels = ['a', 'b', 'c'];
const source = { file: 'notes.md', start: 3, end: 9 };

/** Examples with a label and, where they were held out, what was predicted. */
function details(rows: readonly { label: number; predicted?: readonly number[]; text?: string }[]) {
  const examples = rows.map(({ label, text }, n) => ({
    text: text ?? `text ${n}`,
    label,
    ...(n % 2 === 0 ? { source } : { place: `labels.jsonl:${n + 1}` }),
  }));
  const after = rows.map(({ predicted }) => predicted && Float32Array.from(predicted));
  const task = { id: 'task', labels, examples, known: -1 };
  return { examples, found: taskDetails(task, undefined, after, null, new Random(1)) };
}

describe('What a report says of a task', () => {
  it('is nothing where nothing was held out', () => {
    assert.equal(details([{ label: 0 }, { label: 1 }]).found, undefined);
  });

  it('is of the examples that were held out', () => {
    const { found } = details([
      { label: 0, predicted: [1, 0, 0] },
      { label: 1, predicted: [0.75, 0.25, 0] },
      { label: 2 },
    ]);
    assert.equal(found?.measured, 2);
    assert.deepEqual(found.confusion, [
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(found.mistakes, [
      { text: 'text 1', label: 'b', predicted: 'a', probability: 0.75, place: 'labels.jsonl:2' },
    ]);
    assert.equal(found.intervals.before, null);
    assert.equal(found.perClass.b.recall, 0);
  });

  it('lists a cell of the confusion matrix by its surest mistakes, five at most', () => {
    const sure = [0.5, 0.9, 0.6, 0.8, 0.7, 0.95];
    const { found } = details(sure.map(p => ({ label: 0, predicted: [1 - p, p, 0] })));
    assert.deepEqual(
      found?.mistakes.map(({ probability }) => probability.toFixed(2)),
      ['0.95', '0.90', '0.80', '0.70', '0.60'],
    );
  });

  it('cuts a long text between two characters', () => {
    const { found } = details([{ label: 0, predicted: [0, 1, 0], text: `x${'😀'.repeat(400)}` }]);
    const [{ text }] = found!.mistakes;
    assert.ok(text.length <= 501 && text.isWellFormed() && text.endsWith('😀…'), text.slice(-5));
  });

  it('has for every cell off the diagonal its mistakes, in bounds', () => {
    const probabilities = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map(row => row.map(n => n / 9));
    const row = fc.record({ label: fc.nat(2), predicted: fc.option(probabilities, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), rows => {
        const { found } = details(rows);
        const held = rows.filter(({ predicted }) => predicted !== undefined);
        if (found === undefined) return assert.equal(held.length, 0);
        assert.equal(
          found.confusion.flat().reduce((sum, n) => sum + n),
          held.length,
        );
        found.confusion.forEach((counts, i) => {
          counts.forEach((count, j) => {
            const inCell = found.mistakes.filter(m => m.label === labels[i] && m.predicted === labels[j]);
            assert.equal(inCell.length, i === j ? 0 : Math.min(5, count));
          });
        });
        for (const { probability, predicted } of found.mistakes)
          assert.ok(
            held.some(
              one =>
                labels[argMax(one.predicted!)] === predicted &&
                Math.fround(Math.max(...one.predicted!)) === probability,
            ),
          );
      }),
    );
  });

  it('has two hundred mistakes at most', () => {
    const many = Array.from({ length: 60 }, (_, k) => `label ${k}`);
    const examples = many.flatMap((_, k) => many.map((_, n) => ({ text: `${k} ${n}`, label: k })));
    const after = examples.map((_, n) => {
      const row = new Float32Array(60);
      row[n % 60] = 1;
      return row;
    });
    const task = { id: 'task', labels: many, examples, known: -1 };
    assert.equal(taskDetails(task, undefined, after, null, new Random(1))?.mistakes.length, 200);
  });
});
