import assert from 'node:assert/strict';
import { cssColor, themeColor } from '../../../src/protocol/colors.ts';
import { type TaskInfo, tasksOf } from '../../../src/protocol/scores.ts';

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
