import type { Call, RunCalls } from './calls.ts';
import { type Kernels, roundUp, TILE } from './kernels.ts';
import { type LstmInput, type LstmOutput, type LstmWeights, repeatOutputs } from './lstm.ts';
import { gatesOf, type Part, partsOf, positionsOf, scheduleOf, tableOf, unitsOf } from './parts.ts';

/**
 * The forward pass on the kernels.
 *
 * What it saves is a block for each part, in their order: of each position the gates, as a row of gates, and then of
 * each position the cell state; units rounded up.
 */
export function fusedForward(
  kernels: Kernels,
  runCalls: RunCalls,
  input: LstmInput,
  save: boolean,
): LstmOutput {
  const { heap } = kernels;
  const width = input.directions.length * input.units;
  const x = heap.copy(input.x);
  const y = heap.zeros(input.batch * input.time * width);
  const weights = input.directions.map(direction => pack(kernels, input, direction));
  const parts = partsOf(input);
  const blocks = parts.map(part => {
    const count = savedBy(input, part);
    // A product writes whole tiles: what it writes beyond the gates, the states are written over.
    return { address: heap.allocate(count + TILE * gatesOf(input)), count };
  });
  runCalls(
    parts.map((part, n) =>
      calls(kernels, input, part, weights[part.direction], x, y, blocks[n].address, save),
    ),
  );
  const outputs = heap.floats(y, input.batch * input.time * width).slice();
  repeatOutputs(input, outputs);
  const saved = new Float32Array(save ? blocks.reduce((sum, { count }) => sum + count, 0) : 0);
  let at = 0;
  for (const { address, count } of save ? blocks : []) {
    saved.set(heap.floats(address, count), at);
    at += count;
  }
  return { y: outputs, saved };
}

/** Floats that a part saves. */
export function savedBy(input: LstmInput, part: Part): number {
  return positionsOf(input, part) * (gatesOf(input) + unitsOf(input));
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
  x: number,
  y: number,
  rows: number,
  save: boolean,
): Call[] {
  const { inputs, units, directions } = input;
  const [padded, gates, positions] = [unitsOf(input), gatesOf(input), positionsOf(input, part)];
  const schedule = scheduleOf(input, part);
  const { first, steps, stride } = schedule;
  const states = rows + 4 * positions * gates;
  const tile = heap.allocate(TILE * inputs);
  return [
    ['fillRows', bias, positions, gates, rows],
    ['matMul', x + 4 * first * inputs, inputs, positions, inputs, kernel, gates, rows, gates, tile],
    [
      save ? 'lstmForwardSaving' : 'lstmForward',
      tableOf(heap, schedule, rows - 4 * first * gates, gates),
      heap.copy(schedule.active),
      tableOf(heap, schedule, y + 4 * part.direction * units, directions.length * units),
      save ? tableOf(heap, schedule, states - 4 * first * padded, padded) : 0,
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
