import { errors } from '../../base/errors.ts';
import type { ScoreOptions, Scorer } from '../../engine/scorer.ts';
import { parseLabelFile, resolveLabels } from '../../labels/labelFile.ts';
import { labelProblems } from '../../labels/problems.ts';
import type { LabelContent, LabelProblem, TaskLabels } from '../../protocol/labels.ts';
import { type Explanation, type ModelInfo, tasksOf } from '../../protocol/scores.ts';
import {
  type AnalyzeReply,
  type AnalyzeRequest,
  type ExplainRequest,
  type Heading,
  type LoadRequest,
  type Question,
  type ScoreReply,
  type ScoreRequest,
  type ScoringEvents,
  type ScoringService,
  type TextSpan,
  touches,
} from '../../protocol/worker.ts';
import { loadGrammar, type ReadGrammar } from '../../text/grammars.ts';
import { headingsOf } from '../../text/headings.ts';
import { ignoredIn, isIgnored } from '../../text/ignored.ts';
import { normalise } from '../../text/mask.ts';
import type { Segment } from '../../text/segment.ts';
import { segmentText } from '../../text/segments.ts';
import { ModelHolder } from './modelHolder.ts';
import { OpenDocuments } from './openDocuments.ts';

/** The scoring worker's service: prose, segments, scores. */
export class Scoring implements ScoringService {
  readonly #models: ModelHolder<Scorer>;
  readonly #events: ScoringEvents;
  readonly #grammars: ReadGrammar;
  readonly #documents = new OpenDocuments();
  readonly #running = new Map<number, AbortController>();

  constructor(open: (request: LoadRequest) => Promise<Scorer>, grammars: ReadGrammar, events: ScoringEvents) {
    this.#models = new ModelHolder(open);
    this.#grammars = grammars;
    this.#events = events;
  }

  load(request: LoadRequest): Promise<ModelInfo> {
    return this.#models.load(request);
  }

  async score(request: ScoreRequest): Promise<ScoreReply> {
    return this.#run(request, async (scorer, model, options) => {
      const ignored = ignoredIn(request.text);
      const asked = wanted(request).filter(segment => !isIgnored(segment, ignored));
      const scored = await scorer.score(asked, options);
      return { model, segments: scored.map((segment, i) => ({ ...segment, text: asked[i].text })) };
    });
  }

  async analyze(request: AnalyzeRequest): Promise<AnalyzeReply | undefined> {
    await loadGrammar(request.languageId, this.#grammars);
    // Before anything else is waited for, which all requests wait for alike: edits come in order.
    const document = this.#documents.update(request);
    if (document === undefined) return undefined;
    return this.#run(request, async (scorer, model, options) => {
      const scored = await document.score(scorer, options);
      if (document.version !== request.version) throw errors.cancelled();
      return { model, scored, ...document.reply(request.known) };
    });
  }

  async explain(request: ExplainRequest): Promise<Explanation | undefined> {
    const segment = this.#documents.find(request)?.segmentAt(request.segment);
    if (segment === undefined) return undefined;
    return this.#run(request, (scorer, _, options) => scorer.explain(segment, request.task, options));
  }

  close(uri: string): void {
    this.#documents.close(uri);
  }

  async segments(request: ScoreRequest): Promise<TextSpan[]> {
    await loadGrammar(request.languageId, this.#grammars);
    return wanted(request).map(({ start, end, text }) => ({ start, end, text }));
  }

  async headings(text: string, languageId: string): Promise<Heading[]> {
    return headingsOf(text, languageId);
  }

  async labels(name: string, content: string): Promise<LabelContent> {
    // Whatever its first line is like, others are read as label records.
    const { records, skipped } = parseLabelFile(name, content, { from: 'jsonl' });
    const now = resolveLabels(records.map(record => ({ ...record, text: normalise(record.text) })));
    const labels = now.flatMap(({ text, task, label }) => (label === null ? [] : [{ text, task, label }]));
    return { labels, skipped };
  }

  async labelProblems(name: string, content: string, tasks: readonly TaskLabels[]): Promise<LabelProblem[]> {
    return labelProblems(name, content, tasks);
  }

  async cancel(id: number): Promise<void> {
    this.#running.get(id)?.abort();
  }

  /** Runs `work` on the current model, for the tasks that are asked: it hears a cancel, and its progress is told. */
  async #run<R>(
    { id, tasks, thresholds }: Question & { id: number },
    work: (scorer: Scorer, model: ModelInfo, options: ScoreOptions) => Promise<R>,
  ): Promise<R> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      return await this.#models.use(scorer => {
        const model = { ...scorer.model, tasks: tasksOf(scorer.model.tasks, tasks) };
        return work(scorer, model, {
          tasks: model.tasks.map(task => task.id),
          thresholds,
          signal: abort.signal,
          progress: (done, total) => this.#events.progress(id, done, total),
        });
      });
    } finally {
      this.#running.delete(id);
    }
  }
}

function wanted({ text, languageId, ranges }: ScoreRequest): Segment[] {
  const segments = segmentText(text, { languageId });
  return ranges === undefined
    ? segments
    : segments.filter(segment => ranges.some(span => touches(segment, span)));
}
