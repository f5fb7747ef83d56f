import assert from 'node:assert/strict';
import {
  cardWithPrecision,
  chosenPrecision,
  type PrecisionFigures,
  precisionFigures,
} from '../../../src/training/precision.ts';

const task = { id: 'tone', labels: ['formal', 'casual'], temperature: 1 };
const row = (first: number) => Float32Array.of(first, 1 - first);

/** Two thousand texts, of which so many are answered otherwise, and figures that go with them. */
function figures(changes: Partial<PrecisionFigures> & { lost?: number; worse?: number }): PrecisionFigures {
  const { lost = 0, worse = 0, ...others } = changes;
  const float = { accuracy: 0.9, macroF1: 0.9, ece: 0.02 };
  const int8 = { accuracy: float.accuracy - lost, macroF1: 0.9, ece: float.ece + worse };
  return { id: 'tone', texts: 2000, agreement: 1, known: { float, int8 }, ...others };
}

const choices: [title: string, measured: PrecisionFigures[], chosen: 'float' | 'int8'][] = [
  ['nothing was measured', [], 'float'],
  ['there were no texts', [figures({ texts: 0 })], 'float'],
  ['nothing changes', [figures({})], 'int8'],
  ['it gains', [figures({ lost: -0.1, worse: -0.1 })], 'int8'],
  ['one text in two hundred is answered otherwise', [figures({ agreement: 0.995 })], 'int8'],
  ['more texts are answered otherwise', [figures({ agreement: 0.9945 })], 'float'],
  ['two thousandths of accuracy go', [figures({ lost: 0.002 })], 'int8'],
  ['more accuracy goes', [figures({ lost: 0.0025 })], 'float'],
  ['calibration is worse by five thousandths', [figures({ worse: 0.005 })], 'int8'],
  ['calibration is worse by more', [figures({ worse: 0.0055 })], 'float'],
  [
    'calibration of fifty texts is worse by one that changed its bin',
    [figures({ texts: 50, worse: 0.04 })],
    'int8',
  ],
  ['calibration of fifty texts is worse by more', [figures({ texts: 50, worse: 0.045 })], 'float'],
  ['one task of two loses', [figures({}), figures({ lost: 0.01 })], 'float'],
  ['the one text of twenty differs', [figures({ texts: 20, agreement: 0.95, lost: 0.05 })], 'int8'],
  ['two texts of twenty differ', [figures({ texts: 20, agreement: 0.9 })], 'float'],
  ['nobody knows the labels, and they stay', [figures({ known: undefined })], 'int8'],
  ['nobody knows the labels, and they change', [figures({ known: undefined, agreement: 0.9 })], 'float'],
];

describe('The choice of a precision', () => {
  for (const [title, measured, chosen] of choices)
    it(`is ${chosen} where ${title}`, () => assert.equal(chosenPrecision(measured), chosen));

  it('is made by calibrated answers and labels', () => {
    const float = [row(0.9), row(0.8), row(0.4), row(0.51)];
    const int8 = [row(0.9), row(0.8), row(0.4), row(0.49)];
    const found = precisionFigures({ task, truth: [0, 1, 1, 0], float, int8 });
    assert.equal(found.texts, 4);
    assert.equal(found.agreement, 0.75);
    assert.equal(found.known?.float.accuracy, 0.75);
    assert.equal(found.known?.int8.accuracy, 0.5);
    assert.ok(Math.abs(found.known.float.ece - (0.1 + 0.8 + 0.4 + 0.49) / 4) < 1e-6);
    assert.equal(precisionFigures({ task, float, int8 }).known, undefined);
    assert.equal(precisionFigures({ task, float: [], int8: [] }).agreement, 1);
  });
});

describe("A card's section on the precision", () => {
  const measured = [{ on: 'ten texts', figures: [figures({ agreement: 0.99875 })] }];

  it('comes behind what is there', () => {
    const card = cardWithPrecision('# Card\n\nWords.\n', 'int8', measured);
    assert.match(card, /^# Card\n\nWords\.\n\n## Precision\n\nScores with recurrent weights of 8 bits\. /);
    assert.match(card, /\n\| tone \| 2000 \| 99\.88 % \| 90 % \/ 90 % \| 90 % \/ 90 % \| 2 % \/ 2 % \|\n$/);
  });

  it('takes the place of a former one, and leaves what is around it', () => {
    const others = ['# Card\n\nWords.\n', '## Licences\n\nOthers.\n\n<!-- end -->\n'];
    for (const after of [others[1], '<!-- begin -->\n\n## Figures\n', '']) {
      const first = cardWithPrecision(others[0], 'int8', measured);
      const between = `${first}${after && `\n${after}`}`;
      const second = cardWithPrecision(between, 'float', measured);
      assert.equal(second.split('## Precision').length, 2);
      assert.ok(
        second.startsWith('# Card\n\nWords.\n\n## Precision\n\nScores with recurrent weights in floats.'),
      );
      assert.ok(second.endsWith(after));
      assert.equal(cardWithPrecision(second, 'int8', measured), between);
    }
  });
});
