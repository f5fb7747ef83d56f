/** The recurrent product of int8.ts: integers, in both builds the same. */
import { GROUP_ROW, PANEL_ROW, TILE_COLUMN } from './layout';

/** States of a tile's column. */
// @ts-ignore: decorator
@inline
export const DEPTH: i32 = ASC_FEATURE_RELAXED_SIMD ? 4 : 2;
/** Bytes of a group's numbers in a row of 16 bits: a cache line. */
export const SHORT_ROW: usize = 64;
/** What is added to a weight, and its power of two. */
export const OFFSET: i32 = ASC_FEATURE_RELAXED_SIMD ? 64 : 0;
export const OFFSET_SHIFT: i32 = 6;
/** Bytes of what is taken off a tile's six rows, for whole vectors. */
export const TILE_SUMS: usize = 32;

/** Four sums, and DEPTH products on each: integers, in both builds the same. */
// @ts-ignore: decorator
@inline
function dot(states: v128, weights: v128, sums: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? i32x4.relaxed_dot_i8x16_i7x16_add_s(states, weights, sums)
    : i32x4.add(sums, i32x4.dot_i16x8_s(weights, states));
}

/** What the weights' offset adds to each sum of a tile's six rows. */
// @ts-ignore: decorator
@inline
export function sumStates(tile: usize, depth: i32, target: usize): void {
  const ones = i8x16.splat(1);
  let low = i32x4.splat(0), high = i32x4.splat(0);
  const end = tile + <usize>depth * TILE_COLUMN;
  while (tile < end) {
    low = dot(v128.load(tile), ones, low);
    high = dot(v128.load64_zero(tile, 16), ones, high);
    tile += TILE_COLUMN;
  }
  v128.store(target, i32x4.shl(low, OFFSET_SHIFT));
  v128.store(target, i32x4.shl(high, OFFSET_SHIFT), 16);
}

/** Where four sums of a row begin; `less` is what is taken off the row's. */
// @ts-ignore: decorator
@inline
function begin(row: usize, shift: i32, less: usize): v128 {
  const start = i32x4.shl(v128.load_ext<i16>(row), shift);
  return OFFSET ? i32x4.sub(start, v128.load_splat<u32>(less)) : start;
}

// @ts-ignore: decorator
@inline
function storeGates(target: usize, sums: v128, scale: v128): void {
  v128.store(target, f32x4.mul(f32x4.convert_i32x4_s(sums), scale));
}

/**
 * The gates of a tile's rows in one group.
 * @param left rows that count, 1 to 6; the memory of six is there
 * @param start the first row's numbers of this group; the next ones are SHORT_ROW bytes apart
 * @param less what is taken off each row's sums
 * @param gates the first row's, [4][8]; the next ones are GROUP_ROW bytes apart
 */
// @ts-ignore: decorator
@inline
export function productGates(
  tile: usize, group: usize, depth: i32, left: i32, start: usize, shift: i32, less: usize, scale: usize, gates: usize,
): void {
  if (left == 1) return productRow(tile, group, depth, start, shift, less, scale, gates);
  const panel = <usize>depth * PANEL_ROW;
  for (let gate: usize = 0; gate < 4; gate++) {
    const offset = gate * PANEL_ROW;
    product(tile, group + gate * panel, depth, start + gate * 16, shift, less, scale + offset, gates + offset);
  }
}

/** A tile times a panel: six rows of 8 gates. */
// @ts-ignore: decorator
@inline
function product(a: usize, b: usize, depth: i32, start: usize, shift: i32, less: usize, scale: usize, gates: usize): void {
  let c00 = begin(start, shift, less), c01 = begin(start + 8, shift, less);
  let c10 = begin(start + 64, shift, less + 4), c11 = begin(start + 72, shift, less + 4);
  let c20 = begin(start + 128, shift, less + 8), c21 = begin(start + 136, shift, less + 8);
  let c30 = begin(start + 192, shift, less + 12), c31 = begin(start + 200, shift, less + 12);
  let c40 = begin(start + 256, shift, less + 16), c41 = begin(start + 264, shift, less + 16);
  let c50 = begin(start + 320, shift, less + 20), c51 = begin(start + 328, shift, less + 20);
  const end = a + <usize>depth * TILE_COLUMN;
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<u32>(a);
    c00 = dot(x, b0, c00); c01 = dot(x, b1, c01);
    x = v128.load_splat<u32>(a, 4);
    c10 = dot(x, b0, c10); c11 = dot(x, b1, c11);
    x = v128.load_splat<u32>(a, 8);
    c20 = dot(x, b0, c20); c21 = dot(x, b1, c21);
    x = v128.load_splat<u32>(a, 12);
    c30 = dot(x, b0, c30); c31 = dot(x, b1, c31);
    x = v128.load_splat<u32>(a, 16);
    c40 = dot(x, b0, c40); c41 = dot(x, b1, c41);
    x = v128.load_splat<u32>(a, 20);
    c50 = dot(x, b0, c50); c51 = dot(x, b1, c51);
    a += TILE_COLUMN;
    b += PANEL_ROW;
  }
  const s0 = v128.load(scale), s1 = v128.load(scale, 16);
  storeGates(gates, c00, s0); storeGates(gates + 16, c01, s1);
  storeGates(gates + 128, c10, s0); storeGates(gates + 144, c11, s1);
  storeGates(gates + 256, c20, s0); storeGates(gates + 272, c21, s1);
  storeGates(gates + 384, c30, s0); storeGates(gates + 400, c31, s1);
  storeGates(gates + 512, c40, s0); storeGates(gates + 528, c41, s1);
  storeGates(gates + 640, c50, s0); storeGates(gates + 656, c51, s1);
}

/** One row of a tile times the four panels of a group: for a batch of one, and for a batch's last row. */
// @ts-ignore: decorator
@inline
function productRow(a: usize, b: usize, depth: i32, start: usize, shift: i32, less: usize, scale: usize, gates: usize): void {
  const size = <usize>depth * PANEL_ROW;
  let b1 = b + size, b2 = b1 + size, b3 = b2 + size;
  let i0 = begin(start, shift, less), i1 = begin(start + 8, shift, less);
  let f0 = begin(start + 16, shift, less), f1 = begin(start + 24, shift, less);
  let c0 = begin(start + 32, shift, less), c1 = begin(start + 40, shift, less);
  let o0 = begin(start + 48, shift, less), o1 = begin(start + 56, shift, less);
  const end = b + size;
  while (b < end) {
    const x = v128.load_splat<u32>(a);
    i0 = dot(x, v128.load(b), i0); i1 = dot(x, v128.load(b, 16), i1);
    f0 = dot(x, v128.load(b1), f0); f1 = dot(x, v128.load(b1, 16), f1);
    c0 = dot(x, v128.load(b2), c0); c1 = dot(x, v128.load(b2, 16), c1);
    o0 = dot(x, v128.load(b3), o0); o1 = dot(x, v128.load(b3, 16), o1);
    a += TILE_COLUMN;
    b += PANEL_ROW; b1 += PANEL_ROW; b2 += PANEL_ROW; b3 += PANEL_ROW;
  }
  storeGates(gates, i0, v128.load(scale)); storeGates(gates + 16, i1, v128.load(scale, 16));
  storeGates(gates + 32, f0, v128.load(scale, 32)); storeGates(gates + 48, f1, v128.load(scale, 48));
  storeGates(gates + 64, c0, v128.load(scale, 64)); storeGates(gates + 80, c1, v128.load(scale, 80));
  storeGates(gates + 96, o0, v128.load(scale, 96)); storeGates(gates + 112, o1, v128.load(scale, 112));
}
