import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { integerScratch, packInteger } from '../../../src/kernels/integerKernel.ts';
import {
  type IntegerState,
  type IntegerWeights,
  integerLstm,
  roundRow,
  roundWeights,
  rowUnits,
} from '../../../src/kernels/integerLstm.ts';
import { type KernelBuild, Kernels, roundUp, TILE, WIDTH } from '../../../src/kernels/kernels.ts';
import { referenceLstm } from '../../../src/kernels/lstm.ts';
import { guarded } from './guarded.ts';
import { distance, readKernels } from './support.ts';

interface Shape {
  units: number;
  /** Steps of each row, the longest first. */
  lengths: readonly number[];
  /** Of the weights, and of the rows. */
  scale?: number;
  reach?: number;
  /** Rows go on from a state of their own. */
  resumed?: boolean;
}

interface Example {
  weights: IntegerWeights;
  recurrentKernel: Float32Array;
  /** Of each row of the batch, its steps' gates. */
  gates: Float32Array[][];
  from?: IntegerState[];
}

/** Every tail: batches and units that are no multiple of a tile, a panel or a vector. */
const shapes: Record<string, Shape> = {
  'one row, one step, one unit': { units: 1, lengths: [1] },
  'two rows of a tile': { units: 3, lengths: [3, 3] },
  'a whole tile and a panel': { units: 8, lengths: [4, 4, 4, 4, 4, 4] },
  'one more than a tile and a panel': { units: 9, lengths: [5, 5, 5, 5, 5, 5, 5] },
  'one less than two panels': { units: 15, lengths: [6, 6, 6, 6, 6] },
  'several tiles': { units: 12, lengths: new Array(20).fill(4) },
  'rows that end': { units: 5, lengths: [6, 4, 3, 1] },
  'rows that end with a tile': { units: 16, lengths: [9, 8, 7, 6, 5, 4, 3, 2, 1] },
  'rows that go on': { units: 21, lengths: [5, 5, 4, 2, 1, 1, 1], resumed: true },
  'saturated gates': { units: 4, lengths: [8, 4], scale: 20 },
  'rows beyond 16 bits': { units: 4, lengths: [4, 4], reach: 1e6 },
  'weights of zero': { units: 6, lengths: [4, 4], scale: 0 },
  'small weights': { units: 6, lengths: [4, 4], scale: 1e-6 },
  'many units': { units: 300, lengths: [3, 2], scale: 0.05 },
};

function example({ units, lengths, scale = 0.3, reach = 2, resumed }: Shape, seed = 7): Example {
  const random = new Random(seed);
  const normal = (count: number, factor: number) =>
    Float32Array.from({ length: count }, () => random.normal() * factor);
  const recurrentKernel = normal(units * 4 * units, scale);
  return {
    weights: roundWeights(recurrentKernel, units),
    recurrentKernel,
    gates: lengths.map(length => Array.from({ length }, () => normal(4 * units, reach))),
    ...(resumed && {
      from: lengths.map(() => ({
        h: Float32Array.from({ length: units }, () => 2 * random.next() - 1),
        c: normal(units, 2),
      })),
    }),
  };
}

/** What the kernel computes: of each row, its steps' outputs and cell states. */
function onKernel(kernels: Kernels, { weights, gates, from }: Example): IntegerState[][] {
  const { heap, run } = kernels;
  const { units } = weights;
  const { top } = heap;
  const padded = roundUp(units, WIDTH);
  const packed = packInteger(kernels, weights);
  const stride = gates.length;
  const steps = gates[0].length;
  const cells = steps * stride;
  const rows = heap.allocate(2 * padded * cells);
  const ordered = heap.allocate(4 * padded);
  const source = heap.allocate(4 * units);
  const tables = Array.from({ length: 3 }, () => new Int32Array(cells));
  const active = new Int32Array(steps);
  const outs = heap.allocate(cells * units);
  const states = heap.allocate(cells * padded);
  gates.forEach((row, n) => {
    row.forEach((gate, s) => {
      const place = s * stride + n;
      heap.floats(source, 4 * units).set(gate);
      run.orderGates(source, units, ordered);
      tables[0][place] = rows + 8 * padded * place;
      run.shortRows(ordered, 1, 4 * padded, packed.rowUnits, tables[0][place], 8 * padded);
      tables[1][place] = outs + 4 * units * place;
      tables[2][place] = states + 4 * padded * place;
      active[s]++;
    });
  });
  const tall = roundUp(stride, TILE);
  const sizes = integerScratch(tall, padded);
  const h = heap.allocate(sizes.h);
  const c = heap.zeros(stride * padded);
  run.restInt8(h, stride, units);
  from?.forEach((state, row) => {
    run.resumeInt8(h, row, units, heap.copy(state.h));
    heap.floats(c + 4 * row * padded, units).set(state.c);
  });
  run.lstmForwardInt8(
    heap.copy(tables[0]),
    heap.copy(active),
    heap.copy(tables[1]),
    heap.copy(tables[2]),
    stride,
    steps,
    units,
    packed.recurrentKernel,
    packed.scales,
    packed.shift,
    h,
    c,
    heap.allocate(sizes.scratch),
  );
  const found = gates.map((row, n) =>
    row.map((_, s) => {
      const place = s * stride + n;
      return {
        h: heap.floats(outs + 4 * units * place, units).slice(),
        c: heap.floats(states + 4 * padded * place, units).slice(),
      };
    }),
  );
  heap.release(top);
  return found;
}

