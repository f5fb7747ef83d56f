import { createHash } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { GuardText } from '../../model/guard.ts';
import type { LoadedModel } from '../../model/loadedModel.ts';
import type { TrainingEvents } from '../../protocol/training.ts';
import { encoderLesson, STAGE, type Taught } from '../encoderLearner.ts';
import type { TrainingOptions } from '../options.ts';
import { stepBack } from '../stepBack.ts';
import { finish } from './finish.ts';
import { type EpochStep, runEpochs } from './runEpochs.ts';

export interface EncoderOptions {
  training: TrainingOptions;
  seed: number;
  /** The share of the guard, from 0 to 1, that a task without labels may answer otherwise. */
  tolerance: number;
  /** The file that a cut run goes on from. */
  checkpoint: string;
  progress?: TrainingEvents['progress'];
}

/** Milliseconds of work that a cut run may lose: the whole takes a minute. */
const EVERY = 10_000;

/** The network of `loaded` with an encoder that learnt from labels (encoderLesson). The caller disposes it. */
export async function learnEncoder(
  loaded: LoadedModel,
  labelled: readonly Taught[],
  guard: readonly GuardText[],
  { training, seed, tolerance, checkpoint, progress }: EncoderOptions,
): Promise<{ network: LayersModel; resumed: boolean }> {
  const signature = signatureOf(loaded, labelled, guard, training, seed);
  const lesson = await finish(encoderLesson(loaded, labelled, guard, seed), progress);
  const { network, taught, tasks, sentences } = lesson;
  const steps = ({ epoch, epochs, done, total, loss }: EpochStep) =>
    progress?.(STAGE, epoch * total + done, epochs * total, { loss });
  try {
    const kept = { checkpoint, signature, every: EVERY };
    const from = { sentences, first: true };
    const { resumed } = await runEpochs(taught, tasks, training, seed, kept, steps, from).finally(
      lesson.dispose,
    );
    const touched = labelled.map(({ task }) => task.known);
    await finish(stepBack(network, loaded, lesson.guard, tolerance, touched), progress);
    return { network, resumed };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function signatureOf(
  { manifest }: LoadedModel,
  labelled: readonly Taught[],
  guard: readonly GuardText[],
  training: TrainingOptions,
  seed: number,
): string {
  const labels = labelled.map(({ task: { id, labels, known, examples }, folds }) => [
    ...[id, labels, known, folds],
    examples.map(({ text, label }) => [text, label]),
  ]);
  const run = { training, seed, model: manifest.files['weights.bin'], labels, guard };
  return createHash('sha256').update(JSON.stringify(run)).digest('hex');
}
