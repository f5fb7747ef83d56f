import assert from 'node:assert/strict';
import { Random } from '../../../src/base/random.ts';
import { finish } from '../../../src/training/evaluate.ts';
import { DenseFeatures, type Features, SparseFeatures } from '../../../src/training/features.ts';
import { minimise } from '../../../src/training/lbfgs.ts';
import { fitLogistic, fitWeights, type LogisticModel } from '../../../src/training/logistic.ts';
import { argMax } from '../../../src/training/metrics.ts';
import cases from '../../fixtures/training/logistic.json' with { type: 'json' };

const dense = (x: number[][]) => new DenseFeatures(x.map(row => Float32Array.from(row)));
const sparse = (x: number[][]) =>
  new SparseFeatures(
    x.map(row => {
      const indices = [...row.keys()].filter(j => row[j] !== 0);
      return { indices, values: indices.map(j => row[j]) };
    }),
    x[0].length,
  );

const near = (found: number, expected: number, what: string) =>
  assert.ok(Math.abs(found - expected) < 1e-3, `${what}: expected ${expected}, found ${found}`);

/** A class's weights, or for two classes those of the second against the first, as scikit-learn has them. */
function vectorOf({ weights, intercepts }: LogisticModel, k: number): number[] {
  const classes = intercepts.length;
  const column = (k: number) =>
    [...weights.filter((_, i) => i % classes === k), intercepts[k]] satisfies number[];
  return classes === 2 ? column(1).map((value, i) => value - column(0)[i]) : column(k);
}

describe("logistic regression is scikit-learn's", () => {
  const check = (
    name: string,
    { x, labels, classes, c, ...expected }: (typeof cases)[number],
    features: Features,
    fit = fitLogistic,
  ) =>
    it(name, () => {
      const exact = { c, tolerance: 1e-8, maxIterations: 1000 };
      const model = finish(fit(features, labels, classes, exact));
      expected.coefficients.forEach((row, k) => {
        const found = vectorOf(model, k);
        [...row, expected.intercepts[k]].forEach((value, j) => {
          near(found[j], value, `weight ${j} of ${k}`);
        });
      });
      model.probabilities(features).forEach((row, n) => {
        row.forEach((p, k) => {
          near(p, expected.probabilities[n][k], `probability ${k} of row ${n}`);
        });
      });
      assert.equal(features.rows, x.length);
    });
  for (const each of cases) {
    check(`${each.title}, dense`, each, dense(each.x));
    check(`${each.title}, sparse`, each, sparse(each.x));
    check(`${each.title}, by its weights`, each, sparse(each.x), fitWeights);
  }
});

describe('logistic regression', () => {
  const [{ x, labels, classes }] = cases.slice(1);

  it('gives the same numbers again', () => {
    const [first, second] = [1, 2].map(() => finish(fitLogistic(dense(x), labels, classes)));
    assert.deepEqual(first, second);
  });
  it('lowers its loss with each step, and stops where it is told to', () => {
    const losses = [...fitLogistic(dense(x), labels, classes, { maxIterations: 5, tolerance: 0 })];
    assert.equal(losses.length, 5);
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    );
  });
  it('finds a class without a row improbable', () => {
    const [first] = finish(fitLogistic(dense(x), labels, classes + 1)).probabilities(dense(x));
    assert.ok(first[classes] < 0.05, String(first));
  });
  it('learns 150 classes from ten rows each in seconds', function () {
    this.timeout(120_000);
    const random = new Random(1);
    const centres = Array.from({ length: 150 }, () =>
      Float32Array.from({ length: 256 }, () => random.normal()),
    );
    const rows = Array.from({ length: 1500 }, (_, n) =>
      centres[n % 150].map(value => value + random.normal()),
    );
    const unit = rows.map(row => {
      const length = Math.hypot(...row);
      return row.map(value => value / length);
    });
    const features = new DenseFeatures(unit);
    // Of this process alone: a busy machine takes longer.
    const started = process.cpuUsage();
    const model = finish(
      fitLogistic(
        features,
        unit.map((_, n) => n % 150),
        150,
        { c: 20 },
      ),
    );
    const seconds = process.cpuUsage(started).user / 1e6;
    const right = model.probabilities(features).filter((row, n) => argMax(row) === n % 150).length;
    assert.ok(right > 1490, `${right} of 1500 are right`);
    assert.ok(seconds < 30, `took ${seconds} s of the processor`);
  });
});

describe('L-BFGS', () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const rosenbrock = ([x, y]: Float64Array, gradient: Float64Array) => {
      gradient.set([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]);
      return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
    };
    const options = { maxIterations: 100, tolerance: 1e-8 };
    const [x, y] = finish(minimise(rosenbrock, Float64Array.of(-1.2, 1), options));
    near(x, 1, 'x');
    near(y, 1, 'y');
  });
});
