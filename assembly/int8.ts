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
import { DEPTH, OFFSET, productGates, SHORT_ROW, sumStates, TILE_SUMS } from './int8Product';
import { storeStates } from './int8States';
import { GROUP_ROW, PANEL_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { at, copy8, entry } from './simd';

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
