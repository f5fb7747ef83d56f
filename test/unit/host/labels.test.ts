import assert from 'node:assert/strict';
import { labelledSpans, labelTasks } from '../../../src/host/labels.ts';
import { sentiment } from './samples.ts';

describe('labelTasks', () => {
  it("lists the model's tasks, then those that the user's labels have begun, with their labels", () => {
    const labels = [
      { text: 'a', task: 'tone', label: 'formal' },
      { text: 'b', task: 'tone', label: 'casual' },
      { text: 'b', task: 'sentiment', label: 'mixed' },
      { text: 'c', task: 'tone', label: 'formal' },
    ];
    assert.deepEqual(labelTasks([sentiment], labels), [
      { id: 'sentiment', title: 'Sentiment', labels: ['negative', 'neutral', 'positive'], open: false },
      { id: 'tone', title: 'tone', labels: ['formal', 'casual'], open: true },
    ]);
  });
});

describe('labelledSpans', () => {
  const text = 'One two.  Three *four*. Five.';
  const segments = [
    { start: 0, end: 8, text: 'One two.' },
    { start: 10, end: 23, text: 'Three four.' },
  ];
  const spans = (start: number, end: number, touched = segments) =>
    labelledSpans(text, { start, end }, touched).map(span => span.text);

  it('takes the segment under the cursor', () => assert.deepEqual(spans(3, 3, [segments[0]]), ['One two.']));
  it('takes nothing where there is no segment', () => assert.deepEqual(spans(3, 3, []), []));
  it('takes every segment that a selection touches', () => {
    assert.deepEqual(spans(4, 16), ['One two.', 'Three four.']);
  });
  it('takes the normalised text of a segment that is selected whole', () => {
    assert.deepEqual(spans(9, 23, [segments[1]]), ['Three four.']);
  });
  it('takes a part of a segment as it is', () => assert.deepEqual(spans(4, 7, [segments[0]]), ['two']));
  it('takes what is selected where there is no segment, white space folded', () => {
    assert.deepEqual(labelledSpans('a\n  b', { start: 0, end: 5 }, []), [{ start: 0, end: 5, text: 'a b' }]);
  });
  it('takes nothing of white space', () => assert.deepEqual(spans(8, 10, []), []));
});
