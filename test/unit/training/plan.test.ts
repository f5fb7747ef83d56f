import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { type Limit, planEpoch } from '../../../src/training/plan.ts';

const languages = ['en', 'zh', undefined];
const sentences = Array.from({ length: 90 }, (_, n) => ({
  ids: new Int32Array(1 + (n % 7)),
  language: languages[n % 3],
}));

describe('a plan of an epoch draws', () => {
  const check = (title: string, limit: Limit, expected: Record<string, number>) =>
    it(title, () => {
      const property = fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, batchSize) => {
        const steps = planEpoch([{ train: sentences, batchSize, limit }], new Random(seed));
        const rows = steps.flatMap(step => step.rows);
        assert.equal(new Set(rows).size, rows.length, 'a row once');
        assert.ok(steps.every(step => step.rows.length <= batchSize));
        const counts: Record<string, number> = {};
        for (const row of rows) {
          const { language = 'und' } = sentences[row];
          counts[language] = (counts[language] ?? 0) + 1;
          counts.all = (counts.all ?? 0) + 1;
        }
        for (const [name, count] of Object.entries(expected)) assert.equal(counts[name] ?? 0, count, name);
      });
      fc.assert(property);
    });

  check('all there is', Number.POSITIVE_INFINITY, { all: 90, en: 30, zh: 30, und: 30 });
  check('at most so many', 40, { all: 40 });
  check('so many of each language', { en: 10, zh: 25 }, { all: 35, en: 10, zh: 25 });
  check('what there is of a language with fewer', { zh: 70, und: 1 }, { all: 31, zh: 30, und: 1 });
});
