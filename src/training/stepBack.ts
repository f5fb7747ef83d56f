import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { GuardText } from '../model/guard.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { type Answers, agreements, answersOf } from './guarding.ts';
import { type FinetuneStep, shown } from './learnTask.ts';

/** Shares of the way from the former weights to the learnt ones. */
const SHARES = [1, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.08];

/** Of the disagreement that may be, so much is used up here: other texts than these decide. */
const MARGIN = 0.5;

/**
 * Takes a network that has learnt so far back to where it came from that every task without labels answers as before. Half
 * of the way keeps most of what was learnt, and often more, with a fraction of what was forgotten (Wortsman et al. 2022).
 * @param loaded the model that the network comes from
 * @param guard texts, and what `loaded` answers to them
 * @param tolerance the share of the texts, from 0 to 1, that may be answered otherwise
 * @param except the places of tasks with labels
 */
export function* stepBack(
  network: LayersModel,
  loaded: LoadedModel,
  guard: { texts: readonly GuardText[]; answers: Answers },
  tolerance: number,
  except: readonly number[],
): Generator<FinetuneStep, void> {
  const texts = guard.texts.map(({ text }) => text);
  const learnt = network.getWeights().map(weight => weight.clone());
  const former = loaded.network.getWeights();
  try {
    for (const share of SHARES) {
      tf.tidy(() => {
        // What has not moved stays as it is, to the last bit.
        const between = learnt.map((weight, n) =>
          tf.add(former[n], tf.mul(tf.sub(weight, former[n]), share)),
        );
        network.setWeights(between);
      });
      const answers = yield* shown('guard', answersOf(loaded, texts, network));
      const agreed = agreements(guard.texts, loaded, guard.answers, answers, except);
      if (agreed.every(({ metrics }) => 1 - metrics.accuracy <= MARGIN * tolerance)) return;
    }
  } finally {
    tf.dispose(learnt);
  }
}
