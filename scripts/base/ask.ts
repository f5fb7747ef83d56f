/** Asks the model as the product does, each text as one segment. */
import { join } from 'node:path';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import type { Scorer } from '../../src/engine/scorer.ts';
import { type ScoredSegment, scoreOf, type TaskScore } from '../../src/protocol/scores.ts';
import { kindsOfSentence, rebased } from '../../src/text/kinds.ts';
import { normalise } from '../../src/text/mask.ts';
import type { Segment } from '../../src/text/segment.ts';
import { type FunctionalCase, root } from './trustData.ts';

/** What is asked: a scorer, or what stands for it in a test. */
export type Model = Pick<Scorer, 'model' | 'score'>;

export interface Question extends Pick<FunctionalCase, 'text' | 'kind'> {
  /** BCP-47, `und` when unsure. */
  language: string;
}

/** @param bundle a folder; the shipped one when absent */
export function openModel(bundle = join(root, 'models/base')): Promise<Scorer> {
  return openScorerIn(bundle, { backend: 'wasm', native: false, wasmPath: join(root, 'dist/wasm/') });
}

/** Answers by task, in the order of `questions`. */
export function ask(model: Model, questions: readonly Question[]): Promise<ScoredSegment[]> {
  return model.score(questions.map(asSegment));
}

/** The answer of a task that the model has. */
export function answerOf(scored: ScoredSegment, task: string): TaskScore {
  return scoreOf(scored, { id: task })!;
}

export function tasksOfModel({ model }: Model): string[] {
  return model.tasks.map(({ id }) => id);
}

function asSegment({ text, language, kind }: Question): Segment {
  const normalised = normalise(text);
  const kinds = kindsOfSentence(normalised, rebased([], kind));
  return { start: 0, end: text.length, text: normalised, language, kinds };
}
