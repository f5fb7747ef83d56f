import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Open } from '../contest/contestant.ts';
import { load, type Wabt } from '../packages.ts';

export interface PeakOptions {
  /** Of 8 bits, four to a lane, in place of floats. */
  integers?: boolean;
}

/** A turn of peak.wat's loop: 48 instructions, of 4 lanes or of 16 pairs. */
const INSTRUCTIONS = 48;
/** About a hundredth of a second. */
const TURNS = 1 << 20;

/** Operations of one run, two a product: what its time is divided by for the machine's peak. */
export const peakOperations = ({ integers }: PeakOptions): number =>
  2 * INSTRUCTIONS * TURNS * (integers ? 16 : 4);

/**
 * What a turn makes of 1 and 2, on 12 registers: each grows by 2 four times; of the bytes of these floats a sum of four
 * products is 63 * 64.
 */
export const peakOutput = ({ integers }: PeakOptions): number => INSTRUCTIONS * (integers ? 63 * 64 : 2);

type Run = (turns: number, a: number, b: number) => number;

/** A loop of multiply-adds on registers alone, on one core. */
const open: Open<PeakOptions> = async ({ integers }) => {
  const wabt = await (await load<Wabt>('wabt'))();
  const text = readFileSync(join(import.meta.dirname, 'peak.wat'), 'utf8');
  const { buffer } = wabt
    .parseWat('peak.wat', integers ? withIntegers(text) : text, { relaxed_simd: true })
    .toBinary({});
  if (!WebAssembly.validate(buffer as BufferSource)) throw new Error('this Node has no relaxed SIMD');
  const { instance } = await WebAssembly.instantiate(buffer as BufferSource);
  const run = instance.exports.run as Run;
  return {
    // peakOutput: the loop does what it says.
    outputs: async () => Float32Array.of(run(1, 1, 2)),
    run: async () => void run(TURNS, 1e-3, 1e-3),
  };
};
export default open;

/** The same loop with products of bytes. */
function withIntegers(text: string): string {
  return text
    .replaceAll('f32x4.relaxed_madd', 'i32x4.relaxed_dot_i8x16_i7x16_add_s')
    .replaceAll('f32x4.add', 'i32x4.add')
    .replace('f32x4.extract_lane', 'i32x4.extract_lane')
    .replace('(result f32)', '(result i32)');
}
