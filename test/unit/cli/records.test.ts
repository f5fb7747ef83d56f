import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { RunningMean } from '../../../src/cli/runningMean.ts';
import {
  csvHeader,
  csvLine,
  csvRow,
  jsonLine,
  type LocatedSegment,
  vectorLine,
} from '../../../src/protocol/records.ts';
import {
  ABSTAIN_REASONS,
  type AbstainReason,
  documentScore,
  type ScoredSegment,
  type TaskInfo,
  type TaskScore,
} from '../../../src/protocol/scores.ts';

const task: TaskInfo = { id: 'a,b', title: '', description: '', labels: ['x', 'y "z"'], languages: [] };
const segment: LocatedSegment = {
  start: 2,
  end: 9,
  line: 1,
  column: 3,
  text: 'a\u2028b\u0085"c',
  language: 'en',
  tokens: 3,
  scores: { 'a,b': { label: 'x', probabilities: [0.75, 0.25], abstained: false } },
};
const unsure = { ...segment, scores: { 'a,b': { label: null, probabilities: [0.5, 0.5], abstained: true } } };
const empty = { ...segment, text: '', scores: {} };

describe('jsonLine', () => {
  function check(name: string, given: LocatedSegment, text: string, scores: string) {
    it(name, () => {
      const start = `{"file":"f","start":2,"end":9,"line":1,"column":3,"text":${text},"language":"en"`;
      assert.equal(jsonLine('f', [task], given), `${start},"scores":${scores}}\n`);
    });
  }

  const text = '"a\\u2028b\\u0085\\"c"';
  const named = '"probabilities":{"x":0.75,"y \\"z\\"":0.25},"abstained":false';
  check('writes every field in order', segment, text, `{"a,b":{"label":"x",${named}}}`);
  const half = '"probabilities":{"x":0.5,"y \\"z\\"":0.5},"abstained":true';
  check('keeps the probabilities where a task abstains', unsure, text, `{"a,b":{"label":null,${half}}}`);
  const why = { ...unsure.scores['a,b'], reason: 'scope' as const };
  check(
    'says why a task abstains',
    { ...unsure, scores: { 'a,b': why } },
    text,
    `{"a,b":{"label":null,${half},"reason":"scope"}}`,
  );
  check('has no scores for an empty line', empty, '""', '{}');
});

describe('vectorLine', () => {
  function check(name: string, vector: number[], expected: string) {
    it(name, () => {
      const start = '{"file":"f","start":2,"end":9,"line":1,"column":3,"text":"a\\u2028b\\u0085\\"c"';
      const line = vectorLine('f', segment, Float32Array.from(vector));
      assert.equal(line, `${start},"language":"en","vector":${expected}}\n`);
    });
  }

  check('writes six digits of each number', [0.1, -2 / 3, 0, 1e-9, -0.5], '[0.1,-0.666667,0,1e-9,-0.5]');
  check('writes null for no numbers', [], 'null');
});

describe('csvRow', () => {
  function check(name: string, given: LocatedSegment, answers: string[]) {
    it(name, () => {
      const [header, row] = parse(csvHeader([task]) + csvRow('f', [task], given));
      assert.deepEqual(header.slice(7), ['a,b', 'a,b:x', 'a,b:y "z"']);
      assert.deepEqual(row, ['f', '2', '9', '1', '3', given.text, 'en', ...answers]);
    });
  }

  check('has a column a task and one a label', segment, ['x', '0.75', '0.25']);
  check('leaves the label of a task that abstains empty', unsure, ['', '0.5', '0.5']);
  check('leaves everything of an empty line empty', empty, ['', '', '']);

  it('reads back as it was, whatever the fields', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), fields => {
        assert.deepEqual(parse(csvLine(fields), { bom: false }), [fields]);
      }),
    );
  });
});

describe('RunningMean', () => {
  const tasks: TaskInfo[] = [task, { ...task, id: 'other', labels: ['p', 'q', 'r'] }];
  const score = (labels: number) =>
    fc
      .tuple(
        fc.option(fc.constantFrom(...ABSTAIN_REASONS), { nil: undefined }),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: labels, maxLength: labels }),
      )
      .map(
        ([reason, probabilities]): TaskScore =>
          reason === undefined
            ? { label: 'some', probabilities, abstained: false }
            : { label: null, probabilities, abstained: true, reason },
      );
  const scored: fc.Arbitrary<ScoredSegment> = fc.record({
    start: fc.constant(0),
    end: fc.constant(0),
    language: fc.constantFrom('en', 'zh'),
    tokens: fc.integer({ min: 1, max: 50 }),
    scores: fc.record({ 'a,b': score(2), other: score(3) }),
  });

  it("is the document's score", () => {
    fc.assert(
      fc.property(fc.array(scored), segments => {
        const mean = new RunningMean(tasks);
        for (const segment of segments) mean.add([segment]);
        tasks.forEach((task, k) => {
          assert.deepEqual(mean.score(k), documentScore(task, segments));
        });
      }),
    );
  });

  it('keeps the probabilities where every segment abstains', () => {
    const mean = new RunningMean([task]);
    mean.add([unsure, empty]);
    assert.deepEqual(mean.scores(), unsure.scores);
  });

  function checkReason(expected: AbstainReason, mean: number[], ...seen: [AbstainReason, number[]][]) {
    it(`says ${expected} where the reasons are ${seen.map(([reason]) => reason)}`, () => {
      const running = new RunningMean([task]);
      for (const [reason, probabilities] of seen)
        running.add([
          { ...segment, scores: { 'a,b': { label: null, probabilities, abstained: true, reason } } },
        ]);
      const answer = { label: null, probabilities: mean, abstained: true, reason: expected };
      assert.deepEqual(running.scores(), { 'a,b': answer });
    });
  }
  checkReason('scope', [0.5, 0.5], ['scope', [0.25, 0.75]], ['scope', [0.75, 0.25]]);
  checkReason('unsure', [0.5, 0.5], ['scope', [0, 1]], ['unsure', [0.75, 0.25]], ['short', [0.25, 0.75]]);

  it('has no scores without segments, and the language of most tokens', () => {
    const mean = new RunningMean([task]);
    assert.deepEqual([mean.scores(), mean.language], [{}, 'und']);
    mean.add([segment, { ...segment, language: 'zh', tokens: 9 }]);
    assert.equal(mean.language, 'zh');
  });
});
