/** The LSTM backward: from the gradient of each output to the gradient of each gate before its activation. */
import { one, tanh } from './activations';
import { PANEL_ROW, GROUP_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { product } from './micro';
import { storeColumns } from './pack';
import { at, entry, madd } from './simd';

/**
 * Tables, `active`, `stride`, `steps` and `units` as lstmForwardSaving had them.
 *
 * @param rows the activated gates; each is replaced by the gradient of what was activated
 * @param states each step's cell state, rounded up
 * @param grads the gradient of each output: rounded-up units, zero beyond
 * @param zero a cell state of zeros: the one before the first step
 * @param uTransposed the recurrent kernel by packGatesTransposed
 * @param dh, dc [stride rounded up to 6][units], rounded up: zeros; the gradients of the state before the first step
 * @param tile scratch: 4 * units, rounded up, * 6 floats
 */
export function lstmBackward(
  rows: usize, active: usize, states: usize, grads: usize, zero: usize, stride: i32, steps: i32, units: i32,
  uTransposed: usize, dh: usize, dc: usize, tile: usize,
): void {
  const padded = roundUp(units, WIDTH);
  const depth = padded * 4;
  const stateBytes = <usize>padded << 2;
  const panelBytes = <usize>depth * PANEL_ROW;
  for (let step = steps - 1; step >= 0; step--) {
    const n = load<i32>(active + (<usize>step << 2));
    const first = step * stride;
    for (let row = 0; row < n; row += TILE) {
      const left = min(n - row, TILE);
      const dhs = dh + <usize>row * stateBytes;
      for (let k = 0; k < left; k++) {
        const index = first + row + k;
        const before = step > 0 ? entry(states, index - stride) : zero;
        cells(
          entry(rows, index), entry(states, index), before, entry(grads, index),
          dhs + <usize>k * stateBytes, dc + <usize>(row + k) * stateBytes, at(tile, k), padded,
        );
      }
      // Rows that run no more at this step will at an earlier one: their dh must stay as it is.
      for (let k = left; k < TILE; k++) clearLane(at(tile, k), depth);
      let panel = uTransposed;
      for (let column = 0; column < padded; column += WIDTH) {
        product(tile, panel, depth, at(dhs, column), stateBytes);
        panel += panelBytes;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function clearLane(lane: usize, depth: i32): void {
  for (let k = 0; k < depth; k++) {
    store<f32>(lane, 0);
    lane += TILE_COLUMN;
  }
}

/**
 * One row's cells: gates to their gradients, in place and as a lane of the tile; `dc` moves a step back; `dh` is
 * used up: zero, for the product to add to.
 */
// @ts-ignore: decorator
@inline
function cells(
  gates: usize, c: usize, before: usize, dy: usize, dh: usize, dc: usize, lane: usize, padded: i32,
): void {
  const end = c + (<usize>padded << 2);
  let half: usize = 0;
  while (c < end) {
    const i = v128.load(gates), f = v128.load(gates, 32), g = v128.load(gates, 64), o = v128.load(gates, 96);
    const t = tanh(v128.load(c));
    const d = f32x4.add(v128.load(dy), v128.load(dh));
    v128.store(dh, f32x4.splat(0));
    const dO = f32x4.mul(f32x4.mul(d, t), f32x4.mul(o, f32x4.sub(one(), o)));
    const state = madd(f32x4.mul(d, o), f32x4.sub(one(), f32x4.mul(t, t)), v128.load(dc));
    v128.store(dc, f32x4.mul(state, f));
    const dI = f32x4.mul(f32x4.mul(state, g), f32x4.mul(i, f32x4.sub(one(), i)));
    const dF = f32x4.mul(f32x4.mul(state, v128.load(before)), f32x4.mul(f, f32x4.sub(one(), f)));
    const dG = f32x4.mul(f32x4.mul(state, i), f32x4.sub(one(), f32x4.mul(g, g)));
    v128.store(gates, dI);
    v128.store(gates, dF, 32);
    v128.store(gates, dG, 64);
    v128.store(gates, dO, 96);
    storeColumns(lane, dI);
    storeColumns(lane + 8 * TILE_COLUMN, dF);
    storeColumns(lane + 16 * TILE_COLUMN, dG);
    storeColumns(lane + 24 * TILE_COLUMN, dO);
    c += 16; before += 16; dy += 16; dh += 16; dc += 16;
    // The second half of a group's 8 units, or the next group.
    gates += half == 0 ? 16 : GROUP_ROW - 16;
    lane += half == 0 ? 4 * TILE_COLUMN : 28 * TILE_COLUMN;
    half = 16 - half;
  }
}
