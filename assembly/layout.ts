/**
 * How matrices lie in memory. Everything is float32.
 *
 * A panel is 8 columns of a matrix, row after row: [rows][8]. Eight columns are two vectors of four; with the six
 * rows of a tile they make 12 sums, which with two weights and one factor fill the 15 vector registers that V8 hands
 * out on x64. Tiles of 4 x 8, 5 x 8, 4 x 12, 3 x 16 and 2 x 16 were slower, and so was unrolling the loop.
 *
 * A tile is 6 rows of the left factor, column after column: [columns][6], so that one address reaches all six.
 *
 * The gates of an LSTM, 4H columns in Keras's order i, f, c, o, are cut into groups of 8 units: the four gates of a
 * group are four panels side by side. A tile finishes a group's gates together, and its cells are updated while they
 * are in the nearest cache. A row of gates is [groups][4][8]. H is rounded up to a multiple of 8: the units that do
 * not exist have zero weights, and stay zero.
 */

/** Columns of a panel, and units of a group. */
export const WIDTH: i32 = 8;
/** Rows of a tile. */
export const TILE: i32 = 6;
/** Bytes of a panel's row. */
export const PANEL_ROW: usize = 32;
/** Bytes of a tile's column. */
export const TILE_COLUMN: usize = 24;
/** Bytes of a group's gates in a row. */
export const GROUP_ROW: usize = 128;

// @ts-ignore: decorator
@inline
export function roundUp(n: i32, to: i32): i32 {
  return ((n + to - 1) / to) * to;
}
