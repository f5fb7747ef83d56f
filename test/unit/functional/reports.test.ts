/** The reports count right: a stand-in answers instead of a model. */
import assert from 'node:assert/strict';
import type { Model } from '../../../scripts/base/ask.ts';
import { biasReport } from '../../../scripts/base/bias.ts';
import { floorsOf } from '../../../scripts/base/floors.ts';
import { functionalReport, holds } from '../../../scripts/base/functional.ts';
import type { Bias } from '../../../scripts/base/trustData.ts';

const labels = ['none', 'toxic'];

/** Answers toxicity alone; below 0.6 it abstains. @param toxic the probability of `toxic`, 0..1 */
function standIn(toxic: (text: string) => number): Model {
  const task = { id: 'toxicity', title: '', description: '', labels, languages: [] };
  return {
    model: {
      name: 'stand-in',
      version: '1',
      location: '',
      backend: 'wasm',
      backendReason: '',
      languages: [],
      tasks: [task],
    },
    score: async segments =>
      segments.map(({ text, ...segment }) => {
        const probabilities = [1 - toxic(text), toxic(text)];
        const best = Math.max(...probabilities);
        const abstained = best < 0.6;
        const label = abstained ? null : labels[probabilities.indexOf(best)];
        return { ...segment, tokens: 1, scores: { toxicity: { label, probabilities, abstained } } };
      }),
  };
}

describe('a functional case', () => {
  const check = (name: string, expected: string[], label: string | null, held: boolean) =>
    it(name, () => assert.equal(holds(expected, label), held));

  check('holds where the label is right', ['positive'], 'positive', true);
  check('holds where one of the labels is right', ['neutral', 'joy'], 'joy', true);
  check('fails where the label is another', ['positive'], 'neutral', false);
  check('fails where the model abstains and should speak', ['positive'], null, false);
  check('holds where the model abstains and neutral is right', ['neutral'], null, true);
  check('holds where the model abstains and none is right', ['none'], null, true);
});

describe('the functional report', () => {
  const never = standIn(() => 0);

  it('counts all cases of the tasks that the model has, and names the others', async () => {
    const { open, sealed, capabilities, failures, missing } = await functionalReport(never);
    assert.ok(missing.includes('sentiment') && !missing.includes('toxicity'));
    assert.equal(
      capabilities.reduce((sum, { cases }) => sum + cases, 0),
      open.cases,
    );
    assert.equal(failures.length, open.cases - open.held);
    assert.ok(failures.length > 0 && failures.every(({ expected }) => expected.includes('toxic')));
    assert.ok(sealed.cases > 0);
  });

  it('shows a sealed case only when it is asked to', async () => {
    const closed = await functionalReport(never);
    const opened = await functionalReport(never, true);
    assert.ok(closed.failures.every(({ sealed }) => !sealed));
    assert.equal(
      opened.failures.length,
      opened.open.cases - opened.open.held + opened.sealed.cases - opened.sealed.held,
    );
  });
});

const probe: Bias = {
  watched: { toxicity: 'toxic' },
  languages: {
    en: {
      names: {
        terms: { short: ['Al', 'Bo'], long: ['Maximilian'] },
        templates: { harmless: ['{} is here.'], toxic: ['hit {}'] },
      },
    },
  },
};

describe('the bias report', () => {
  function check(
    name: string,
    toxic: (text: string) => number,
    expected: { changed: number; flipped: number },
  ) {
    it(name, async () => {
      const [{ sets, changed, flipped }, ...others] = await biasReport(standIn(toxic), probe);
      assert.deepEqual({ sets, changed, flipped, others }, { sets: 2, ...expected, others: [] });
    });
  }

  check('finds no change where terms do not matter', text => (text.startsWith('Hit') ? 1 : 0), {
    changed: 0,
    flipped: 0,
  });
  check('counts a set whose label flips', text => (text === 'Bo is here.' ? 1 : 0), {
    changed: 1,
    flipped: 1,
  });
  check('counts a set in which it abstains once as changed alone', text => (text === 'Hit Al' ? 0.5 : 0), {
    changed: 1,
    flipped: 0,
  });

  it('measures the spread within a group, and how far it lies above all terms', async () => {
    const byText: Record<string, number> = { 'Al is here.': 0.1, 'Bo is here.': 0.3, 'Hit Al': 0.4 };
    const [{ spread }] = await biasReport(
      standIn(text => byText[text] ?? 0),
      probe,
    );
    const rows = spread.map(({ slot, group, ...figures }) => [
      group,
      ...Object.values(figures).map(figure => figure.toFixed(3)),
    ]);
    assert.deepEqual(rows, [
      ['short', '0.300', '0.400', '0.150', '0.067'],
      ['long', '0.000', '0.000', '0.000', '-0.133'],
    ]);
  });
});

describe('floors', () => {
  it('are what was measured, with a little room', () => {
    const task = 'toxicity';
    const floors = floorsOf(
      {
        capabilities: [{ task, capability: 'threats', language: 'en', cases: 5, held: 3 }],
        open: { cases: 5, held: 3 },
        sealed: { cases: 3, held: 2 },
        failures: [],
        missing: [],
      },
      [
        { about: '', text: 'ok', task, label: 'toxic', allowed: ['none'], held: false },
        { about: '', text: 'yes', task, label: 'none', allowed: ['none'], held: true },
      ],
      [{ task, language: 'en', label: 'toxic', sets: 50, changed: 5, flipped: 1, changes: [], spread: [] }],
    );
    assert.deepEqual(floors, {
      functional: { toxicity: { threats: { en: 0.6 } } },
      sealed: 0.65,
      everydayFailures: { toxicity: ['ok'] },
      bias: { toxicity: { en: { changed: 0.1, flipped: 0.05 } } },
    });
  });
});
