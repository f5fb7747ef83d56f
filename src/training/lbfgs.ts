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
}

export interface Space {
  /** The inner product. */
  dot: Dot;
  /** Computes what a gradient may lack as the second factor: called once a step, for the gradient that it ends with. */
  complete(gradient: Float64Array): void;
}

type Dot = (a: Float64Array, b: Float64Array) => number;

/** Pairs of a step and the gradient's change that the curvature is estimated from. */
const MEMORY = 10;
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

/** Yields the value after each step, so that the caller shows progress or stops; returns where it ended. */
export function* minimise(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance, space = numbers }: MinimiseOptions,
): Generator<number, Float64Array> {
  const { dot } = space;
  const evaluate = (point: Point) => {
    point.gradient.fill(0);
    point.value = objective(point.x, point.gradient);
  };
  const pairs: Pair[] = [];
  let here: Point = { x: start, gradient: new Float64Array(start.length), value: 0 };
  evaluate(here);
  space.complete(here.gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (Math.sqrt(dot(here.gradient, here.gradient)) <= tolerance) break;
    const next = lineSearch(evaluate, here, direction(here.gradient, pairs, dot), dot);
    // Nothing lower is found: as exact as the numbers are.
    if (next === undefined) break;
    space.complete(next.gradient);
    const step = difference(next.x, here.x);
    const change = difference(next.gradient, here.gradient);
    const curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, scale: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    here = next;
    yield here.value;
  }
  return here.x;
}

/** Downhill, by the curvature that the pairs show: the two-loop recursion. */
function direction(gradient: Float64Array, pairs: readonly Pair[], dot: Dot): Float64Array {
  const result = new Float64Array(gradient.length);
  add(result, gradient, -1);
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
  return result;
}

/** A point along the direction that meets the weak Wolfe conditions, by doubling and halving (Lewis and Overton 2013). */
function lineSearch(
  evaluate: (point: Point) => void,
  from: Point,
  along: Float64Array,
  dot: Dot,
): Point | undefined {
  const slope = dot(from.gradient, along);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let size = 1;
  const point: Point = { x: from.x.slice(), gradient: new Float64Array(from.x.length), value: 0 };
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    point.x.set(from.x);
    add(point.x, along, size);
    evaluate(point);
    // Also where the value is no number.
    if (!(point.value <= from.value + DECREASE * size * slope)) high = size;
    else if (dot(point.gradient, along) < CURVATURE * slope) low = size;
    else return point;
    size = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
  }
  return undefined;
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

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const result = a.slice();
  add(result, b, -1);
  return result;
}
