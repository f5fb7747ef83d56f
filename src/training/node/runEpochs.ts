import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { validationScore } from '../assess.ts';
import type { EncodedTask } from '../dataset.ts';
import type { TrainingOptions } from '../options.ts';
import type { EncodedSentences } from '../sentences.ts';
import { Trainer } from '../trainer.ts';
import { type CheckpointState, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import type { Progress } from './trainFiles.ts';

/** How much work a cut run may lose. */
const CHECKPOINT_EVERY_MS = 120_000;

/**
 * Trains with early stopping, leaves the network with the best epoch's weights, and keeps a checkpoint on the way.
 * @returns the epochs that these weights have seen
 */
export async function runEpochs(
  network: LayersModel,
  tasks: readonly EncodedTask[],
  training: TrainingOptions,
  seed: number,
  files: { checkpoint: string; signature: string },
  progress: (progress: Progress) => void,
  sentences: EncodedSentences | null = null,
): Promise<number> {
  const trainer = new Trainer(network, tasks, training, seed, sentences);
  const sentenceEpochs = sentences === null ? 0 : training.sentenceEpochs;
  let best: { epoch: number; score: number } | null = null;
  let bestWeights: tf.Tensor[] = [];
  let from = { epoch: 0, step: 0 };

  const found = await loadCheckpoint(files.checkpoint, files.signature);
  if (found !== null) {
    network.setWeights(found.tensors.weights);
    await trainer.restore(found.tensors.optimizer);
    tf.dispose([found.tensors.weights, found.tensors.optimizer]);
    bestWeights = found.tensors.best;
    ({ best } = found.state);
    from = { epoch: found.state.epoch, step: found.state.step };
  }

  const save = async (epoch: number, step: number) => {
    trainer.flush();
    const state: CheckpointState = { signature: files.signature, epoch, step, best };
    const optimizer = await trainer.state();
    await saveCheckpoint(files.checkpoint, state, {
      weights: network.getWeights(),
      best: bestWeights,
      optimizer,
    });
    tf.dispose(optimizer);
  };

  try {
    for (let epoch = from.epoch; epoch < training.epochs; epoch++) {
      const stage = `epoch ${epoch + 1} of ${training.epochs}`;
      let saved = performance.now();
      let loss = 0;
      for (const step of trainer.epoch(epoch, epoch === from.epoch ? from.step : 0)) {
        loss += (step.loss - loss) / Math.min(step.done, 200);
        const score = best ? `, best validation ${best.score.toFixed(3)}` : '';
        progress({ stage, done: step.done, total: step.total, note: `loss ${loss.toFixed(3)}${score}` });
        if (performance.now() - saved > CHECKPOINT_EVERY_MS) {
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
        bestWeights = network.getWeights().map(weight => weight.clone());
      } else if (epoch - best.epoch >= training.patience) break;
      await save(epoch + 1, 0);
    }
    network.setWeights(bestWeights);
    return (best?.epoch ?? 0) + 1;
  } finally {
    tf.dispose(bestWeights);
    trainer.dispose();
  }
}
