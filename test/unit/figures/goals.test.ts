/** goals.json names what is there: tasks, labels, sources, baselines, experiments. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGoals } from '../../../scripts/base/goals.ts';
import { recipes, tasks } from '../../../scripts/data/recipes.ts';
import { readSources } from '../../../scripts/data/sources.ts';
import { unseen } from '../../../scripts/data/unseen.ts';
import { parseExperiment } from '../../../src/training/experiment.ts';

const root = join(import.meta.dirname, '../../..');
const goals = readGoals();
const sources = readSources(join(root, 'scripts/data/sources.json'));

describe('goals', () => {
  it('have ids of their own', () => {
    assert.equal(new Set(goals.map(({ id }) => id)).size, goals.length);
  });
  it('are about every source that holds test rows out for a task', () => {
    const named = goals.flatMap(goal => (goal.kind === 'rows' ? [`${goal.task} ${goal.source}`] : []));
    const holdsOut = recipes.filter(({ splits }) =>
      Object.values(splits).some(split => split === 'test' || (Array.isArray(split) && split[2] > 0)),
    );
    const expected = holdsOut.map(({ task, source }) => `${task} ${source}`);
    assert.deepEqual(
      [...new Set(expected)].filter(each => !named.includes(each)),
      [],
    );
  });

  for (const goal of goals) {
    if (goal.kind === 'rows') {
      it(`${goal.id} names a source of the task, its labels and its baseline`, () => {
        const recipe = recipes.find(({ task, source }) => task === goal.task && source === goal.source);
        assert.equal(recipe?.language, goal.language);
        for (const label of [...(goal.labels ?? []), ...(goal.label ? [goal.label] : [])])
          assert.ok(tasks[goal.task].includes(label), label);
        assert.equal(goal.measures.includes('f1'), goal.label !== undefined);
        const known = sources.find(({ id }) => id === goal.source)!.naiveBayes.map(({ task }) => task);
        if (goal.naiveBayes !== undefined) assert.ok(known.includes(goal.naiveBayes), goal.naiveBayes);
      });
    }
    if (goal.kind === 'few-shot') {
      it(`${goal.id} names a set that nothing reads`, () => {
        assert.ok(Object.hasOwn(unseen, goal.source));
        assert.ok(!recipes.some(({ source }) => source === goal.source));
      });
    }
    if (goal.kind === 'documentation') {
      it(`${goal.id} names labels of its task`, () => {
        for (const label of goal.labels) assert.ok(tasks[goal.task].includes(label), label);
      });
    }
  }
});

describe('experiments of the table', () => {
  const check = (id: string, file: string, labels: string[], initialise: string) =>
    it(id, () => {
      const path = join(root, 'experiments', file);
      assert.ok(existsSync(path), path);
      const { tasks, architecture } = parseExperiment(file, readFileSync(path, 'utf8'));
      const goal = goals.find(goal => goal.id === id);
      assert.ok(goal?.kind === 'experiment');
      if (goal.label !== undefined) assert.ok(labels.includes(goal.label));
      for (const task of tasks) assert.deepEqual(task.labels, labels);
      assert.equal(architecture.initialise, initialise);
    });
  const reviews = ['negative', 'positive'];
  check(
    'tweeteval-emotion',
    'tweeteval-emotion/EXPERIMENT.json',
    ['anger', 'joy', 'optimism', 'sadness'],
    'base',
  );
  check('tweeteval-hate', 'tweeteval-hate/EXPERIMENT.json', ['not-hate', 'hate'], 'base');
  check('tweeteval-irony', 'tweeteval-irony/EXPERIMENT.json', ['non_irony', 'irony'], 'base');
  check('tweeteval-offensive', 'tweeteval-offensive/EXPERIMENT.json', ['not-offensive', 'offensive'], 'base');
  check('fdu-mtl-base', 'fdu-mtl/EXPERIMENT.json', reviews, 'base');
  check('fdu-mtl-vectors', 'fdu-mtl/EXPERIMENT.vectors.json', reviews, 'vectors');
});
