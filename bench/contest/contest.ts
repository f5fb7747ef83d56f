import type { Figures } from '../report/row.ts';
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
  /** More that take part, by the names that the note calls them. */
  beside?: Record<string, Start>;
  /** How far two outputs may lie apart. */
  tolerance: number;
  /** What all outputs must begin with, where a reference gives it. */
  expected?: Float32Array;
}

/** Medians by contestant, in milliseconds, and what they say beside. */
export interface Outcome<Name extends string> {
  times: Record<Name, number>;
  notes: Record<Name, string>;
}

/** Compares everybody's outputs with ours, then times them. Throws where the outputs differ. */
export async function hold(contest: Contest): Promise<Omit<Figures, 'ratio'> & { note: string }> {
  const { tolerance, expected, beside = {} } = contest;
  using processes = new DisposableStack();
  const start = (how: Start) => processes.use(new ContestantProcess(how));
  const entries = Object.entries({ ours: contest.ours, peer: contest.peer, ...beside });
  const all = Object.fromEntries(entries.map(([name, how]) => [name, start(how)]));
  const outputs = await all.ours.outputs();
  if (expected) agree('ours and the reference', expected, outputs, tolerance);
  for (const [name, contestant] of Object.entries(all).slice(1)) {
    const theirs = await contestant.outputs();
    if (outputs.length !== theirs.length)
      throw new Error(`the outputs differ: ${outputs.length} numbers and ${theirs.length} of ${name}`);
    agree(`ours and of ${name}`, outputs, theirs, tolerance);
    if (expected) agree(`${name} and of the reference`, expected, theirs, tolerance);
  }
  const { times, notes } = await takeTurns(all, contest);
  const besides = Object.fromEntries(Object.keys(beside).map(name => [name, times[name]]));
  const said = [
    ...['ours', 'peer'].filter(name => notes[name]).map(name => `${name}: ${notes[name]}`),
    ...Object.keys(beside).map(
      name => `${name}: ${times[name].toFixed(0)} ms${notes[name] && `, ${notes[name]}`}`,
    ),
  ];
  return {
    ours: times.ours,
    peer: times.peer,
    note: said.join('; '),
    ...(contest.beside && { beside: besides }),
  };
}

/** Times all in turns, so that what else the machine does meets each. */
export async function takeTurns<Name extends string>(
  contestants: Record<Name, ContestantProcess>,
  { rounds, atLeast }: Turns,
): Promise<Outcome<Name>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map(name => [name, [] as number[]]));
  const notes = {} as Record<Name, string>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const { milliseconds, note } = await contestants[name].time(round === 0 ? 0 : atLeast);
      notes[name] = note;
      // The first is to warm up.
      if (round > 0) times[name].push(milliseconds);
    }
  }
  const medians = names.map(name => [name, median(times[name])]);
  return { times: Object.fromEntries(medians), notes };
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
