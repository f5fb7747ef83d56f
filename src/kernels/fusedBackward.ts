import type { Call, RunCalls } from './calls.ts';
import type { Pass } from './fusedForward.ts';
import { type Kernels, MATMUL_ROWS, roundUp, TILE, WIDTH } from './kernels.ts';
import { gatherGradients, type LstmGradients, type LstmInput, type LstmWeights } from './lstm.ts';
import { gatesOf, type Part, partsOf, positionsOf, scheduleOf, tableOf, unitsOf } from './parts.ts';

/** Rows of a block of the kernel addOuter: assembly/product.ts. */
const BLOCK = 192;

/** Transposed kernels of a direction, packed. */
interface Packed {
  kernel: number;
  recurrentKernel: number;
}

/** What a part computes: addresses. `dx` has a row for each of its positions, inputs rounded up to 8. */
interface PartGradients extends Record<keyof LstmWeights, number> {
  dx: number;
}

/**
 * The backward pass on the kernels: the gradient of each gate, and the products that follow from it.
 * @param pass a forward pass that saved; its gates become their gradients
 */
export function fusedBackward(
  kernels: Kernels,
  runCalls: RunCalls,
  input: LstmInput,
  pass: Pass,
  dy: Float32Array,
): LstmGradients {
  const { heap } = kernels;
  const gradient = heap.copy(padUnits(input, gatherGradients(input, dy)));
  const weights = input.directions.map(direction => pack(kernels, input, direction));
  const parts = partsOf(input).map((part, n) => {
    clearPadded(kernels, input, part, pass.gates[n]);
    return { part, ...calls(kernels, input, part, weights[part.direction], pass, n, gradient) };
  });
  runCalls(parts.map(({ list }) => list));

  const zeros = ({ kernel, recurrentKernel, bias }: LstmWeights): LstmWeights => ({
    kernel: new Float32Array(kernel.length),
    recurrentKernel: new Float32Array(recurrentKernel.length),
    bias: new Float32Array(bias.length),
  });
  const gradients = { x: new Float32Array(input.x.length), directions: input.directions.map(zeros) };
  for (const { part, found } of parts) {
    const sums = gradients.directions[part.direction];
    for (const name of ['kernel', 'recurrentKernel', 'bias'] as const) {
      add(sums[name], heap.floats(found[name], sums[name].length));
    }
    const width = roundUp(input.inputs, WIDTH);
    const positions = positionsOf(input, part);
    const dx = heap.floats(found.dx, positions * width);
    const first = part.start * input.time;
    for (let n = 0; n < positions; n++) {
      const row = gradients.x.subarray((first + n) * input.inputs, (first + n + 1) * input.inputs);
      const values = dx.subarray(n * width, n * width + input.inputs);
      if (part.direction === 0) row.set(values);
      else add(row, values);
    }
  }
  return gradients;
}

/** Outputs with their units rounded up: the kernel reads them all, and what is none must be zero. */
function padUnits(input: LstmInput, y: Float32Array): Float32Array {
  const { batch, time, units, directions } = input;
  const padded = unitsOf(input);
  if (padded === units) return y;
  const rows = batch * time * directions.length;
  const wide = new Float32Array(rows * padded);
  for (let n = 0; n < rows; n++) wide.set(y.subarray(n * units, (n + 1) * units), n * padded);
  return wide;
}

function add(sum: Float32Array, values: Float32Array): void {
  for (let k = 0; k < sum.length; k++) sum[k] += values[k];
}

function pack({ heap, run }: Kernels, input: LstmInput, weights: LstmWeights): Packed {
  const { inputs, units } = input;
  const gates = gatesOf(input);
  const packed = {
    kernel: heap.allocate(roundUp(inputs, WIDTH) * gates),
    recurrentKernel: heap.allocate(unitsOf(input) * gates),
  };
  const top = heap.top;
  run.packGatesTransposed(heap.copy(weights.kernel), inputs, units, packed.kernel);
  run.packGatesTransposed(heap.copy(weights.recurrentKernel), units, units, packed.recurrentKernel);
  heap.release(top);
  return packed;
}

/** Gates of padded positions were computed and never used: they must not reach the gradient of the input. */
function clearPadded({ heap }: Kernels, input: LstmInput, part: Part, rows: number): void {
  if (input.mask === null) return;
  const gates = gatesOf(input);
  const positions = positionsOf(input, part);
  const values = heap.floats(rows, positions * gates);
  for (let n = 0; n < positions; n++) {
    if (input.mask[part.start * input.time + n] === 0) values.fill(0, n * gates, (n + 1) * gates);
  }
}

function calls(
  { heap }: Kernels,
  input: LstmInput,
  part: Part,
  weights: Packed,
  pass: Pass,
  n: number,
  dy: number,
): { list: Call[]; found: PartGradients } {
  const { inputs, units, directions } = input;
  const [padded, gates, positions] = [unitsOf(input), gatesOf(input), positionsOf(input, part)];
  const schedule = scheduleOf(input, part);
  const { first, steps, stride, here, before } = schedule;
  const rows = pass.gates[n];
  const width = roundUp(inputs, WIDTH);
  const outputs = directions.length * units;
  const offset = 4 * part.direction * units;

  const inOrder = {
    kernel: heap.zeros(roundUp(inputs, TILE) * gates),
    recurrentKernel: heap.zeros(roundUp(units, TILE) * gates),
    bias: heap.zeros(gates),
  };
  const found = {
    dx: heap.zeros((positions + TILE) * width),
    kernel: heap.allocate(4 * units * inputs),
    recurrentKernel: heap.allocate(4 * units * units),
    bias: heap.allocate(4 * units),
  };
  const tiles = heap.allocate(MATMUL_ROWS * gates);
  const scratch = heap.allocate(BLOCK * (roundUp(Math.max(inputs, units), TILE) + gates));

  const addresses = (list: Int32Array, base: number, row: number) =>
    heap.copy(list.map(n => base + 4 * n * row));
  const gatesHere = addresses(here, rows - 4 * first * gates, gates);
  const inputsHere = addresses(here, pass.x, inputs);
  // A row's first step has no output before it, and adds nothing to the recurrent kernel's gradient.
  const gatesLater = addresses(here.subarray(schedule.active.at(0) ?? 0), rows - 4 * first * gates, gates);
  const outputsBefore = addresses(before, pass.y + offset, outputs);

  const list: Call[] = [
    [
      'lstmBackward',
      tableOf(heap, schedule, rows - 4 * first * gates, gates),
      heap.copy(schedule.active),
      tableOf(heap, schedule, pass.states[n] - 4 * first * padded, padded),
      tableOf(heap, schedule, dy + 4 * part.direction * padded, directions.length * padded),
      heap.zeros(padded),
      stride,
      steps,
      units,
      weights.recurrentKernel,
      heap.zeros(roundUp(stride, TILE) * padded),
      heap.zeros(stride * padded),
      tiles,
    ],
    ['matMul', rows, gates, positions, gates, weights.kernel, inputs, 0, found.dx, width, tiles],
    ['addOuter', inputsHere, gatesHere, here.length, inputs, gates, inOrder.kernel, scratch],
    ['addOuter', outputsBefore, gatesLater, before.length, units, gates, inOrder.recurrentKernel, scratch],
    ['addRows', gatesHere, here.length, gates, inOrder.bias],
    ['unorderGates', inOrder.kernel, inputs, units, found.kernel],
    ['unorderGates', inOrder.recurrentKernel, units, units, found.recurrentKernel],
    ['unorderGates', inOrder.bias, 1, units, found.bias],
  ];
  return { list, found };
}
