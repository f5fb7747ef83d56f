/** Into the layouts that products want (layout.ts), and back. Missing rows and columns become zero. */
import { PANEL_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { at, copy8, entry } from './simd';

/** [rows, columns] into panels [columns / 8][rows][8]. */
export function packPanels(source: usize, rows: i32, columns: i32, target: usize): void {
  for (let from = 0; from < columns; from += WIDTH) {
    const width = min(columns - from, WIDTH);
    for (let row = 0; row < rows; row++) {
      copyRow(at(source, row * columns + from), target, width);
      target += PANEL_ROW;
    }
  }
}

/** An LSTM's kernel, [rows, 4 * units] in Keras's order, into groups [units / 8][4][rows][8]. */
export function packGates(source: usize, rows: i32, units: i32, target: usize): void {
  for (let from = 0; from < units; from += WIDTH) {
    const width = min(units - from, WIDTH);
    for (let gate = 0; gate < 4; gate++) {
      for (let row = 0; row < rows; row++) {
        copyRow(at(source, (row * 4 + gate) * units + from), target, width);
        target += PANEL_ROW;
      }
    }
  }
}

/** One row of 4 * units numbers in Keras's order into a row of gates [units / 8][4][8]. */
export function orderGates(source: usize, units: i32, target: usize): void {
  packGates(source, 1, units, target);
}

/** orderGates backwards, for `rows` rows: from [rows][units / 8][4][8] to [rows, 4 * units]. */
export function unorderGates(source: usize, rows: i32, units: i32, target: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < units; from += WIDTH) {
      const width = min(units - from, WIDTH);
      for (let gate = 0; gate < 4; gate++) {
        const to = at(target, (row * 4 + gate) * units + from);
        for (let k = 0; k < width; k++) store<f32>(at(to, k), load<f32>(at(source, k)));
        source += PANEL_ROW;
      }
    }
  }
}

/**
 * The transpose of an LSTM's kernel, [rows, 4 * units]: panels [rows / 8][gates][8] whose rows are in the order of a
 * row of gates. What a gradient of the gates is multiplied by to become one of the inputs.
 */
export function packGatesTransposed(source: usize, rows: i32, units: i32, target: usize): void {
  const groups = roundUp(units, WIDTH) / WIDTH;
  for (let from = 0; from < rows; from += WIDTH) {
    for (let group = 0; group < groups; group++) {
      for (let gate = 0; gate < 4; gate++) {
        for (let lane = 0; lane < WIDTH; lane++) {
          const unit = group * WIDTH + lane;
          for (let k = 0; k < WIDTH; k++) {
            const there = unit < units && from + k < rows;
            const value = there ? load<f32>(at(source, ((from + k) * 4 + gate) * units + unit)) : <f32>0;
            store<f32>(at(target, k), value);
          }
          target += PANEL_ROW;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function copyRow(source: usize, target: usize, width: i32): void {
  if (width == WIDTH) return copy8(source, target);
  for (let k = 0; k < WIDTH; k++) store<f32>(at(target, k), k < width ? load<f32>(at(source, k)) : <f32>0);
}

/** Up to six rows, `stride` bytes apart, as a tile. Whole tiles are turned four columns at a time. */
// @ts-ignore: decorator
@inline
export function packTile(source: usize, stride: usize, left: i32, columns: i32, target: usize): void {
  let first = 0;
  if (left == TILE) {
    for (; first + 4 <= columns; first += 4) {
      packFour(at(source, first), stride, target);
      target += 4 * TILE_COLUMN;
    }
  }
  for (let row = 0; row < TILE; row++) {
    let to = at(target, row);
    for (let column = first; column < columns; column++) {
      store<f32>(to, row < left ? load<f32>(at(source, column)) : <f32>0);
      to += TILE_COLUMN;
    }
    source += stride;
  }
}

/** Four columns of a whole tile. */
// @ts-ignore: decorator
@inline
function packFour(source: usize, stride: usize, target: usize): void {
  const r0 = v128.load(source);
  const r1 = v128.load(source += stride);
  const r2 = v128.load(source += stride);
  const r3 = v128.load(source += stride);
  const r4 = v128.load(source += stride);
  const r5 = v128.load(source + stride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  const low45 = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5), high45 = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store_lane<f64>(target, low45, 0, 16);
  v128.store(target, v128.shuffle<f64>(low01, low23, 1, 3), TILE_COLUMN);
  v128.store_lane<f64>(target, low45, 1, TILE_COLUMN + 16);
  v128.store(target, v128.shuffle<f64>(high01, high23, 0, 2), 2 * TILE_COLUMN);
  v128.store_lane<f64>(target, high45, 0, 2 * TILE_COLUMN + 16);
  v128.store(target, v128.shuffle<f64>(high01, high23, 1, 3), 3 * TILE_COLUMN);
  v128.store_lane<f64>(target, high45, 1, 3 * TILE_COLUMN + 16);
}

/**
 * Rows that lie anywhere, turned on their side: [columns / 6][rows][6] out of rows of `columns` numbers.
 * @param rows a table of their addresses
 */
// @ts-ignore: decorator
@inline
export function packTilesAcross(rows: usize, count: i32, columns: i32, target: usize): void {
  for (let from = 0; from < columns; from += TILE) {
    const width = min(columns - from, TILE);
    for (let row = 0; row < count; row++) {
      const source = at(entry(rows, row), from);
      for (let k = 0; k < TILE; k++) store<f32>(at(target, k), k < width ? load<f32>(at(source, k)) : <f32>0);
      target += TILE_COLUMN;
    }
  }
}

/** Rows that lie anywhere as panels [columns / 8][rows][8]; `columns` is a multiple of 8. */
// @ts-ignore: decorator
@inline
export function packPanelsAcross(rows: usize, count: i32, columns: i32, target: usize): void {
  for (let from = 0; from < columns; from += WIDTH) {
    for (let row = 0; row < count; row++) {
      copy8(at(entry(rows, row), from), target);
      target += PANEL_ROW;
    }
  }
}

/** Four numbers of one row into four columns of its tile. */
// @ts-ignore: decorator
@inline
export function storeColumns(target: usize, values: v128): void {
  v128.store_lane<f32>(target, values, 0);
  v128.store_lane<f32>(target, values, 1, TILE_COLUMN);
  v128.store_lane<f32>(target, values, 2, 2 * TILE_COLUMN);
  v128.store_lane<f32>(target, values, 3, 3 * TILE_COLUMN);
}
