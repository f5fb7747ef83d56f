/** The LSTM forward: one direction of a batch, step by step. */
import { expMinus, expMinusTwice, one, sigmoid, tanh } from './activations';
import { GROUP_ROW, PANEL_ROW, roundUp, TILE, TILE_COLUMN, WIDTH } from './layout';
import { productGates } from './micro';
import { storeColumns } from './pack';
import { at, copy8, entry, madd } from './simd';

/**
 * Where things are is said by tables of addresses, [steps][stride]: so a backward direction, a batch of different
 * lengths and rows that lie anywhere cost nothing. The rows of a batch are sorted by length, the longest first.
 *
 * @param rows where each step's gates before the recurrent part are: a row of gates
 * @param active [steps] i32: how many rows still run; does not grow
 * @param outs where the outputs go: `units` floats
 * @param states where the new cell state goes, rounded up to 8 units; 0: nowhere
 * @param stride rows of the batch
 * @param u the recurrent kernel, packed as gates
 * @param h two states [tiles][units][6], rounded up; the first one is where the batch starts from
 * @param c [stride][units], rounded up: the cell state before, and after
 * @param gates scratch: the gates of one step, for stride rounded up to a tile
 */
export function lstmForward(
  rows: usize, active: usize, outs: usize, states: usize, stride: i32, steps: i32, units: i32,
  u: usize, h: usize, c: usize, gates: usize,
): void {
  forward(rows, active, outs, states, stride, steps, units, u, h, c, gates, false);
}

/** lstmForward, and leaves in `rows` each gate after its activation: what lstmBackward needs. */
export function lstmForwardSaving(
  rows: usize, active: usize, outs: usize, states: usize, stride: i32, steps: i32, units: i32,
  u: usize, h: usize, c: usize, gates: usize,
): void {
  forward(rows, active, outs, states, stride, steps, units, u, h, c, gates, true);
}

// @ts-ignore: decorator
@inline
function forward(
  rows: usize, active: usize, outs: usize, states: usize, stride: i32, steps: i32, units: i32,
  u: usize, h: usize, c: usize, gates: usize, saving: bool,
): void {
  const padded = roundUp(units, WIDTH);
  const groups = padded / WIDTH;
  const stateBytes = <usize>padded << 2;
  const tileBytes = <usize>padded * TILE_COLUMN;
  const groupBytes = <usize>units * PANEL_ROW * 4;
  let from = h;
  let to = h + <usize>roundUp(stride, TILE) * stateBytes;
  for (let step = 0; step < steps; step++) {
    const n = load<i32>(active + (<usize>step << 2));
    const first = step * stride;
    const groupGates = <usize>roundUp(n, TILE) * GROUP_ROW;
    gather(at(rows, first), n, groups, gates, groupGates);
    for (let group = 0; group < groups; group++) {
      const weights = u + <usize>group * groupBytes;
      const width = min(units - group * WIDTH, WIDTH);
      const offset = <usize>group * PANEL_ROW;
      for (let row = 0; row < n; row += TILE) {
        const left = min(n - row, TILE);
        const tile = <usize>(row / TILE) * tileBytes;
        const z = gates + <usize>group * groupGates + <usize>row * GROUP_ROW;
        productGates(from + tile, weights, units, left, z);
        // In two passes: the processor looks ahead some 300 instructions, and so sees several cells of a pass at
        // once, but not two of a cell's long chain from its gates to its output.
        let cells = c + <usize>row * stateBytes + offset;
        let cell = cells;
        for (let k = 0; k < left; k++) {
          const zk = z + <usize>k * GROUP_ROW;
          if (saving) {
            const saved = entry(rows, first + row + k) + <usize>group * GROUP_ROW;
            for (let half: usize = 0; half < 32; half += 16) saveState(zk + half, cell + half, saved + half);
          } else {
            nextState(zk, cell);
            nextState(zk + 16, cell + 16);
          }
          cell += stateBytes;
        }
        for (let k = 0; k < left; k++) {
          const zk = z + <usize>k * GROUP_ROW;
          const state = to + tile + <usize>(group * WIDTH) * TILE_COLUMN + (<usize>k << 2);
          output(zk, cells, state);
          output(zk + 16, cells + 16, state + 4 * TILE_COLUMN);
          copyOut(zk, entry(outs, first + row + k) + offset, width);
          if (states) copy8(cells, entry(states, first + row + k) + offset);
          cells += stateBytes;
        }
      }
    }
    const before = from;
    from = to;
    to = before;
  }
}

