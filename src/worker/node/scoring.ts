import type { Scorer } from '../../engine/scorer.ts';
import { type ModelInfo, tasksOf } from '../../protocol/scores.ts';
import {
  type LoadRequest,
  type ScoreReply,
  type ScoreRequest,
  type ScoringEvents,
  type ScoringService,
  type TextSpan,
  touches,
} from '../../protocol/worker.ts';
import type { Segment } from '../../text/segment.ts';
import { segmentText } from '../../text/segments.ts';
import { ModelHolder } from './modelHolder.ts';

/** The scoring worker's service: prose, segments, scores. */
export class Scoring implements ScoringService {
  readonly #models: ModelHolder<Scorer>;
  readonly #events: ScoringEvents;
  readonly #running = new Map<number, AbortController>();

  constructor(open: (request: LoadRequest) => Promise<Scorer>, events: ScoringEvents) {
    this.#models = new ModelHolder(open);
    this.#events = events;
  }

  load(request: LoadRequest): Promise<ModelInfo> {
    return this.#models.load(request);
  }

  async score(request: ScoreRequest): Promise<ScoreReply> {
    const abort = new AbortController();
    this.#running.set(request.id, abort);
    try {
      return await this.#models.use(async scorer => {
        const model = { ...scorer.model, tasks: tasksOf(scorer.model.tasks, request.tasks) };
        const segments = await scorer.score(wanted(request), {
          tasks: model.tasks.map(({ id }) => id),
          thresholds: request.thresholds,
          signal: abort.signal,
          progress: (done, total) => this.#events.progress(request.id, done, total),
        });
        return { model, segments };
      });
    } finally {
      this.#running.delete(request.id);
    }
  }

  async segments(request: ScoreRequest): Promise<TextSpan[]> {
    return wanted(request).map(({ start, end, text }) => ({ start, end, text }));
  }

  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }
}

function wanted({ text, languageId, ranges }: ScoreRequest): Segment[] {
  const segments = segmentText(text, { languageId });
  return ranges === undefined
    ? segments
    : segments.filter(segment => ranges.some(span => touches(segment, span)));
}
