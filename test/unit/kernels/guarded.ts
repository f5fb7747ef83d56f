import assert from 'node:assert/strict';
import type { Heap } from '../../../src/kernels/kernels.ts';

/** A number that no kernel computes: what reads it shows it, what writes over it is found. */
const GUARD = Number.NaN;
const GUARDS = 64;

/** Every allocation from now on has guards on both sides. @returns a check that they still stand */
export function guarded(heap: Heap): () => void {
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
