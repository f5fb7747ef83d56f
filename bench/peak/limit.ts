import type { Precision } from '../../src/protocol/scores.ts';
import { agree, takeTurns } from '../contest/contest.ts';
import { ContestantProcess, nodeStart } from '../contest/contestantProcess.ts';
import type { Figures } from '../report/row.ts';
import type { Shape } from '../workload.ts';
import { peakOperations, peakOutput } from './multiplyAdds.ts';

/**
 * What the recurrent products alone reach of the machine's peak of 128-bit multiply-adds or of products of bytes, over the whole time of the
 * forward pass: what else it does counts as time and not as work. In thousand million operations a second.
 */
export async function limit(shape: Shape, precision: Precision = 'float'): Promise<Figures> {
  const options = { integers: precision === 'int8' };
  using ours = new ContestantProcess(nodeStart('ours/forward', { shape, precision }));
  using peak = new ContestantProcess(nodeStart('peak/multiplyAdds', options));
  agree('the peak loop and its sum', Float32Array.of(peakOutput(options)), await peak.outputs(), 0);
  await ours.outputs();
  const { times, notes } = await takeTurns({ ours, peak }, { rounds: 25, atLeast: 5 });
  const reached = recurrentOperations(shape) / times.ours / 1e6;
  const most = peakOperations(options) / times.peak / 1e6;
  return { ours: reached, peer: most, ratio: reached / most, note: notes.ours && `ours: ${notes.ours}` };
}

/** h [units] · U [units, 4 * units] for every token and direction; a multiply-add is two operations. */
const recurrentOperations = ({ sentences, tokens, directions, units }: Shape): number =>
  2 * sentences * tokens * directions * units * 4 * units;
