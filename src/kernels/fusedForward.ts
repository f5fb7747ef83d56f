import type { Call, RunCalls } from './calls.ts';
import { type Kernels, MATMUL_ROWS, roundUp, TILE } from './kernels.ts';
import type { LstmInput, LstmWeights } from './lstm.ts';
import { gatesOf, type Part, partsOf, positionsOf, scheduleOf, tableOf, unitsOf } from './parts.ts';

/** A forward pass in memory: addresses. */
export interface Pass {
  x: number;
  /** [batch, time, directions * units]; padded steps are left at zero. */
  y: number;
  /** Of each part, in order: for each of its positions the gates, a row of gates. Activated, where the pass saves. */
  gates: number[];
  /** Of each part, where the pass saves: for each of its positions the cell state, units rounded up. */
  states: number[];
}

/** Runs the forward pass; what it returns lies at the bottom of what it allocates. @returns the pass, and its top */
export function fusedForward(
  kernels: Kernels,
  runCalls: RunCalls,
  input: LstmInput,
  save: boolean,
): { pass: Pass; top: number } {
  const { heap } = kernels;
  const { batch, time, units, directions } = input;
  const parts = partsOf(input);
  const pass: Pass = {
    x: heap.copy(input.x),
    y: heap.zeros(batch * time * directions.length * units),
    // A product writes whole tiles, beyond the last row.
    gates: parts.map(part => heap.allocate((positionsOf(input, part) + TILE) * gatesOf(input))),
    states: parts.map(part => (save ? heap.allocate(positionsOf(input, part) * unitsOf(input)) : 0)),
  };
  const { top } = heap;
  const weights = directions.map(direction => pack(kernels, input, direction));
  runCalls(parts.map((part, n) => calls(kernels, input, part, weights[part.direction], pass, n, save)));
  return { pass, top };
}

/** Addresses of a direction's weights, as the forward kernels want them. */
interface Packed {
  kernel: number;
  recurrentKernel: number;
  bias: number;
}

function pack({ heap, run }: Kernels, input: LstmInput, weights: LstmWeights): Packed {
  const { inputs, units } = input;
  const gates = gatesOf(input);
  const packed = {
    kernel: heap.allocate(inputs * gates),
    recurrentKernel: heap.allocate(units * gates),
    bias: heap.allocate(gates),
  };
  const top = heap.top;
  run.packGates(heap.copy(weights.kernel), inputs, units, packed.kernel);
  run.packGates(heap.copy(weights.recurrentKernel), units, units, packed.recurrentKernel);
  run.orderGates(heap.copy(weights.bias), units, packed.bias);
  heap.release(top);
  return packed;
}

function calls(
  { heap }: Kernels,
  input: LstmInput,
  part: Part,
  { kernel, recurrentKernel, bias }: Packed,
  pass: Pass,
  n: number,
  save: boolean,
): Call[] {
  const { inputs, units, directions } = input;
  const [padded, gates, positions] = [unitsOf(input), gatesOf(input), positionsOf(input, part)];
  const schedule = scheduleOf(input, part);
  const { first, steps, stride } = schedule;
  const rows = pass.gates[n];
  const scratch = heap.allocate(MATMUL_ROWS * inputs);
  return [
    [
      'matMul',
      pass.x + 4 * first * inputs,
      inputs,
      positions,
      inputs,
      kernel,
      gates,
      bias,
      rows,
      gates,
      scratch,
    ],
    [
      save ? 'lstmForwardSaving' : 'lstmForward',
      tableOf(heap, schedule, rows - 4 * first * gates, gates),
      heap.copy(schedule.active),
      tableOf(heap, schedule, pass.y + 4 * part.direction * units, directions.length * units),
      save ? tableOf(heap, schedule, pass.states[n] - 4 * first * padded, padded) : 0,
      stride,
      steps,
      units,
      recurrentKernel,
      heap.zeros(2 * roundUp(stride, TILE) * padded),
      heap.zeros(stride * padded),
      heap.zeros(roundUp(stride, TILE) * gates),
    ],
  ];
}
