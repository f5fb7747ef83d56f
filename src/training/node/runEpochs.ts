import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { validationScore } from '../assess.ts';
import type { EncodedTask } from '../dataset.ts';
import type { TrainingOptions } from '../options.ts';
import type { EncodedSentences } from '../sentences.ts';
import { Trainer } from '../trainer.ts';
import { type CheckpointState, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';

/** Where a run is kept that may be cut. */
export interface Kept {
  checkpoint: string;
  /** What makes two runs the same run. */
  signature: string;
  /** Milliseconds of work that a cut run may lose, between the ends of epochs; two minutes when absent. */
  every?: number;
}

const EVERY = 120_000;

export interface EpochStep {
  /** From 0, of so many. */
  epoch: number;
  epochs: number;
  /** Steps of the epoch. */
  done: number;
  total: number;
  /** Of the last steps. */
  loss: number;
  /** The best validation score so far; absent before there is one. */
  best?: number;
}

export interface EpochOptions {
  sentences?: EncodedSentences | null;
  /** Whether the weights that it begins with may be the best ones. */
  first?: boolean;
}

export interface Epochs {
  /** That the chosen weights have seen. */
  seen: number;
  /** Whether it went on from a checkpoint. */
  resumed: boolean;
}

/** Trains with early stopping, leaves the network with the best epoch's weights, and keeps a checkpoint on the way. */
export async function runEpochs(
  network: LayersModel,
  tasks: readonly EncodedTask[],
  training: TrainingOptions,
  seed: number,
  kept: Kept,
  progress: (step: EpochStep) => void,
  { sentences = null, first = false }: EpochOptions = {},
): Promise<Epochs> {
  const trainer = new Trainer(network, tasks, training, seed, sentences);
  const sentenceEpochs = sentences === null ? 0 : training.sentenceEpochs;
  // What is not trained is where the run begins: a checkpoint can do without.
  const variables = () => network.trainableWeights.map(weight => weight.read() as tf.Variable);
  const copies = () => variables().map(variable => variable.clone());
  const set = (weights: readonly tf.Tensor[]) => {
    for (const [n, variable] of variables().entries()) variable.assign(weights[n]);
  };
  let best: { epoch: number; score: number } | null = null;
  let bestWeights: tf.Tensor[] = [];
  let from = { epoch: 0, step: 0 };

  const found = await loadCheckpoint(kept.checkpoint, kept.signature);
  if (found !== null) {
    set(found.tensors.weights);
    await trainer.restore(found.tensors.optimizer);
    tf.dispose([found.tensors.weights, found.tensors.optimizer]);
    bestWeights = found.tensors.best;
    ({ best } = found.state);
    from = { epoch: found.state.epoch, step: found.state.step };
  } else if (first) {
    best = { epoch: -1, score: validationScore(network, tasks, training.validationExamples) ?? -1 };
    bestWeights = copies();
  }

  const save = async (epoch: number, step: number) => {
    trainer.flush();
    const state: CheckpointState = { signature: kept.signature, epoch, step, best };
    // A scope, because Adam's state has a tensor among it that nobody owns.
    tf.engine().startScope();
    try {
      const optimizer = await trainer.state();
      await saveCheckpoint(kept.checkpoint, state, { weights: variables(), best: bestWeights, optimizer });
    } catch {
      // What cannot be kept costs a cut run its time, and is no reason to cut this one.
    } finally {
      tf.engine().endScope();
    }
  };

  try {
    for (let epoch = from.epoch; epoch < training.epochs; epoch++) {
      let saved = performance.now();
      let loss = 0;
      for (const step of trainer.epoch(epoch, epoch === from.epoch ? from.step : 0)) {
        loss += (step.loss - loss) / Math.min(step.done, 200);
        progress({ ...step, epoch, epochs: training.epochs, loss, ...(best && { best: best.score }) });
        if (performance.now() - saved > (kept.every ?? EVERY)) {
          await save(epoch, step.done);
          saved = performance.now();
        }
        // Lets signals and messages in.
        await new Promise(resolve => setImmediate(resolve));
      }
      if (epoch < sentenceEpochs) {
        // The heads have learnt nothing yet.
        await save(epoch + 1, 0);
        continue;
      }
      const score = validationScore(network, tasks, training.validationExamples);
      // Without validation examples the last epoch is taken.
      if (best === null || score === null || score > best.score) {
        best = { epoch, score: score ?? 0 };
        tf.dispose(bestWeights);
        bestWeights = copies();
      } else if (epoch - best.epoch >= training.patience) {
        await save(training.epochs, 0);
        break;
      }
      await save(epoch + 1, 0);
    }
    set(bestWeights);
    return { seen: (best?.epoch ?? 0) + 1, resumed: found !== null };
  } finally {
    tf.dispose(bestWeights);
    trainer.dispose();
  }
}
