import assert from 'node:assert/strict';
import { cssColor, themeColor } from '../../../src/protocol/colors.ts';
import {
  type AbstainReason,
  byScope,
  documentScore,
  type ScoredSegment,
  type TaskInfo,
  tasksOf,
} from '../../../src/protocol/scores.ts';

const task = (id: string, colors?: Record<string, string>): TaskInfo => {
  return {
    id,
    title: id,
    description: '',
    labels: ['positive', 'odd'],
    languages: [],
    ...(colors && { colors }),
  };
};

describe('tasksOf', () => {
  const tasks = [task('a'), task('b'), task('c')];
  const check = (title: string, wanted: string[] | undefined, expected: string[]) =>
    it(title, () =>
      assert.deepEqual(
        tasksOf(tasks, wanted).map(({ id }) => id),
        expected,
      ),
    );

  check('has all where nothing is wanted', undefined, ['a', 'b', 'c']);
  check('has all where an empty list is wanted', [], ['a', 'b', 'c']);
  check('has the wanted ones in the order of the model', ['c', 'a'], ['a', 'c']);
  check('passes over what is unknown', ['b', 'x'], ['b']);
  check('has all where nothing of the wanted is known', ['x'], ['a', 'b', 'c']);
});

describe('the scope of a task', () => {
  const scoped: TaskInfo = { ...task('a'), scope: ['comment'] };
  const segment = (reason: AbstainReason | undefined): ScoredSegment => {
    const abstained = reason !== undefined;
    const score = { label: abstained ? null : 'odd', probabilities: [0.2, 0.8], abstained };
    const scores = { a: { ...score, ...(reason && { reason }) } };
    return { start: 0, end: 1, language: 'en', tokens: 1, scores };
  };
  const check = (
    title: string,
    reasons: (AbstainReason | undefined)[],
    counts: { scored: number; abstained: number; outside: number },
    asked: boolean,
  ) =>
    it(title, () => {
      const segments = reasons.map(segment);
      const { scored, abstained, outside } = documentScore(scoped, segments);
      assert.deepEqual({ scored, abstained, outside }, counts);
      const expected = asked ? { asked: [scoped], outside: [] } : { asked: [], outside: [scoped] };
      assert.deepEqual(byScope([scoped], segments), expected);
    });

  const counts = (scored: number, abstained: number, outside: number) => ({ scored, abstained, outside });
  check('leaves out all', ['scope', 'scope'], counts(0, 0, 2), false);
  check('leaves out some, which count as no abstaining', ['scope', undefined], counts(1, 0, 1), true);
  check('is not why it is unsure', ['scope', 'unsure', 'short'], counts(0, 2, 1), true);
  check('leaves out nothing where there is nothing', [], counts(0, 0, 0), true);
});

describe('themeColor', () => {
  it('is the contributed one', () => {
    assert.equal(themeColor(task('a'), 'positive'), 'manylens.green');
  });

  it('is the user’s, for the labels that have one', () => {
    const own = task('a', { odd: 'charts.blue' });
    assert.equal(themeColor(own, 'odd'), 'charts.blue');
    assert.equal(themeColor(own, 'positive'), 'manylens.green');
    assert.equal(themeColor(own, 'constructor'), 'manylens.blue');
  });

  it('is in a style sheet what VS Code calls it there', () => {
    assert.equal(cssColor('statusBarItem.error-text'), 'var(--vscode-statusBarItem-error-text)');
  });
});
