import { agree, takeTurns } from '../contest/contest.ts';
import { ContestantProcess, nodeStart } from '../contest/contestantProcess.ts';
import type { Figures } from '../report/row.ts';
import type { Shape } from '../workload.ts';
import { PEAK_OPERATIONS } from './multiplyAdds.ts';

/**
 * What the recurrent products alone reach of the machine's 128-bit multiply-add peak, over the whole time of the
 * forward pass: what else it does counts as time and not as work. In GFLOP/s.
 */
export async function limit(shape: Shape): Promise<Figures> {
  using ours = new ContestantProcess(nodeStart('ours/forward', { shape }));
  using peak = new ContestantProcess(nodeStart('peak/multiplyAdds', {}));
  // One turn: 12 registers that grew by 2 four times each, so the loop does what it says.
  agree('the peak loop and its sum', Float32Array.of(96), await peak.outputs(), 0);
  await ours.outputs();
  const { times, notes } = await takeTurns({ ours, peak }, { rounds: 25, atLeast: 5 });
  const reached = recurrentOperations(shape) / times.ours / 1e6;
  const most = PEAK_OPERATIONS / times.peak / 1e6;
  return { ours: reached, peer: most, ratio: reached / most, note: notes.ours && `ours: ${notes.ours}` };
}

/** h [units] · U [units, 4 * units] for every token and direction; a multiply-add is two operations. */
const recurrentOperations = ({ sentences, tokens, directions, units }: Shape): number =>
  2 * sentences * tokens * directions * units * 4 * units;
