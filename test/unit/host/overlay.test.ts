import assert from 'node:assert/strict';
import fc from 'fast-check';
import { labelsByText, noLabels, Overlay } from '../../../src/host/overlay.ts';
import { documentScore, labelledCount } from '../../../src/protocol/scores.ts';
import { score, segment, sentiment } from './samples.ts';

const label = (text: string, name: string, task = 'sentiment') => ({ text, task, label: name });

describe('The user’s labels over the model’s guesses', () => {
  const guess = score(0.1, 0.2, 0.7);
  const own = { label: 'negative', probabilities: [1, 0, 0], abstained: false, guess };
  const shown = (...labels: ReturnType<typeof label>[]) =>
    new Overlay().apply([segment(0, 4, guess, 'Good.')], [sentiment], labelsByText(labels))[0].scores
      .sentiment;

  const check = (title: string, labels: ReturnType<typeof label>[], expected: unknown) =>
    it(title, () => assert.deepEqual(shown(...labels), expected));

  check('stand there, as sure as can be, with what the model says', [label('Good.', 'negative')], own);
  check('stand there where the model says the same', [label('Good.', 'positive')], {
    label: 'positive',
    probabilities: [0, 0, 1],
    abstained: false,
    guess,
  });
  check('are of exactly that text', [label('Good!', 'negative')], guess);
  check('are of that task', [label('Good.', 'negative', 'tone')], guess);
  check('are labels that the task has', [label('Good.', 'splendid')], guess);

  it('stand where the task abstains', () => {
    const unsure = { label: null, probabilities: [0.4, 0.3, 0.3], abstained: true };
    const labels = labelsByText([label('Hm.', 'neutral')]);
    const [found] = new Overlay().apply([segment(0, 3, unsure, 'Hm.')], [sentiment], labels);
    assert.deepEqual(found.scores.sentiment, {
      label: 'neutral',
      probabilities: [0, 1, 0],
      abstained: false,
      guess: unsure,
    });
  });

  it('of a task and a text whose names every object has are found', () => {
    const task = { ...sentiment, id: '__proto__' };
    const scored = { ...segment(0, 4, guess, 'constructor'), scores: { ['__proto__']: guess } };
    const labels = labelsByText([label('constructor', 'negative', '__proto__')]);
    const [{ scores }] = new Overlay().apply([scored], [task], labels);
    assert.deepEqual(Object.entries(scores), [['__proto__', own]]);
    const plain = segment(0, 4, guess, 'toString');
    assert.equal(new Overlay().apply([plain], [task], labels)[0], plain);
  });

  it('count in full in the document’s score', () => {
    const segments = [segment(0, 5, guess, 'Good.'), segment(6, 11, score(0.6, 0.4, 0), 'Bad.')];
    const labels = labelsByText([label('Good.', 'negative')]);
    const labelled = new Overlay().apply(segments, [sentiment], labels);
    assert.deepEqual(documentScore(sentiment, labelled).probabilities, [0.8, 0.2, 0]);
    assert.equal(labelledCount(sentiment, labelled), 1);
  });

  it('come and go, whatever the order, and leave what they do not change the same object', () => {
    const segments = Array.from({ length: 5 }, (_, i) => segment(i * 9, i * 9 + 8, guess, `Text ${i % 3}.`));
    const file = fc.array(
      fc.record({
        text: fc.constantFrom('Text 0.', 'Text 1.', 'Text 2.'),
        label: fc.constantFrom(...sentiment.labels),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(file, fc.boolean()), { maxLength: 8 }), rounds => {
        const overlay = new Overlay();
        let last: readonly ReturnType<typeof segment>[] = segments;
        for (const [records, fresh] of rounds) {
          const labels = labelsByText(records.map(record => ({ ...record, task: 'sentiment' })));
          // Of what is shown, or of what the model said anew.
          last = overlay.apply(fresh ? segments : last, [sentiment], labels);
          last.forEach(({ text, scores }, i) => {
            const wanted = records.findLast(record => record.text === text)?.label;
            assert.equal(scores.sentiment.label, wanted ?? guess.label);
            assert.equal(scores.sentiment.guess ?? scores.sentiment, guess);
            if (wanted === undefined) assert.equal(scores, segments[i].scores);
          });
          assert.equal(overlay.apply(last, [sentiment], labels), last);
          assert.equal(overlay.apply(segments, [sentiment], labels)[0].scores, last[0].scores);
        }
        assert.deepEqual(overlay.apply(last, [sentiment], noLabels), segments);
      }),
    );
  });
});
