/** Weights and rows as int8.ts wants them. */
import { DEPTH, OFFSET } from './int8Product';
import { PANEL_ROW, roundUp, WIDTH } from './layout';
import { at } from './simd';

/**
 * Rows of 16 bits out of rows of gates.
 * @param source [count][columns] floats; `columns` is a multiple of 8
 * @param units [columns]: how many of a row's units make 1
 * @param target the first row; the next ones are `stride` bytes apart
 */
export function shortRows(source: usize, count: i32, columns: i32, units: usize, target: usize, stride: usize): void {
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < columns; k += WIDTH) {
      const low = round(v128.load(source), v128.load(at(units, k)));
      const high = round(v128.load(source, 16), v128.load(at(units, k), 16));
      v128.store(target + (<usize>k << 1), i16x8.narrow_i32x4_s(low, high));
      source += PANEL_ROW;
    }
    target += stride;
  }
}

// @ts-ignore: decorator
@inline
function round(x: v128, units: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(x, units)));
}

/**
 * Weights of 8 bits, [units, 4 * units] in Keras's order, as products want them: [units / 8][4][units / DEPTH][8][DEPTH].
 * @param target units rounded up to 8, to the square, times 8 bytes
 */
export function packInt8(source: usize, units: i32, target: usize): void {
  for (let from = 0; from < units; from += WIDTH) {
    for (let gate = 0; gate < 4; gate++) {
      for (let row = 0; row < roundUp(units, WIDTH); row += DEPTH) {
        for (let k = 0; k < WIDTH * DEPTH; k++) {
          const unit = from + k / DEPTH;
          const state = row + k % DEPTH;
          const there = unit < units && state < units;
          const value = there ? <i32>load<i8>(source + <usize>((state * 4 + gate) * units + unit)) : 0;
          if (ASC_FEATURE_RELAXED_SIMD) store<u8>(target + <usize>k, <u8>(value + OFFSET));
          else store<i16>(target + (<usize>k << 1), <i16>value);
        }
        target += PANEL_ROW;
      }
    }
  }
}