const onReference = ({ weights, gates, from }: Example): IntegerState[][] =>
  gates.map((row, n) =>
    integerLstm(
      weights,
      row.map(gate => roundRow(gate, weights)),
      from?.[n],
    ),
  );

/** A step of an output: where rounding falls on the other side, by a fused multiply-add, outputs may differ by so much. */
const STEP = 1 / 127;

function check(kernels: Kernels, shape: Shape, seed?: number): void {
  const given = example(shape, seed);
  const expected = onReference(given);
  const found = onKernel(kernels, given);
  if (kernels.build === 'baseline') {
    assert.deepEqual(found, expected);
    return;
  }
  expected.forEach((row, n) => {
    row.forEach(({ h }, s) => {
      assert.ok(distance(found[n][s].h, h) < STEP, `row ${n}, step ${s}`);
    });
  });
}

const anyShape = fc
  .record({
    units: fc.integer({ min: 1, max: 40 }),
    lengths: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 }),
    resumed: fc.boolean(),
    // Larger weights make the recurrence chaotic: a rounding then moves what follows.
    scale: fc.constantFrom(0.02, 0.1),
  })
  .map(shape => ({ ...shape, lengths: shape.lengths.toSorted((a, b) => b - a) }));

for (const build of ['relaxed', 'baseline'] as readonly KernelBuild[]) {
  describe(`The integer LSTM, ${build}`, () => {
    let kernels: Kernels;
    let standing: () => void;
    before(async () => {
      kernels = await Kernels.load(readKernels, build);
      standing = guarded(kernels.heap);
    });
    for (const [title, shape] of Object.entries(shapes))
      it(`is right for ${title}`, () => check(kernels, shape));

    it('is right for any shape, and stays within its arrays', () => {
      fc.assert(
        fc.property(anyShape, fc.integer(), (shape, seed) => {
          check(kernels, shape, seed);
          standing();
        }),
        { numRuns: 60 },
      );
    });
  });
}

describe('The integer LSTM', () => {
  it('is the LSTM, but for its rounding', () => {
    const { weights, recurrentKernel, gates } = example({ units: 40, lengths: [12, 12, 12], scale: 0.15 });
    const { units } = weights;
    gates.forEach(row => {
      const rounded = row.map(gate => roundRow(gate, weights));
      const found = integerLstm(weights, rounded);
      // The gates are the input of an LSTM whose kernel leaves them as they are.
      const kernel = new Float32Array((4 * units) ** 2);
      for (let n = 0; n < 4 * units; n++) kernel[n * (4 * units + 1)] = 1;
      const x = Float32Array.from(row.flatMap(gate => [...gate]));
      const directions = [{ kernel, recurrentKernel, bias: new Float32Array(4 * units) }];
      const input = { batch: 1, time: row.length, inputs: 4 * units, units, x, mask: null, directions };
      const { y } = referenceLstm.forward(input, false);
      found.forEach(({ h }, step) => {
        const off = distance(h, y.subarray(step * units, (step + 1) * units));
        assert.ok(off < STEP, `step ${step}: off by ${off}`);
      });
    });
  });

  it('rounds weights by half a step at most, and rows by half a unit', () => {
    const recurrentKernel = example({ units: 30, lengths: [1] }).recurrentKernel;
    const weights = roundWeights(recurrentKernel, 30);
    recurrentKernel.forEach((weight, k) => {
      const step = 127 * weights.scales[k % 120];
      assert.ok(Math.abs(weights.weights[k] * step - weight) <= step / 2 + 1e-7, `weight ${k}`);
    });
    const units = rowUnits(weights);
    const row = Float32Array.from({ length: 120 }, (_, k) => (k - 60) / 2);
    roundRow(row, weights).forEach((value, k) => {
      assert.ok(Math.abs(value / units[k] - row[k]) <= 0.5 / units[k] + 1e-5, `gate ${k}`);
    });
  });
});