const AHEAD: i32 = 6;

/**
 * The step's rows of gates, side by side by group. They lie anywhere, most of them in no near cache: read in one go,
 * many are on their way at once, where each tile for itself would wait for its own. A look at the row that comes
 * AHEAD rows later has its page found by then; where the look is stored, the copy goes over it.
 */
// @ts-ignore: decorator
@inline
function gather(rows: usize, n: i32, groups: i32, gates: usize, groupGates: usize): void {
  for (let row = 0; row < n; row++) {
    let source = entry(rows, row);
    let target = gates + <usize>row * GROUP_ROW;
    store<u32>(target, load<u32>(entry(rows, min(row + AHEAD, n - 1))));
    for (let group = 0; group < groups; group++) {
      for (let k: usize = 0; k < GROUP_ROW; k += PANEL_ROW) copy8(source + k, target + k);
      source += GROUP_ROW;
      target += groupGates;
    }
  }
}

/**
 * c = sigmoid(f) * c + sigmoid(i) * tanh(g) for four units, as one fraction: with A, F, E the exponentials of i, f
 * and g, (c (1+A)(1+E) + (1-E)(1+F)) / ((1+A)(1+E)(1+F)).
 */
// @ts-ignore: decorator
@inline
function nextState(gates: usize, c: usize): void {
  const a = f32x4.add(one(), expMinus(v128.load(gates)));
  const f = f32x4.add(one(), expMinus(v128.load(gates, 32)));
  const e = expMinusTwice(v128.load(gates, 64));
  const ae = f32x4.mul(a, f32x4.add(one(), e));
  const sum = madd(v128.load(c), ae, f32x4.mul(f32x4.sub(one(), e), f));
  v128.store(c, f32x4.div(sum, f32x4.mul(ae, f)));
}

/** nextState with the activated gates kept. A division each: near 1 a shared one would round too much off 1 - i. */
// @ts-ignore: decorator
@inline
function saveState(gates: usize, c: usize, saved: usize): void {
  const i = sigmoid(v128.load(gates));
  const f = sigmoid(v128.load(gates, 32));
  const g = tanh(v128.load(gates, 64));
  v128.store(saved, i);
  v128.store(saved, f, 32);
  v128.store(saved, g, 64);
  v128.store(saved, sigmoid(v128.load(gates, 96)), 96);
  v128.store(c, madd(f, v128.load(c), f32x4.mul(i, g)));
}

/** h = sigmoid(o) * tanh(c), into the next step's tile and over the input gate, which is done with. */
// @ts-ignore: decorator
@inline
function output(gates: usize, c: usize, h: usize): void {
  const o = f32x4.add(one(), expMinus(v128.load(gates, 96)));
  const e = expMinusTwice(v128.load(c));
  const y = f32x4.div(f32x4.sub(one(), e), f32x4.mul(o, f32x4.add(one(), e)));
  v128.store(gates, y);
  storeColumns(h, y);
}

/** The units that exist: beside them may lie another direction's output. */
// @ts-ignore: decorator
@inline
function copyOut(source: usize, target: usize, width: i32): void {
  if (width == WIDTH) return copy8(source, target);
  for (let k = 0; k < width; k++) store<f32>(at(target, k), load<f32>(at(source, k)));
}
