import { errors } from '../base/errors.ts';
import type { Scorer } from '../engine/scorer.ts';
import type { TaskInfo } from '../protocol/scores.ts';
import { type Format, formatter } from './formats.ts';
import type { Input } from './inputs.ts';
import { type ScoredOptions, scoredDocument, scoredSegments } from './segmentStream.ts';
import type { Surroundings } from './surroundings.ts';
import { type ThroughOptions, throughModel } from './throughModel.ts';

export interface ScoreOptions extends ThroughOptions {
  /** All of the model's when absent. */
  tasks?: string[];
  format?: Format;
}

/** `manylens score`. */
export async function score(files: string[], options: ScoreOptions, around: Surroundings): Promise<void> {
  const { width, colors, terminal } = around;
  const format = options.format ?? (terminal ? 'table' : 'jsonl');
  await throughModel('Scoring', files, options, around, scorer => {
    const tasks = chosenTasks(scorer.model.tasks, options.tasks);
    const formatOf = formatter(format, { model: scorer.model, tasks, width, colors });
    return async function* (input, stream) {
      const file = formatOf();
      yield { text: file.head(input.name), segments: 0 };
      for await (const segments of scored(input, scorer, { ...stream, tasks })) {
        yield { text: file.rows(segments), segments: segments.length };
      }
      yield { text: file.foot(), segments: 0 };
    };
  });
}

function chosenTasks(known: readonly TaskInfo[], wanted: readonly string[] | undefined): readonly TaskInfo[] {
  if (wanted === undefined) return known;
  return [...new Set(wanted)].map(id => {
    const task = known.find(task => task.id === id);
    if (task === undefined) {
      throw errors.unknownTask(
        id,
        known.map(task => task.id),
      );
    }
    return task;
  });
}

async function* scored(input: Input, scorer: Scorer, options: ScoredOptions) {
  if (options.by === 'document') yield [await scoredDocument(input, scorer, options)];
  else yield* scoredSegments(input, scorer, options);
}
