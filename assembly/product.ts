/** Whole matrix products, out of tiles and panels. */
import { PANEL_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { product } from './micro';
import { packPanelsAcross, packTile, packTilesAcross } from './pack';
import { at, copy8 } from './simd';

/** Tiles that a product takes at a time: its panel stays in the nearest cache for so many. */
const TILES: i32 = 8;

/**
 * c = bias + a x b, or c += a x b.
 * @param a [rows, depth], its rows `lda` floats apart
 * @param panels b, packed: [columns / 8][depth][8]
 * @param bias [columns rounded up to 8], for every row; 0: c as it is
 * @param c its rows `ldc` floats apart, with room for whole tiles and panels
 * @param scratch 8 tiles: depth * 48 floats
 */
export function matMul(
  a: usize, lda: i32, rows: i32, depth: i32, panels: usize, columns: i32, bias: usize, c: usize, ldc: i32,
  scratch: usize,
): void {
  const panelBytes = <usize>depth * PANEL_ROW;
  const tileBytes = <usize>depth * TILE_COLUMN;
  for (let from = 0; from < rows; from += TILES * TILE) {
    const count = min(rows - from, TILES * TILE);
    if (bias) fillRows(bias, count, roundUp(columns, WIDTH), at(c, from * ldc), ldc);
    let tile = scratch;
    for (let row = 0; row < count; row += TILE) {
      packTile(at(a, (from + row) * lda), <usize>lda << 2, min(count - row, TILE), depth, tile);
      tile += tileBytes;
    }
    let panel = panels;
    for (let column = 0; column < columns; column += WIDTH) {
      tile = scratch;
      for (let row = 0; row < count; row += TILE) {
        product(tile, panel, depth, at(c, (from + row) * ldc + column), <usize>ldc << 2);
        tile += tileBytes;
      }
      panel += panelBytes;
    }
  }
}

/** Each of `count` rows, `stride` floats apart, becomes `row`: n floats, a multiple of 8. */
// @ts-ignore: decorator
@inline
function fillRows(row: usize, count: i32, n: i32, target: usize, stride: i32): void {
  for (let r = 0; r < count; r++) {
    for (let k = 0; k < n; k += WIDTH) copy8(at(row, k), at(target, k));
    target = at(target, stride);
  }
}

/** Rows of a block of addOuter: its panel, 32 bytes a row, leaves the nearest cache room for tiles. */
const BLOCK: i32 = 192;

/**
 * c += the sum over all rows of a's row (as a column) times b's row: the gradient of a kernel.
 * @param a, b tables of the rows' addresses
 * @param m, n numbers in a row of a and of b; n is a multiple of 8
 * @param c [m rounded up to 6, n]
 * @param scratch (m rounded up to 6, plus n) * 192 floats
 */
export function addOuter(a: usize, b: usize, count: i32, m: i32, n: i32, c: usize, scratch: usize): void {
  const tiles = scratch;
  const panels = at(scratch, roundUp(m, TILE) * BLOCK);
  for (let from = 0; from < count; from += BLOCK) {
    const depth = min(count - from, BLOCK);
    packTilesAcross(at(a, from), depth, m, tiles);
    packPanelsAcross(at(b, from), depth, n, panels);
    for (let column = 0; column < n; column += WIDTH) {
      for (let row = 0; row < m; row += TILE) {
        const tile = tiles + <usize>(row / TILE * depth) * TILE_COLUMN;
        const panel = panels + <usize>(column / WIDTH * depth) * PANEL_ROW;
        product(tile, panel, depth, at(c, row * n + column), <usize>n << 2);
      }
    }
  }
}

/** c[n] += the sum of the rows at `b`'s addresses; n is a multiple of 8. */
export function addRows(b: usize, count: i32, n: i32, c: usize): void {
  for (let row = 0; row < count; row++) {
    const source = <usize>load<u32>(at(b, row));
    for (let k = 0; k < n; k += 4) {
      v128.store(at(c, k), f32x4.add(v128.load(at(c, k)), v128.load(at(source, k))));
    }
  }
}
