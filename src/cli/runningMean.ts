import {
  type DocumentScore,
  type ScoredSegment,
  scoreOf,
  type TaskInfo,
  type TaskScore,
} from '../protocol/scores.ts';
import { LanguageCount } from './languageCount.ts';

interface Sum {
  probabilities: number[];
  tokens: number;
  segments: number;
}

/** A document's scores, as `documentScore` has them, from segments that are not kept. */
export class RunningMean {
  readonly tasks: readonly TaskInfo[];
  #sure: Sum[];
  #unsure: Sum[];
  readonly #languages = new LanguageCount();
  #tokens = 0;

  constructor(tasks: readonly TaskInfo[]) {
    this.tasks = tasks;
    const zero = ({ labels }: TaskInfo): Sum => ({
      probabilities: labels.map(() => 0),
      tokens: 0,
      segments: 0,
    });
    this.#sure = tasks.map(zero);
    this.#unsure = tasks.map(zero);
  }

  add(segments: readonly ScoredSegment[]): void {
    for (const segment of segments) {
      const { language, tokens } = segment;
      this.#tokens += tokens;
      this.#languages.add(language, tokens);
      for (const [k, task] of this.tasks.entries()) {
        const score = scoreOf(segment, task);
        if (score === undefined) continue;
        const sum = (score.abstained ? this.#unsure : this.#sure)[k];
        score.probabilities.forEach((p, i) => {
          sum.probabilities[i] += p * tokens;
        });
        sum.tokens += tokens;
        sum.segments++;
      }
    }
  }

  /** The tokens read so far. */
  get tokens(): number {
    return this.#tokens;
  }

  /** The language that most tokens are in. */
  get language(): string {
    return this.#languages.most;
  }

  /** @param k the task's place in `tasks` */
  score(k: number): DocumentScore {
    const { labels } = this.tasks[k];
    const sure = this.#sure[k];
    const counts = { scored: sure.segments, abstained: this.#unsure[k].segments };
    if (sure.tokens === 0) return { label: null, probabilities: null, ...counts };
    const probabilities = mean(sure);
    return { label: labels[probabilities.indexOf(Math.max(...probabilities))], probabilities, ...counts };
  }

  /** By task, as a segment has them: where every segment abstains, the probabilities are the mean over these. */
  scores(): Record<string, TaskScore> {
    const answers = this.tasks.flatMap(({ id }, k): [string, TaskScore][] => {
      const { label, probabilities } = this.score(k);
      if (probabilities !== null) return [[id, { label, probabilities, abstained: false }]];
      const unsure = this.#unsure[k];
      if (unsure.tokens === 0) return [];
      return [[id, { label, probabilities: mean(unsure), abstained: true }]];
    });
    return Object.fromEntries(answers);
  }
}

function mean({ probabilities, tokens }: Sum): number[] {
  return probabilities.map(sum => sum / tokens);
}
