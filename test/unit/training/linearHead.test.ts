import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { countNgrams, TfIdf } from '../../../src/text/tfIdf.ts';
import { ByFeatures } from '../../../src/training/byFeatures.ts';
import { ByProducts } from '../../../src/training/byProducts.ts';
import { finish } from '../../../src/training/evaluate.ts';
import { NEVER, stratifiedFolds, thinned } from '../../../src/training/folds.ts';
import { type LinearExamples, TrainingRows } from '../../../src/training/linearData.ts';
import { learnLinear } from '../../../src/training/linearLearner.ts';
import { argMax } from '../../../src/training/metrics.ts';
import cases from '../../fixtures/training/linearHead.json' with { type: 'json' };
import { distance, useBackend } from '../model/support.ts';

const MAX_WORDS = 200;
const counted = (texts: readonly string[]) => texts.map(text => countNgrams(text, MAX_WORDS));
const floats = (rows: readonly number[][]) => rows.map(row => Float32Array.from(row));

describe("a linear head is scikit-learn's", () => {
  before(() => useBackend('wasm'));

  const check = ({ title, settings, labels, texts, truth, ...expected }: (typeof cases)[number]) =>
    it(title, () => {
      const examples = { ngrams: counted(texts), vectors: floats(expected.vectors), truth, labels, names: 0 };
      const chosen = { ...settings, names: false };
      const rows = new TrainingRows(examples);
      const model = finish(rows.fit([...truth.keys()], chosen, 1e-7));
      const head = rows.head(model, chosen, MAX_WORDS);
      expected.held.forEach((text, n) => {
        const { values } = head.weights.tfIdf.row(countNgrams(text, MAX_WORDS));
        const ascending = Float32Array.from(values).sort();
        assert.equal(ascending.length, expected.ngrams[n].length, text);
        assert.ok(distance(ascending, Float32Array.from(expected.ngrams[n])) < 1e-5, text);
        const vector = Float32Array.from(expected.heldVectors[n]);
        const probabilities = Float32Array.from(expected.probabilities[n]);
        assert.ok(distance(head.probabilities(text, vector), probabilities) < 1e-3, text);
      });
    });
  for (const each of cases) check(each);
});

describe('n-grams', () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', '好', '吃', ' ', '?', 'é'), maxLength: 20 }),
  );

  it('of a text are of length 1 together, or none of them is known', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (texts, most) => {
        const tfIdf = TfIdf.fit(counted(texts), most);
        assert.ok(tfIdf.hashes.length <= most);
        for (const counts of counted([...texts, 'nothing of it'])) {
          const { indices, values } = tfIdf.row(counts);
          assert.equal(new Set(indices).size, indices.length);
          assert.ok(indices.length === 0 || Math.abs(Math.hypot(...values) - 1) < 1e-6);
        }
      }),
    );
  });
  it('that the most texts have are kept, whatever the order of the texts', () => {
    const few = TfIdf.fit(counted(['a b', 'a c', 'a b d']), 3);
    assert.deepEqual(few, TfIdf.fit(counted(['a b d', 'a b', 'a c']), 3));
    const [a] = counted(['a']);
    assert.deepEqual(few.row(a).values, [1]);
  });
  it('of Chinese are characters and pairs of them', () => {
    const pair = [...countNgrams('主场', MAX_WORDS).keys()];
    assert.equal(pair.length, 3);
    assert.deepEqual(pair.sort(), [...countNgrams('主 场', MAX_WORDS).keys()].sort());
  });
});

/** Two labels that vectors tell apart, one that a word tells alone. */
function examplesOf(counts: readonly number[], seed = 1): LinearExamples {
  const random = new Random(seed);
  const truth = counts.flatMap((n, label) => new Array<number>(n).fill(label));
  const vectors = truth.map(label => {
    const vector = Float32Array.from(
      { length: 8 },
      (_, j) => 0.3 * random.normal() + (j === label % 2 ? 1 : 0),
    );
    return vector.map(x => x / Math.hypot(...vector));
  });
  const ngrams = counted(truth.map((label, n) => `${label === 2 ? 'rare' : 'usual'} word ${n % 3}`));
  return { truth, labels: counts.length, vectors, ngrams, names: 0 };
}

