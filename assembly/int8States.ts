/** The states of int8.ts: what a batch starts from, and what a step leaves. */
import { DEPTH } from './int8Product';
import { roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { at } from './simd';

// Four times each: 127; 1.5 * 2^23, which leaves a rounded sum's integer in its low bits, the others being its own.
const K: usize = memory.data<i32>([
  0x42fe0000, 0x42fe0000, 0x42fe0000, 0x42fe0000,
  0x4b400000, 0x4b400000, 0x4b400000, 0x4b400000,
], 16);

// @ts-ignore: decorator
@inline
function rounded(h: v128): v128 {
  return i32x4.sub(f32x4.add(f32x4.mul(h, v128.load(K)), v128.load(K, 16)), v128.load(K, 16));
}

/** Eight states of a row, rounded, into columns of its tile. */
// @ts-ignore: decorator
@inline
export function storeStates(target: usize, low: v128, high: v128): void {
  const shorts = i16x8.narrow_i32x4_s(rounded(low), rounded(high));
  const states = ASC_FEATURE_RELAXED_SIMD ? i8x16.narrow_i16x8_s(shorts, shorts) : shorts;
  v128.store_lane<u32>(target, states, 0);
  v128.store_lane<u32>(target, states, 1, TILE_COLUMN);
  if (ASC_FEATURE_RELAXED_SIMD) return;
  v128.store_lane<u32>(target, states, 2, 2 * TILE_COLUMN);
  v128.store_lane<u32>(target, states, 3, 3 * TILE_COLUMN);
}

/** States of zero for `rows` rows. */
export function restInt8(h: usize, rows: i32, units: i32): void {
  const count = roundUp(rows, TILE) * roundUp(units, WIDTH);
  for (let k = 0; k < count; k++) storeState(h, k, 0);
}

/** What `row` starts from: `units` floats. */
export function resumeInt8(h: usize, row: i32, units: i32, source: usize): void {
  const tile = row / TILE * TILE * roundUp(units, WIDTH);
  for (let unit = 0; unit < units; unit++) {
    const place = tile + (unit / DEPTH * TILE + row % TILE) * DEPTH + unit % DEPTH;
    storeState(h, place, i32x4.extract_lane(rounded(v128.load_splat<f32>(at(source, unit))), 0));
  }
}

// @ts-ignore: decorator
@inline
function storeState(h: usize, place: i32, state: i32): void {
  if (ASC_FEATURE_RELAXED_SIMD) store<i8>(h + <usize>place, <i8>state);
  else store<i16>(h + (<usize>place << 1), <i16>state);
}
