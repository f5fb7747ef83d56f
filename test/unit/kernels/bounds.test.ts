import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inTurn } from '../../../src/kernels/calls.ts';
import { fusedLstm } from '../../../src/kernels/fusedLstm.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { guarded } from './guarded.ts';
import { example, readKernels } from './support.ts';

/** How long to look for a kernel that leaves its arrays. npm names the script that it runs. */
const seconds = process.env.npm_lifecycle_event === 'fuzz' ? 60 : 2;

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