function learn(examples: LinearExamples, prior = 0) {
  const truth = examples.truth.slice(0, examples.truth.length - examples.names);
  const folds = stratifiedFolds(truth, new Random(1), examples.own ? 'hold' : 'learn');
  const never = new Array<number>(examples.names).fill(NEVER);
  return finish(learnLinear(examples, [...folds, ...never], prior, MAX_WORDS));
}

/** Twenty texts that share no word, each with one of its label's two names' words. */
function namedExamples(named: boolean): LinearExamples {
  const words = ['a b c d e f g h i j', 'k l m n o p q r s t'];
  const texts = words.flatMap(name => name.split(' '));
  const names = named ? words : [...words].reverse();
  return {
    truth: [...texts.map((_, n) => Math.floor(n / 10)), 0, 1],
    labels: 2,
    vectors: [...texts, ...names].map(() => Float32Array.of(1, 0)),
    ngrams: counted([...texts, ...names]),
    names: 2,
  };
}

describe('a linear head', () => {
  before(() => useBackend('wasm'));

  const check = (title: string, counts: number[], least: number) =>
    it(`learns ${title}`, () => {
      const examples = examplesOf(counts);
      const { heldOut } = learn(examples);
      const right = heldOut.map((row, n) => row !== undefined && argMax(row) === examples.truth[n]);
      counts.forEach((n, label) => {
        const own = right.filter((_, row) => examples.truth[row] === label);
        const share = own.filter(Boolean).length / n;
        assert.ok(n === 1 || share >= least, `${share} of label ${label}`);
      });
    });
  check('from ten examples a label', [10, 10, 10], 0.9);
  check('where one label has two examples', [9, 9, 2], 0.5);
  check('where one label has one, which is never held out', [9, 9, 1], 0.8);
  check('one positive in a hundred', [297, 3], 0.6);

  it('of a label with one example is learnt, and not measured', () => {
    const examples = examplesOf([9, 9, 1]);
    const { head, heldOut } = learn(examples);
    assert.equal(heldOut.filter(row => row === undefined).length, 1);
    // Its word makes it likelier, as far as one example can.
    const [of, without] = ['rare word', 'usual word'].map(
      text => head.probabilities(text, examples.vectors.at(-1)!)[2],
    );
    assert.ok(of > 2 * without, `${of}, without its word ${without}`);
  });
  it("learns from labels' names where they help", () => {
    const { heldOut, settings } = learn(namedExamples(true));
    assert.ok(settings.names);
    assert.ok(heldOut.slice(0, 20).every((row, n) => argMax(row!) === Math.floor(n / 10)));
  });
  it("does not learn from labels' names that mislead", () =>
    assert.equal(learn(namedExamples(false)).settings.names, false));
  it('is the same every time', () => {
    const [first, second] = [1, 2].map(() => learn(examplesOf([12, 7, 5])));
    assert.deepEqual(first.heldOut, second.heldOut);
    assert.deepEqual(
      first.head.probabilities('rare', new Float32Array(8)),
      second.head.probabilities('rare', new Float32Array(8)),
    );
  });
  it('of a known task goes on from what the network answers', () => {
    // Vectors and words say nothing here, and the network is right.
    const examples = examplesOf([20, 20]);
    const blind = {
      ...examples,
      vectors: examples.vectors.map(() => Float32Array.from({ length: 8 }, () => Math.sqrt(1 / 8))),
      own: examples.truth.map(label => Float32Array.of(label === 0 ? 0.9 : 0.1, label === 0 ? 0.1 : 0.9)),
    };
    const { heldOut, settings } = learn(blind, 1);
    assert.equal(settings.prior, 1);
    assert.ok(heldOut.every((row, n) => argMax(row!) === blind.truth[n]));
  });
  it('begins anew where the network is wrong', () => {
    const examples = examplesOf([20, 20]);
    const own = examples.truth.map(label => Float32Array.of(label === 0 ? 1e-9 : 1, label === 0 ? 1 : 1e-9));
    const { heldOut, settings } = learn({ ...examples, own }, 1);
    assert.equal(settings.prior, 0);
    assert.ok(heldOut.filter((row, n) => argMax(row!) === examples.truth[n]).length > 36);
  });
});

