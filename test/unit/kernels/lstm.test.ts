import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Lstm, type LstmGradients, referenceLstm } from '../../../src/kernels/lstm.ts';
import { distance, example, implementations, type Shape } from './support.ts';

/** Every tail: batches, times and units that are no multiple of a tile, a panel or a vector. */
const shapes: Record<string, Shape> = {
  'one row, one step, one unit': { batch: 1, time: 1, inputs: 1, units: 1 },
  'two rows of a tile': { batch: 2, time: 3, inputs: 2, units: 3 },
  'a whole tile and a panel': { batch: 6, time: 4, inputs: 8, units: 8 },
  'one more than a tile and a panel': { batch: 7, time: 5, inputs: 9, units: 9 },
  'one less than two panels': { batch: 5, time: 6, inputs: 3, units: 15 },
  'rows enough for two parts': { batch: 13, time: 4, inputs: 10, units: 12 },
  'two directions': { batch: 5, time: 7, inputs: 6, units: 5, directions: 2 },
  'padding behind': { batch: 4, time: 6, inputs: 3, units: 5, lengths: [6, 3, 1, 4] },
  'padding before': { batch: 4, time: 6, inputs: 3, units: 5, lengths: [6, 3, 1, 4], before: true },
  'padding in two directions': {
    batch: 4,
    time: 6,
    inputs: 3,
    units: 9,
    lengths: [2, 6, 1, 4],
    directions: 2,
  },
  'an empty row': { batch: 3, time: 3, inputs: 2, units: 4, lengths: [0, 3, 1], directions: 2 },
  'empty rows alone': { batch: 2, time: 3, inputs: 2, units: 4, lengths: [0, 0] },
  'saturated gates': { batch: 3, time: 4, inputs: 5, units: 4, scale: 20 },
  'gates beyond any exponent': { batch: 3, time: 4, inputs: 5, units: 4, scale: 1e4 },
  'many units': { batch: 2, time: 3, inputs: 30, units: 300, scale: 0.05 },
};

function checkGradients(found: LstmGradients, expected: LstmGradients, tolerance: number): void {
  assert.ok(distance(found.x, expected.x) < tolerance, 'gradient of the input');
  expected.directions.forEach((direction, d) => {
    for (const name of ['kernel', 'recurrentKernel', 'bias'] as const) {
      const off = distance(found.directions[d][name], direction[name]);
      assert.ok(off < tolerance, `gradient of ${name} ${d}: off by ${off}`);
    }
  });
}

/** The plain implementation, in double precision, is the oracle. */
function check(lstm: Lstm, shape: Shape, seed?: number): void {
  const { input, dy } = example(shape, seed);
  const expected = referenceLstm.forward(input, true);
  const output = lstm.forward(input, true);
  assert.ok(distance(output.y, expected.y) < 1e-5, 'outputs');
  assert.ok(distance(lstm.forward(input, false).y, expected.y) < 1e-5, 'outputs without saving');
  checkGradients(lstm.backward(input, output, dy), referenceLstm.backward(input, expected, dy), 1e-4);
}

for (const [name, load] of Object.entries(implementations)) {
  describe(`The LSTM, ${name}`, () => {
    let lstm: Lstm;
    before(async () => {
      lstm = await load();
    });
    for (const [title, shape] of Object.entries(shapes))
      it(`is right for ${title}`, () => check(lstm, shape));

    it('is right for any shape and lengths', () => {
      const shape = fc
        .record({
          batch: fc.integer({ min: 1, max: 15 }),
          time: fc.integer({ min: 1, max: 9 }),
          inputs: fc.integer({ min: 1, max: 20 }),
          units: fc.integer({ min: 1, max: 26 }),
          directions: fc.constantFrom(1 as const, 2 as const),
          before: fc.boolean(),
          // Larger recurrent weights make the recurrence chaotic: rounding alone then moves the outputs.
          scale: fc.constantFrom(0.1, 0.5),
        })
        .chain(sizes =>
          fc
            .array(fc.integer({ min: 0, max: sizes.time }), {
              minLength: sizes.batch,
              maxLength: sizes.batch,
            })
            .map(lengths => ({ ...sizes, lengths })),
        );
      fc.assert(
        fc.property(shape, fc.integer(), (sizes, seed) => check(lstm, sizes, seed)),
        { numRuns: name === 'reference' ? 10 : 60 },
      );
    });

    it('computes the same bytes twice', () => {
      const { input, dy } = example(shapes['rows enough for two parts']);
      const run = () => lstm.backward(input, lstm.forward(input, true), dy);
      assert.deepEqual(run(), run());
    });

    it('has gradients that finite differences confirm', () => {
      const { input, dy } = example({
        batch: 3,
        time: 4,
        inputs: 3,
        units: 5,
        lengths: [4, 2, 0],
        directions: 2,
      });
      const gradients = referenceLstm.backward(input, referenceLstm.forward(input, true), dy);
      const found = lstm.backward(input, lstm.forward(input, true), dy);
      const loss = () => referenceLstm.forward(input, false).y.reduce((sum, y, k) => sum + y * dy[k], 0);
      const slope = (values: Float32Array, k: number) => {
        const [value, step] = [values[k], 1 / 128];
        values[k] = value + step;
        const above = loss();
        values[k] = value - step;
        const below = loss();
        values[k] = value;
        return (above - below) / (2 * step);
      };
      const pairs: [Float32Array, Float32Array][] = [[input.x, found.x]];
      input.directions.forEach((direction, d) => {
        for (const key of ['kernel', 'recurrentKernel', 'bias'] as const) {
          pairs.push([direction[key], found.directions[d][key]]);
        }
      });
      for (const [values, gradient] of pairs) {
        for (let k = 0; k < values.length; k += 3) {
          assert.ok(Math.abs(slope(values, k) - gradient[k]) < 2e-3, `number ${k}: ${gradient[k]}`);
        }
      }
      checkGradients(found, gradients, 1e-4);
    });
  });
}

describe('Two threads', () => {
  it('compute the same bytes as one', async () => {
    const [one, two] = await Promise.all([
      implementations['on a shared memory'](),
      implementations['on two threads'](),
    ]);
    for (const title of ['rows enough for two parts', 'padding in two directions', 'many units']) {
      const { input, dy } = example(shapes[title]);
      const run = (lstm: Lstm) => lstm.backward(input, lstm.forward(input, true), dy);
      assert.deepEqual(run(two), run(one), title);
    }
  });
});
