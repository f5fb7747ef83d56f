import { errors } from '../base/errors.ts';
import type { TextKind } from '../base/textKinds.ts';
import { openScorerIn } from '../engine/node/openScorerIn.ts';
import type { Scorer } from '../engine/scorer.ts';
import type { BackendChoice, TaskInfo } from '../protocol/scores.ts';
import { loadGrammar } from '../text/grammars.ts';
import { grammarsIn } from '../text/node/grammarFiles.ts';
import { type Format, formatter } from './formats.ts';
import { type Input, openInputs, STDIN } from './inputs.ts';
import { type StreamOptions, scoredDocument, scoredSegments, type Unit } from './segmentStream.ts';
import type { Surroundings } from './surroundings.ts';

export interface ScoreOptions {
  /** All of the model's when absent. */
  tasks?: string[];
  by: Unit;
  /** What is read is all of this kind. */
  kind?: TextKind;
  format?: Format;
  /** A bundle's folder; the shipped one when absent. */
  model?: string;
  backend: BackendChoice;
}

/** `manylens score`. */
export async function score(files: string[], options: ScoreOptions, around: Surroundings): Promise<void> {
  const { installation, stdin, stdout, progress } = around;
  const { by, kind } = options;
  if (files.length === 0 && stdin.isTTY) {
    throw errors.badInput('a FILE, or text on the standard input', 'neither');
  }
  const inputs = await openInputs(files.length === 0 ? [STDIN] : files, stdin);
  progress.show({ stage: 'Loading the model', done: 0, total: 0 });
  const scorer = await openScorerIn(options.model ?? installation.baseModel, {
    backend: options.backend,
    wasmPath: installation.wasmPath,
    native: true,
  });
  try {
    const tasks = chosenTasks(scorer.model.tasks, options.tasks);
    const format = options.format ?? (around.terminal ? 'table' : 'jsonl');
    const { width, colors } = around;
    const formatOf = formatter(format, { model: scorer.model, tasks, width, colors });
    const write = async (text: string) => {
      if (text === '') return;
      progress.hide();
      await stdout.write(text);
    };
    const meter = meterOf(inputs, around);
    for (const input of inputs) {
      await loadGrammar(input.languageId, grammarsIn(installation.wasmPath));
      const file = formatOf();
      await write(file.head(input.name));
      for await (const segments of scored(input, scorer, { ...meter, by, kind, tasks })) {
        await write(file.rows(segments));
        meter.scored(segments.length);
      }
      await write(file.foot());
    }
  } finally {
    progress.hide();
    scorer.dispose();
  }
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

async function* scored(input: Input, scorer: Scorer, options: StreamOptions) {
  if (options.by === 'document') yield [await scoredDocument(input, scorer, options)];
  else yield* scoredSegments(input, scorer, options);
}

/** Shows how much is read, as a share where all sizes are known. */
function meterOf(inputs: readonly Input[], { progress, warn }: Surroundings) {
  const sizes = inputs.map(input => input.size);
  const total = sizes.includes(undefined) ? 0 : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  let read = 0;
  let segments = 0;
  const show = () => {
    const note = `${segments.toLocaleString('en')} segments`;
    progress.show({ stage: 'Scoring', done: read, total, note });
  };
  return {
    warn: (warning: string) => {
      progress.hide();
      warn(warning);
    },
    read: (bytes: number) => {
      read += bytes;
      show();
    },
    scored: (count: number) => {
      segments += count;
      show();
    },
  };
}
