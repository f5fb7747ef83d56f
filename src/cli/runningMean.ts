import {
  ABSTAIN_REASONS,
  type AbstainReason,
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
  /** What the task is not asked of. */
  #outside: Sum[];
  /** By task: the last of the reasons that it abstained for, in their order. */
  readonly #reasons: AbstainReason[] = [];
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
    this.#outside = tasks.map(zero);
  }

  add(segments: readonly ScoredSegment[]): void {
    for (const segment of segments) {
      const { language, tokens } = segment;
      this.#tokens += tokens;
      this.#languages.add(language, tokens);
      for (const [k, task] of this.tasks.entries()) {
        const score = scoreOf(segment, task);
        if (score === undefined) continue;
        const sum = this.#sumsFor(score)[k];
        if (score.reason !== undefined) this.#reasons[k] = later(score.reason, this.#reasons[k]);
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
    const counts = {
      scored: sure.segments,
      abstained: this.#unsure[k].segments,
      outside: this.#outside[k].segments,
    };
    if (sure.tokens === 0) return { label: null, probabilities: null, ...counts };
    const probabilities = mean(sure);
    return { label: labels[probabilities.indexOf(Math.max(...probabilities))], probabilities, ...counts };
  }

  /**
   * By task, as a segment has them: where every segment abstains, the probabilities are the mean over those that the task
   * is asked of, else over all; and the reason is the one that was nearest to an answer.
   */
  scores(): Record<string, TaskScore> {
    const answers = this.tasks.flatMap(({ id }, k): [string, TaskScore][] => {
      const { label, probabilities } = this.score(k);
      if (probabilities !== null) return [[id, { label, probabilities, abstained: false }]];
      const abstained = [this.#unsure[k], this.#outside[k]].find(({ tokens }) => tokens > 0);
      if (abstained === undefined) return [];
      const reason = this.#reasons[k];
      return [[id, { label, probabilities: mean(abstained), abstained: true, ...(reason && { reason }) }]];
    });
    return Object.fromEntries(answers);
  }

  #sumsFor({ abstained, reason }: TaskScore): Sum[] {
    if (!abstained) return this.#sure;
    return reason === 'scope' ? this.#outside : this.#unsure;
  }
}

function later(reason: AbstainReason, former: AbstainReason | undefined): AbstainReason {
  if (former === undefined) return reason;
  return ABSTAIN_REASONS.indexOf(reason) > ABSTAIN_REASONS.indexOf(former) ? reason : former;
}

function mean({ probabilities, tokens }: Sum): number[] {
  return probabilities.map(sum => sum / tokens);
}
