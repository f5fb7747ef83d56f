import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inTurn } from '../../../src/kernels/calls.ts';
import { fusedLstm } from '../../../src/kernels/fusedLstm.ts';
import { type Heap, Kernels } from '../../../src/kernels/kernels.ts';
import { example, readKernels } from './support.ts';

/** How long to look for a kernel that leaves its arrays. npm names the script that it runs. */
const seconds = process.env.npm_lifecycle_event === 'fuzz' ? 60 : 2;

/** A number that no kernel computes: what reads it shows it, what writes over it is found. */
const GUARD = Number.NaN;
const GUARDS = 64;

/** Every allocation from now on has guards on both sides. @returns a check that they still stand */
function guarded(heap: Heap): () => void {
  const allocate = heap.allocate.bind(heap);
  const release = heap.release.bind(heap);
  let guards: number[] = [];
  const guard = () => {
    const address = allocate(GUARDS);
    heap.floats(address, GUARDS).fill(GUARD);
    guards.push(address);
  };
  heap.allocate = count => {
    guard();
    const address = allocate(count);
    // What a kernel may not rely on: an array is full of these at first.
    heap.floats(address, count).fill(GUARD);
    guard();
    return address;
  };
  const check = () => {
    for (const address of guards) {
      assert.ok(
        heap.floats(address, GUARDS).every(value => Number.isNaN(value)),
        `the guard at ${address} was written over`,
      );
    }
  };
  heap.release = top => {
    check();
    guards = guards.filter(address => address < top);
    release(top);
  };
  return check;
}

describe('The kernels', () => {
  for (const build of ['relaxed', 'baseline'] as const) {
    it(`stay within their arrays, whatever the sizes (${build}, ${seconds} s)`, async function () {
      this.timeout(0);
      const kernels = await Kernels.load(readKernels, build);
      const check = guarded(kernels.heap);
      const lstm = fusedLstm(kernels, inTurn(kernels));
      const shapes = fc
        .record({
          batch: fc.integer({ min: 1, max: 70 }),
          time: fc.integer({ min: 1, max: 12 }),
          inputs: fc.integer({ min: 1, max: 40 }),
          units: fc.integer({ min: 1, max: 40 }),
          directions: fc.constantFrom(1 as const, 2 as const),
          before: fc.boolean(),
          scale: fc.constantFrom(0.1, 1, 100),
        })
        .chain(sizes =>
          fc
            .array(fc.integer({ min: 0, max: sizes.time }), {
              minLength: sizes.batch,
              maxLength: sizes.batch,
            })
            .map(lengths => ({ ...sizes, lengths })),
        );
      const property = fc.property(shapes, fc.integer(), (shape, seed) => {
        const { input, dy } = example(shape, seed);
        const output = lstm.forward(input, true);
        const gradients = lstm.backward(input, output, dy);
        check();
        for (const values of [
          output.y,
          gradients.x,
          ...gradients.directions.flatMap(w => Object.values(w)),
        ]) {
          assert.ok(
            (values as Float32Array).every(value => Number.isFinite(value)),
            'a number that is not finite',
          );
        }
      });
      fc.assert(property, {
        numRuns: 1_000_000,
        interruptAfterTimeLimit: (1000 * seconds) / 2,
        markInterruptAsFailure: false,
      });
    });
  }
});
