/** Minimises a smooth function by L-BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5). Deterministic. */

/** The function's value at `x`; writes its gradient, which has the length of `x`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Steps at most. */
  maxIterations: number;
  /** Done where the gradient is no longer than this. */
  tolerance: number;
  /** The space that points and gradients are of; each number for itself when absent. */
  space?: Space;
  /** Used again from one call to the next: fresh memory costs as much as the arithmetic. */
  memory?: Memory;
}

/** Arrays for one call of `minimise` at a time. */
export class Memory {
  readonly #arrays: Float64Array[] = [];
  #taken = 0;

  /** So many numbers, whatever they are, until all is given back. */
  take(length: number): Float64Array {
    const n = this.#taken++;
    if (n >= this.#arrays.length || this.#arrays[n].length < length)
      this.#arrays[n] = new Float64Array(length);
    return this.#arrays[n].subarray(0, length);
  }

  giveBack(): void {
    this.#taken = 0;
  }
}

export interface Space {
  /** The inner product. */
  dot: Dot;
  /** Computes what a gradient may lack as the second factor: called once a step, for the gradient that it ends with. */
  complete(gradient: Float64Array): void;
}

type Dot = (a: Float64Array, b: Float64Array) => number;

/** Pairs of a step and the gradient's change that the curvature is estimated from: with six it is as many steps, and longer ones. */
const MEMORY = 4;
/** Weak Wolfe conditions: a step lowers the value by this share of what the slope promises ... */
const DECREASE = 1e-4;
/** ... and leaves at most this share of the slope. */
const CURVATURE = 0.9;
/** Trials of one line search: as many halvings leave nothing of a step. */
const MAX_TRIALS = 40;

interface Point {
  x: Float64Array;
  gradient: Float64Array;
  value: number;
}

/** A step s, the gradient's change y along it, and 1 / sᵀy. */
interface Pair {
  step: Float64Array;
  change: Float64Array;
  scale: number;
}

/** Yields the value after each step, so that the caller shows progress or stops; returns a copy of where it ended. */
export function* minimise(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance, space = numbers, memory = new Memory() }: MinimiseOptions,
): Generator<number, Float64Array> {
  const { dot } = space;
  const evaluate = (point: Point) => {
    point.gradient.fill(0);
    point.value = objective(point.x, point.gradient);
  };
  memory.giveBack();
  const array = () => memory.take(start.length);
  const newPoint = (): Point => ({ x: array(), gradient: array(), value: 0 });
  const pairs: Pair[] = [];
  const along = array();
  let here = newPoint();
  let next = newPoint();
  here.x.set(start);
  evaluate(here);
  space.complete(here.gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (Math.sqrt(dot(here.gradient, here.gradient)) <= tolerance) break;
    direct(along, here.gradient, pairs, dot);
    // Nothing lower is found: as exact as the numbers are.
    if (!lineSearch(evaluate, here, along, next, dot)) break;
    space.complete(next.gradient);
    const { step, change } = (pairs.length === MEMORY && pairs.shift()) || { step: array(), change: array() };
    subtract(step, next.x, here.x);
    subtract(change, next.gradient, here.gradient);
    const curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, scale: 1 / curvature });
    [here, next] = [next, here];
    yield here.value;
  }
  return here.x.slice();
}

/** Writes to `result` what is downhill by the curvature that the pairs show: the two-loop recursion. */
function direct(result: Float64Array, gradient: Float64Array, pairs: readonly Pair[], dot: Dot): void {
  for (let i = 0; i < result.length; i++) result[i] = -gradient[i];
  const shares: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, scale } = pairs[i];
    shares[i] = scale * dot(step, result);
    add(result, change, -shares[i]);
  }
  const last = pairs.at(-1);
  // Without a pair the first step has length 1.
  const size = last
    ? 1 / (last.scale * dot(last.change, last.change))
    : 1 / Math.sqrt(dot(gradient, gradient));
  for (let i = 0; i < result.length; i++) result[i] *= size;
  pairs.forEach(({ step, change, scale }, i) => {
    add(result, step, shares[i] - scale * dot(change, result));
  });
}

/**
 * Makes `point` one along the direction that meets the weak Wolfe conditions, by doubling and halving (Lewis and Overton
 * 2013). @returns whether there is one
 */
function lineSearch(
  evaluate: (point: Point) => void,
  from: Point,
  along: Float64Array,
  point: Point,
  dot: Dot,
): boolean {
  const slope = dot(from.gradient, along);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let size = 1;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    for (let i = 0; i < along.length; i++) point.x[i] = from.x[i] + size * along[i];
    evaluate(point);
    // Also where the value is no number.
    if (!(point.value <= from.value + DECREASE * size * slope)) high = size;
    else if (dot(point.gradient, along) < CURVATURE * slope) low = size;
    else return true;
    size = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
  }
  return false;
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const numbers: Space = { dot: sumOfProducts, complete: () => undefined };

function add(to: Float64Array, from: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] += times * from[i];
}

function subtract(to: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = a[i] - b[i];
}
