import { type Heap, roundUp, TILE, WIDTH } from './kernels.ts';
import { type LstmInput, realSteps } from './lstm.ts';

/** A piece of the work on a batch that needs no other piece: one direction of some rows. */
export interface Part {
  direction: number;
  /** The batch's rows, `end` exclusive. */
  start: number;
  end: number;
}

/**
 * Two parts where that is possible: the two directions, or two halves of the rows. The cut depends on shapes alone,
 * never on how many threads there are, so that the sums come out the same to the last bit.
 */
export function partsOf({ batch, directions }: LstmInput): Part[] {
  const whole = { start: 0, end: batch };
  if (directions.length > 1) return directions.map((_, direction) => ({ direction, ...whole }));
  const half = roundUp(batch / 2, TILE);
  if (half >= batch) return [{ direction: 0, ...whole }];
  return [
    { direction: 0, start: 0, end: half },
    { direction: 0, start: half, end: batch },
  ];
}

/** Sizes in floats: units as kernels have them, and a row of gates. */
export const unitsOf = ({ units }: LstmInput): number => roundUp(units, WIDTH);
export const gatesOf = (input: LstmInput): number => 4 * unitsOf(input);
/** Positions of a part: its rows times all steps. */
export const positionsOf = ({ time }: LstmInput, { start, end }: Part): number => (end - start) * time;

/** What a part reads at each step: its rows, longest first, so that those that still run are always the first ones. */
export interface Schedule {
  /** The part's first position: row * time. */
  first: number;
  /** Positions, row * time + step, [steps][stride]; the first one where a row has ended. */
  positions: Int32Array;
  /** [steps]: how many rows still run. */
  active: Int32Array;
  steps: number;
  stride: number;
  /** The positions that are read, step by step; and for each one behind the first step, the one read before it. */
  here: Int32Array;
  before: Int32Array;
}

export function scheduleOf(input: LstmInput, part: Part): Schedule {
  const { time } = input;
  const rows: { row: number; steps: number[] }[] = [];
  for (let row = part.start; row < part.end; row++) {
    rows.push({ row, steps: realSteps(input, row, part.direction === 1) });
  }
  rows.sort((a, b) => b.steps.length - a.steps.length);
  const stride = rows.length;
  const steps = rows.at(0)?.steps.length ?? 0;
  const first = part.start * time;
  const positions = new Int32Array(steps * stride).fill(first);
  const active = new Int32Array(steps);
  const here: number[] = [];
  const before: number[] = [];
  for (let s = 0; s < steps; s++) {
    for (let n = 0; n < stride && s < rows[n].steps.length; n++) {
      const at = (step: number) => rows[n].row * time + rows[n].steps[step];
      positions[s * stride + n] = at(s);
      active[s]++;
      here.push(at(s));
      if (s > 0) before.push(at(s - 1));
    }
  }
  return {
    first,
    positions,
    active,
    steps,
    stride,
    here: Int32Array.from(here),
    before: Int32Array.from(before),
  };
}

/** The schedule's addresses in an array that has `width` floats a position. */
export function tableOf(heap: Heap, { positions }: Schedule, base: number, width: number): number {
  return heap.copy(positions.map(position => base + 4 * position * width));
}