describe('a head of many texts', () => {
  before(() => useBackend('wasm'));

  it('is learnt by its features as by the products of its rows, and leaves no tensor', () => {
    const labels = 3;
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 24 }), fc.constantFrom(0.5, 1, 2), (count, weight) => {
        const random = new Random(count);
        const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
        const dense = Array.from({ length: count }, () => numbers(5));
        const sparse = dense.map((_, row) => ({ indices: [0, 1 + (row % 4)], values: [...numbers(2)] }));
        const order = random.shuffle([...dense.keys()]);
        const [held, kept] = [order.slice(0, count / 4), order.slice(count / 4)];
        const scales = [...numbers(held.length)];
        const truth = order.map(row => row % labels);
        const options = {
          tolerance: 1e-6,
          maxIterations: 1000,
          weights: truth.map(() => 0.5 + random.next()),
        };
        const near = (found: Float64Array, expected: Float64Array, what: string) =>
          assert.ok(distance(Float32Array.from(found), Float32Array.from(expected)) < 1e-3, what);

        const tensors = tf.memory().numTensors;
        const rows = { dense, sparse, features: 5, labels };
        const [first, second] = [new ByProducts(rows), new ByFeatures(rows)].map(learner => {
          const part = finish(learner.fit(kept, weight, truth.slice(held.length), options));
          const start = learner.joined([{ rows: kept, model: part }]);
          const whole = finish(learner.fit(order, weight, truth, options, undefined));
          const again = finish(
            learner.fit(
              [...dense.keys()],
              weight,
              [...dense.keys()].map(row => row % labels),
              { ...options, weights: undefined },
              start,
            ),
          );
          return {
            scores: learner.scores(part, kept, held, scales, weight),
            intercepts: [part, whole, again].map(({ intercepts }) => intercepts),
            ...learner.weights(again, weight),
          };
        });
        assert.equal(tf.memory().numTensors, tensors, 'every tensor is disposed');
        near(first.scores, second.scores, 'scores');
        near(first.dense, second.dense, 'weights of the dense part');
        near(first.sparse, second.sparse, 'weights of the sparse part');
        for (const [n, intercepts] of first.intercepts.entries())
          near(intercepts, second.intercepts[n], 'intercepts');
      }),
      { numRuns: 30 },
    );
  });
  it('decides on some of them, and measures some: of each label as many', () => {
    const examples = examplesOf([2400, 1200]);
    const { heldOut, settings } = learn(examples);
    const held = heldOut.flatMap((row, n) => (row === undefined ? [] : [{ row, label: examples.truth[n] }]));
    assert.equal(held.length, 2160);
    assert.equal(held.filter(({ label }) => label === 1).length, 720);
    assert.ok(held.filter(({ row, label }) => argMax(row) === label).length > 0.95 * held.length);
    assert.equal(settings.balanced, false);
  });
});

describe('folds', () => {
  it('spread each label, and hold every row out once but the only one of a label', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }), truth => {
        const folds = stratifiedFolds(truth, new Random(1), 'learn');
        for (const label of new Set(truth)) {
          const own = folds.filter((_, row) => truth[row] === label);
          if (own.length === 1) assert.deepEqual(own, [NEVER]);
          else {
            const sizes = [0, 1, 2, 3, 4].map(fold => own.filter(f => f === fold).length);
            assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
            assert.ok(!own.includes(NEVER));
          }
        }
        assert.ok(!stratifiedFolds(truth, new Random(1), 'hold').includes(NEVER));
      }),
    );
  });
  it('are thinned with each label as common as before, and none gone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (truth, most) => {
          const rows = thinned([...truth.keys()], truth, most);
          const step = Math.ceil(truth.length / most);
          for (const label of new Set(truth)) {
            const of = (rows: readonly number[]) => rows.filter(row => truth[row] === label).length;
            assert.equal(of(rows), Math.ceil(of([...truth.keys()]) / step));
          }
        },
      ),
    );
  });
});
