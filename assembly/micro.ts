/** Products of a tile and panels: whatever is fast is made of these two loops. */
import { GROUP_ROW, PANEL_ROW, TILE_COLUMN } from './layout';
import { madd } from './simd';

/**
 * A tile times a panel, added to six rows of 8 sums.
 * @param a the tile, [depth][6]
 * @param b the panel, [depth][8]
 * @param depth columns of the tile; >= 0
 * @param c the first row of sums; the next ones are `stride` bytes apart
 */
// @ts-ignore: decorator
@inline
export function product(a: usize, b: usize, depth: i32, c: usize, stride: usize): void {
  productOf(a, TILE_COLUMN, b, PANEL_ROW, depth, c, stride);
}

/** product where the tile's columns and the panel's rows lie anywhere, `aNext` and `bNext` bytes apart. */
// @ts-ignore: decorator
@inline
export function productOf(a: usize, aNext: usize, b: usize, bNext: usize, depth: i32, c: usize, stride: usize): void {
  let row = c;
  let c00 = v128.load(row), c01 = v128.load(row, 16);
  row += stride;
  let c10 = v128.load(row), c11 = v128.load(row, 16);
  row += stride;
  let c20 = v128.load(row), c21 = v128.load(row, 16);
  row += stride;
  let c30 = v128.load(row), c31 = v128.load(row, 16);
  row += stride;
  let c40 = v128.load(row), c41 = v128.load(row, 16);
  row += stride;
  let c50 = v128.load(row), c51 = v128.load(row, 16);
  const end = a + <usize>depth * aNext;
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01);
    x = v128.load_splat<f32>(a, 4);
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11);
    x = v128.load_splat<f32>(a, 8);
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21);
    x = v128.load_splat<f32>(a, 12);
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31);
    x = v128.load_splat<f32>(a, 16);
    c40 = madd(x, b0, c40); c41 = madd(x, b1, c41);
    x = v128.load_splat<f32>(a, 20);
    c50 = madd(x, b0, c50); c51 = madd(x, b1, c51);
    a += aNext;
    b += bNext;
  }
  v128.store(c, c00); v128.store(c, c01, 16);
  c += stride;
  v128.store(c, c10); v128.store(c, c11, 16);
  c += stride;
  v128.store(c, c20); v128.store(c, c21, 16);
  c += stride;
  v128.store(c, c30); v128.store(c, c31, 16);
  c += stride;
  v128.store(c, c40); v128.store(c, c41, 16);
  c += stride;
  v128.store(c, c50); v128.store(c, c51, 16);
}

/**
 * One row of a tile times the four panels of a group, added to its gates: for a batch of one, and for a batch's
 * last row. The weights of one row are read once each, so what bounds this is their way from the cache.
 * @param a the row's first column in its tile, [depth][6]
 * @param b the group, [4][depth][8]
 * @param c the row's gates of this group, [4][8]
 */
// @ts-ignore: decorator
@inline
export function productRow(a: usize, b: usize, depth: i32, c: usize): void {
  const size = <usize>depth * PANEL_ROW;
  let b1 = b + size, b2 = b1 + size, b3 = b2 + size;
  let i0 = v128.load(c), i1 = v128.load(c, 16);
  let f0 = v128.load(c, 32), f1 = v128.load(c, 48);
  let c0 = v128.load(c, 64), c1 = v128.load(c, 80);
  let o0 = v128.load(c, 96), o1 = v128.load(c, 112);
  const end = b + size;
  while (b < end) {
    const x = v128.load_splat<f32>(a);
    i0 = madd(x, v128.load(b), i0); i1 = madd(x, v128.load(b, 16), i1);
    f0 = madd(x, v128.load(b1), f0); f1 = madd(x, v128.load(b1, 16), f1);
    c0 = madd(x, v128.load(b2), c0); c1 = madd(x, v128.load(b2, 16), c1);
    o0 = madd(x, v128.load(b3), o0); o1 = madd(x, v128.load(b3, 16), o1);
    a += TILE_COLUMN;
    b += PANEL_ROW; b1 += PANEL_ROW; b2 += PANEL_ROW; b3 += PANEL_ROW;
  }
  v128.store(c, i0); v128.store(c, i1, 16);
  v128.store(c, f0, 32); v128.store(c, f1, 48);
  v128.store(c, c0, 64); v128.store(c, c1, 80);
  v128.store(c, o0, 96); v128.store(c, o1, 112);
}

/**
 * The gates of a tile's rows in one group.
 * @param left rows that count, 1 to 6; the memory of six is there
 * @param gates the first row's, [4][8]; the next ones are GROUP_ROW bytes apart
 */
// @ts-ignore: decorator
@inline
export function productGates(tile: usize, group: usize, depth: i32, left: i32, gates: usize): void {
  if (left == 1) return productRow(tile, group, depth, gates);
  const panel = <usize>depth * PANEL_ROW;
  for (let gate: usize = 0; gate < 4; gate++) {
    product(tile, group + gate * panel, depth, gates + gate * PANEL_ROW, GROUP_ROW);
  }
}
