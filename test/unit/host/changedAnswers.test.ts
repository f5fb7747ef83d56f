import assert from 'node:assert/strict';
import { changedAnswers } from '../../../src/host/changedAnswers.ts';
import type { TaskInfo, TaskScore } from '../../../src/protocol/scores.ts';
import { score, segment, sentiment } from './samples.ts';

const tone: TaskInfo = { ...sentiment, id: 'tone' };
const [negative, positive] = [score(0.8, 0.1, 0.1), score(0.1, 0.1, 0.8)];
const unsure: TaskScore = { ...positive, label: null, abstained: true, reason: 'unsure' };
const outside: TaskScore = { ...unsure, reason: 'scope' };
const read = (...scores: TaskScore[]) => ({
  tasks: [sentiment],
  segments: scores.map((each, i) => segment(i, i + 1, each)),
});

describe('Where two models differ', () => {
  function check(name: string, before: TaskScore, after: TaskScore, expected: (string | null)[][]) {
    it(name, () =>
      assert.deepEqual(
        changedAnswers(read(before), read(after)).map(change => [change.before, change.after]),
        expected,
      ),
    );
  }

  check('is another label', negative, positive, [['negative', 'positive']]);
  check('is a label where there was none', unsure, positive, [[null, 'positive']]);
  check('is not how sure they are', negative, score(0.5, 0.3, 0.2), []);
  check('is not why there is none', unsure, outside, []);

  it('is said of the tasks that both have, in the order of the text', () => {
    const before = read(negative, negative, positive);
    const after = read(positive, negative, negative);
    const changed = changedAnswers(before, { ...after, tasks: [tone, sentiment] });
    assert.deepEqual(
      changed.map(({ segment: { start }, task }) => [start, task.id]),
      [
        [0, 'sentiment'],
        [2, 'sentiment'],
      ],
    );
    assert.deepEqual(changedAnswers(before, { ...after, tasks: [tone] }), []);
  });
});
