/**
 * The LSTM forward with recurrent weights of 8 bits: four times as many products in one instruction as with floats.
 *
 * A weight is `w * scale`, w from -63 to 63, with a scale a column. A state h, which is within (-1, 1), is 127 * h,
 * rounded: of the two, the states' rounding costs more. So a gate is
 *
 *   row + scale / 127 * (sum of w * state).
 *
 * A row is 16 bits, in units of scale / 127 * 2^shift, so that sums begin with it. Sums are integers and do not round;
 * cells are floats.
 *
 * The relaxed build multiplies four pairs of bytes a sum, of which one must be 7 bits without a sign: weights are 64 + w
 * there, and 64 times the sum of a row's states is taken off. The baseline build, which has no such instruction, multiplies
 * two pairs of 16 bits. So a panel's row is 8 columns of DEPTH weights, a tile's column 6 rows of DEPTH states: as many
 * bytes in both builds, and as in layout.ts.
 */
import { nextState, output } from './cells';
import { GROUP_ROW, PANEL_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { at, copy8, entry } from './simd';

/** States of a tile's column. */
// @ts-ignore: decorator
@inline
const DEPTH: i32 = ASC_FEATURE_RELAXED_SIMD ? 4 : 2;
/** Bytes of a group's numbers in a row of 16 bits: a cache line. */
const SHORT_ROW: usize = 64;
/** What is added to a weight, and its power of two. */
const OFFSET: i32 = ASC_FEATURE_RELAXED_SIMD ? 64 : 0;
const OFFSET_SHIFT: i32 = 6;
/** Bytes of what is taken off a tile's six rows, for whole vectors. */
const TILE_SUMS: usize = 32;

/**
 * lstmForward (lstm.ts) with weights of 8 bits; what is not named here is as there.
 *
 * @param rows where each step's row is: [units / 8][4][8] 16-bit integers
 * @param u the recurrent kernel: by packInt8
 * @param scales [units / 8][4][8]: what a column's sums are multiplied by
 * @param shift the power of two in a row's unit
 * @param h two states [tiles][units / DEPTH][6][DEPTH]; the first one is where the batch starts from (restInt8, resumeInt8)
 * @param scratch a tile's gates, 192 floats; 8 numbers a tile; the step's rows: 64 bytes a group for stride rounded up to a
 * tile
 */
export function lstmForwardInt8(
  rows: usize, active: usize, outs: usize, states: usize, stride: i32, steps: i32, units: i32,
  u: usize, scales: usize, shift: i32, h: usize, c: usize, scratch: usize,
): void {
  const padded = roundUp(units, WIDTH);
  const groups = padded / WIDTH;
  const depth = padded / DEPTH;
  const stateBytes = <usize>padded << 2;
  const tileBytes = <usize>depth * TILE_COLUMN;
  const groupBytes = <usize>depth * PANEL_ROW * 4;
  const gates = scratch;
  const sums = scratch + <usize>TILE * GROUP_ROW;
  const shorts = sums + <usize>(roundUp(stride, TILE) / TILE) * TILE_SUMS;
  let from = h;
  let to = h + <usize>(roundUp(stride, TILE) / TILE) * tileBytes;
  for (let step = 0; step < steps; step++) {
    const n = load<i32>(active + (<usize>step << 2));
    const first = step * stride;
    const groupShorts = <usize>roundUp(n, TILE) * SHORT_ROW;
    gather(at(rows, first), n, groups, shorts, groupShorts);
    if (OFFSET) for (let row = 0; row < n; row += TILE) {
      const tile = <usize>(row / TILE);
      sumStates(from + tile * tileBytes, depth, sums + tile * TILE_SUMS);
    }
    for (let group = 0; group < groups; group++) {
      const weights = u + <usize>group * groupBytes;
      const scale = scales + <usize>group * GROUP_ROW;
      const width = min(units - group * WIDTH, WIDTH);
      const offset = <usize>group * PANEL_ROW;
      for (let row = 0; row < n; row += TILE) {
        const left = min(n - row, TILE);
        const tile = <usize>(row / TILE) * tileBytes;
        const start = shorts + <usize>group * groupShorts + <usize>row * SHORT_ROW;
        const less = sums + <usize>(row / TILE) * TILE_SUMS;
        productGates(from + tile, weights, depth, left, start, shift, less, scale, gates);
        // In two passes, as in lstm.ts.
        let cells = c + <usize>row * stateBytes + offset;
        let cell = cells;
        for (let k = 0; k < left; k++) {
          const z = gates + <usize>k * GROUP_ROW;
          nextState(z, cell);
          nextState(z + 16, cell + 16);
          cell += stateBytes;
        }
        let state = to + tile + <usize>(group * WIDTH / DEPTH) * TILE_COLUMN;
        for (let k = 0; k < left; k++) {
          const z = gates + <usize>k * GROUP_ROW;
          const low = output(z, cells);
          const high = output(z + 16, cells + 16);
          storeStates(state, low, high);
          copyOut(low, high, entry(outs, first + row + k) + offset, width, z);
          if (states) copy8(cells, entry(states, first + row + k) + offset);
          cells += stateBytes;
          state += 4;
        }
      }
    }
    const before = from;
    from = to;
    to = before;
  }
}

const AHEAD: i32 = 6;

/** The step's rows, side by side by group: see lstm.ts. */
// @ts-ignore: decorator
@inline
function gather(rows: usize, n: i32, groups: i32, shorts: usize, groupShorts: usize): void {
  for (let row = 0; row < n; row++) {
    let source = entry(rows, row);
    let target = shorts + <usize>row * SHORT_ROW;
    store<u32>(target, load<u32>(entry(rows, min(row + AHEAD, n - 1))));
    for (let group = 0; group < groups; group++) {
      copy8(source, target);
      copy8(source + 32, target + 32);
      source += SHORT_ROW;
      target += groupShorts;
    }
  }
}

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
function storeStates(target: usize, low: v128, high: v128): void {
  const shorts = i16x8.narrow_i32x4_s(rounded(low), rounded(high));
  const states = ASC_FEATURE_RELAXED_SIMD ? i8x16.narrow_i16x8_s(shorts, shorts) : shorts;
  v128.store_lane<u32>(target, states, 0);
  v128.store_lane<u32>(target, states, 1, TILE_COLUMN);
  if (ASC_FEATURE_RELAXED_SIMD) return;
  v128.store_lane<u32>(target, states, 2, 2 * TILE_COLUMN);
  v128.store_lane<u32>(target, states, 3, 3 * TILE_COLUMN);
}

/** The units that exist: beside them may lie another direction's output. */
// @ts-ignore: decorator
@inline
function copyOut(low: v128, high: v128, target: usize, width: i32, scratch: usize): void {
  if (width == WIDTH) {
    v128.store(target, low);
    v128.store(target, high, 16);
    return;
  }
  v128.store(scratch, low);
  v128.store(scratch, high, 16);
  for (let k = 0; k < width; k++) store<f32>(at(target, k), load<f32>(at(scratch, k)));
}

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
function sumStates(tile: usize, depth: i32, target: usize): void {
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
function productGates(
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
