/** The LSTM with recurrent weights of 8 bits: how weights and rows are rounded, and the plain one that the kernel is held against. */

/** Recurrent weights of a direction, rounded. Columns are Keras's: i, f, c, o. */
export interface IntegerWeights {
  units: number;
  /** [units, 4 * units], from -63 to 63 */
  weights: Int8Array;
  /** [4 * units]: what a column's sums are multiplied by. */
  scales: Float32Array;
  /** A row is in units of `scales * 2 ** shift`. */
  shift: number;
}

/** The largest weight, and the largest state, as integers. */
const LARGEST = 63;
const STATE = 127;
/**
 * A column counts as having a weight of the largest one's eighth at least, and of this: so that all columns' rows fit into
 * 16 bits of one shift, which leaves the sums' 32 bits room.
 */
const SPREAD = 8;
const LEAST = 2 ** -9;
/** Rows reach so far at least: beyond, a gate is open or shut whatever is added. */
const REACH = 32;

/** @param recurrentKernel [units, 4 * units] */
export function roundWeights(recurrentKernel: Float32Array, units: number): IntegerWeights {
  const columns = 4 * units;
  const largest = new Float64Array(columns);
  for (let k = 0; k < recurrentKernel.length; k++) {
    largest[k % columns] = Math.max(largest[k % columns], Math.abs(recurrentKernel[k]));
  }
  const least = Math.max(LEAST, Math.max(...largest) / SPREAD);
  const steps = Float64Array.from(largest, most => Math.max(most, least) / LARGEST);
  const weights = Int8Array.from(recurrentKernel, (weight, k) => Math.round(weight / steps[k % columns]));
  const scales = Float32Array.from(steps, step => step / STATE);
  const reach = 32_767 * Math.min(...scales);
  return { units, weights, scales, shift: Math.max(0, Math.ceil(Math.log2(REACH / reach))) };
}

/** A row of gates, [4 * units], in the units of `weights`; what is beyond 16 bits is cut off. */
export function roundRow(row: Float32Array, weights: IntegerWeights): Int16Array {
  const perUnit = rowUnits(weights);
  return Int16Array.from(row, (gate, column) => {
    const value = nearest(Math.fround(gate * perUnit[column]));
    return Math.max(-32_768, Math.min(32_767, value));
  });
}

/** [4 * units]: how many of a row's units make 1. */
export function rowUnits({ scales, shift }: IntegerWeights): Float32Array {
  return scales.map(scale => 1 / (scale * 2 ** shift));
}

/** Where a text's reading begins, and where it is after each of its steps. */
export interface IntegerState {
  /** Not rounded: the heads read it so. */
  h: Float32Array;
  c: Float32Array;
}

/**
 * One text, step by step, with the very operations of the baseline kernel (assembly/int8.ts, cells.ts), each rounded to
 * float32 as there: the same numbers to the last bit.
 * @param rows [steps], each by roundRow
 * @returns [steps]
 */
export function integerLstm(
  { units, weights, scales, shift }: IntegerWeights,
  rows: readonly Int16Array[],
  from?: IntegerState,
): IntegerState[] {
  let state = from ?? { h: new Float32Array(units), c: new Float32Array(units) };
  return rows.map(row => {
    const rounded = Int32Array.from(state.h, roundState);
    const gates = new Float32Array(4 * units);
    for (let column = 0; column < 4 * units; column++) {
      let sum = row[column] << shift;
      for (let u = 0; u < units; u++) sum += weights[u * 4 * units + column] * rounded[u];
      gates[column] = Math.fround(sum) * scales[column];
    }
    const c = new Float32Array(units);
    const h = new Float32Array(units);
    for (let u = 0; u < units; u++) {
      const [i, f, g, o] = [0, 1, 2, 3].map(gate => gates[gate * units + u]);
      c[u] = nextState(i, f, g, state.c[u]);
      h[u] = output(o, c[u]);
    }
    state = { h, c };
    return state;
  });
}

const float = Math.fround;

/** 127 * h, rounded to even where it lies between two. */
export function roundState(h: number): number {
  return nearest(float(float(h) * STATE));
}

/** Rounded to even, as processors do. */
function nearest(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** A quotient of short polynomials in x, before it is divided; coefficients as in assembly/cells.ts. */
interface Quotient {
  cut: number;
  p: readonly [number, number];
  q: readonly [number, number];
}

const floats = (a: number, b: number) => [float(a), float(b)] as const;
const TANH: Quotient = {
  cut: 4.25,
  p: floats(0.9984117, 0.07984542),
  q: floats(0.4092321, 0.006096831),
};
const SIGMOID: Quotient = {
  cut: 8.5,
  p: floats(0.249602925, 0.00499033875),
  q: floats(0.102308025, 0.0003810519375),
};

/** @returns what is above and below the line */
function sides({ cut, p, q }: Quotient, x: number): [above: number, below: number] {
  const kept = Math.min(cut, Math.max(-cut, x));
  const square = float(kept * kept);
  const above = float(kept * float(float(p[1] * square) + p[0]));
  return [above, float(float(float(float(q[1] * square) + q[0]) * square) + 1)];
}

function raised([above, below]: readonly [number, number]): [number, number] {
  return [float(float(below / 2) + above), below];
}

function nextState(i: number, f: number, g: number, c: number): number {
  const [upI, lowI] = raised(sides(SIGMOID, i));
  const [upF, lowF] = raised(sides(SIGMOID, f));
  const [upG, lowG] = sides(TANH, g);
  const low = float(lowI * lowG);
  const sum = float(float(float(upF * c) * low) + float(float(upI * upG) * lowF));
  return float(sum / float(low * lowF));
}

function output(o: number, c: number): number {
  const [upO, lowO] = raised(sides(SIGMOID, o));
  const [upC, lowC] = sides(TANH, c);
  return float(float(upO * upC) / float(lowO * lowC));
}
