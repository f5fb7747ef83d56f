import { ContestantProcess, type Start } from './contestantProcess.ts';

export interface Turns {
  /** How often each is timed. */
  rounds: number;
  /** Of one timing, in milliseconds: short work is repeated. */
  atLeast: number;
}

export interface Contest extends Turns {
  ours: Start;
  peer: Start;
  /** How far two outputs may lie apart. */
  tolerance: number;
  /** What both outputs must begin with, where a reference gives it. */
  expected?: Float32Array;
}

export interface Outcome {
  /** Medians, in milliseconds. */
  ours: number;
  peer: number;
  note: string;
}

/** Compares the outputs of the two, then times them. Throws where the outputs differ. */
export async function hold(contest: Contest): Promise<Outcome> {
  using ours = new ContestantProcess(contest.ours);
  using peer = new ContestantProcess(contest.peer);
  const { tolerance, expected } = contest;
  const [a, b] = [await ours.outputs(), await peer.outputs()];
  if (a.length !== b.length) throw new Error(`the outputs differ: ${a.length} numbers and ${b.length}`);
  agree('ours and the peer', a, b, tolerance);
  if (expected) {
    agree('ours and the reference', expected, a, tolerance);
    agree('the peer and the reference', expected, b, tolerance);
  }
  return await takeTurns(ours, peer, contest);
}

/** Times the two in turns, so that what else the machine does meets both. */
export async function takeTurns(
  ours: ContestantProcess,
  peer: ContestantProcess,
  { rounds, atLeast }: Turns,
): Promise<Outcome> {
  const times = { ours: [] as number[], peer: [] as number[] };
  const notes = { ours: '', peer: '' };
  for (let round = 0; round <= rounds; round++) {
    for (const who of ['ours', 'peer'] as const) {
      const { milliseconds, note } = await { ours, peer }[who].time(round === 0 ? 0 : atLeast);
      notes[who] = note;
      // The first is to warm up.
      if (round > 0) times[who].push(milliseconds);
    }
  }
  const said = Object.entries(notes).filter(([, note]) => note !== '');
  const note = said.map(([who, text]) => `${who}: ${text}`).join('; ');
  return { ours: median(times.ours), peer: median(times.peer), note };
}

/** Throws where a number of `a` and its counterpart in `b`, which may have more, lie too far apart. */
export function agree(who: string, a: Float32Array, b: Float32Array, tolerance: number): void {
  const apart = a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n])), 0);
  // Written so that NaN fails.
  if (!(apart <= tolerance)) throw new Error(`the outputs of ${who} differ by ${apart}`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
