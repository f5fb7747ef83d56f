import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Open } from '../contest/contestant.ts';
import { load, type Wabt } from '../packages.ts';

/** Floating point operations of a turn of peak.wat's loop: 48 multiply-adds of 4 lanes. */
const OPERATIONS = 48 * 4 * 2;
/** About a hundredth of a second. */
const TURNS = 1 << 20;

/** Operations of one run: what its time is divided by for the machine's peak. */
export const PEAK_OPERATIONS = OPERATIONS * TURNS;

type Run = (turns: number, a: number, b: number) => number;

/** A loop of multiply-adds on registers alone, on one core. */
const open: Open<unknown> = async () => {
  const wabt = await (await load<Wabt>('wabt'))();
  const text = readFileSync(join(import.meta.dirname, 'peak.wat'), 'utf8');
  const { buffer } = wabt.parseWat('peak.wat', text, { relaxed_simd: true }).toBinary({});
  if (!WebAssembly.validate(buffer as BufferSource)) throw new Error('this Node has no relaxed SIMD');
  const { instance } = await WebAssembly.instantiate(buffer as BufferSource);
  const run = instance.exports.run as Run;
  return {
    // A sum of 12 registers that grew by 2 four times each: the loop does what it says.
    outputs: async () => Float32Array.of(run(1, 1, 2)),
    run: async () => void run(TURNS, 1e-3, 1e-3),
  };
};
export default open;
