import { errors } from '../base/errors.ts';
import { nextTurn } from '../base/nextTurn.ts';
import { calibrate } from '../model/calibrate.ts';
import type { WordEffect } from '../protocol/scores.ts';
import { answersWithout } from './answers.ts';
import { MAX_ROWS } from './network.ts';
import type { OpenModel } from './openModel.ts';

/**
 * By how much the best label's probability falls without each word of a text (leave one out: Li et al. 2016). What says
 * nothing, marks and numbers, is left out. Rejects with `cancelled` when `signal` aborts.
 * @param k the task's position in the manifest
 * @param probabilities what the task says of the whole text
 */
export async function wordEffects(
  open: OpenModel,
  text: string,
  k: number,
  probabilities: readonly number[],
  signal?: AbortSignal,
): Promise<WordEffect[]> {
  const { manifest, encoder } = open;
  const { maxLength } = manifest.tokenizer;
  const { ids } = encoder.encode(text, maxLength);
  const words = encoder.locate(text, maxLength).filter(({ tokens }) => tokens.end <= ids.length);
  const top = Math.max(...probabilities);
  const best = probabilities.indexOf(top);
  const effects: WordEffect[] = [];
  for (let from = 0; from < words.length; from += MAX_ROWS) {
    if (signal?.aborted) throw errors.cancelled();
    const some = words.slice(from, from + MAX_ROWS);
    answersWithout(open, text, ids, some, k).forEach((raw, n) => {
      const { start, end } = some[n];
      const left = calibrate(raw, manifest.tasks[k].temperature)[best];
      effects.push({ start, end, word: text.slice(start, end), drop: top - left });
    });
    await nextTurn();
  }
  if (signal?.aborted) throw errors.cancelled();
  return effects;
}
