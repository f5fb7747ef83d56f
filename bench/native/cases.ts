import { inEnglish } from '../../src/base/words.ts';
import { findNative, nativeHome } from '../../src/native/node/home.ts';
import type { Case } from '../case.ts';
import { type Contest, hold } from '../contest/contest.ts';
import { nodeStart, type Start } from '../contest/contestantProcess.ts';
import { pytorchStart } from '../peers/pytorch.ts';
import { lastStates } from '../reference.ts';
import { CannotRun, type Figures } from '../report/row.ts';
import { standard as shape, workloadOf } from '../workload.ts';

/** Sentences of which the reference says what comes out. */
const REFERENCE_SENTENCES = 16;

/** What the native library reads: one thread, as everybody here has. */
const env = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };

/** On the native library. */
const native = (module: string, batch: number): Start => ({
  ...nodeStart(module, { shape, batch, backend: 'tensorflow' }),
  env,
});

/** Ours is the framework's block LSTM under our layers, the peer its own layers; the others' times stand in the note. */
async function measure(
  work: 'forward' | 'train',
  batch: number,
  contest: Omit<Contest, 'beside'>,
  wasm: Start,
): Promise<Figures> {
  const found = findNative(nativeHome());
  if (found.files === undefined) throw new CannotRun(inEnglish(found.reason));
  const pytorch = startOr(() => pytorchStart(work, shape, batch));
  const beside = { wasm, ...(typeof pytorch !== 'string' && { PyTorch: pytorch }) };
  const { note, ...times } = await hold({ ...contest, beside });
  const missing = typeof pytorch === 'string' ? `; PyTorch: ${pytorch}` : '';
  return { ...times, ratio: times.peer / times.ours, note: note + missing };
}

/** Why it cannot run, where it cannot. */
function startOr(start: () => Start): Start | string {
  try {
    return start();
  } catch (error) {
    if (error instanceof CannotRun) return error.message;
    throw error;
  }
}

function forward(batch: number): Promise<Figures> {
  const [ours, peer] = [native('ours/layers', batch), native('peers/tfjsForward', batch)];
  const expected = lastStates(shape, workloadOf(shape), REFERENCE_SENTENCES);
  const contest = { ours, peer, expected, tolerance: 1e-4, rounds: 15, atLeast: 5 };
  return measure('forward', batch, contest, nodeStart('ours/forward', { shape }));
}

/** An epoch. */
function train(batch: number): Promise<Figures> {
  const [ours, peer] = [native('ours/train', batch), native('peers/tfjsTrain', batch)];
  // As for the other training cases.
  const contest = { ours, peer, tolerance: 2e-3, rounds: 7, atLeast: 0 };
  return measure('train', batch, contest, nodeStart('ours/train', { shape, batch }));
}

/** The native library: which layers on it, and what else could do the work. */
export const nativeCases: readonly Case[] = [
  { id: 'native/forward-32', goal: 3, unit: 'ms', measure: () => forward(32) },
  { id: 'native/forward-256', goal: 1, unit: 'ms', measure: () => forward(256) },
  { id: 'native/train-32', goal: 4, unit: 'ms', measure: () => train(32) },
  { id: 'native/train-256', goal: 4, unit: 'ms', measure: () => train(256) },
];
