import { errors } from '../base/errors.ts';
import type { TextKind } from '../base/textKinds.ts';
import { openScorerIn } from '../engine/node/openScorerIn.ts';
import type { Scorer } from '../engine/scorer.ts';
import type { BackendChoice, PrecisionChoice } from '../protocol/scores.ts';
import { loadGrammar } from '../text/grammars.ts';
import { grammarsIn } from '../text/node/grammarFiles.ts';
import { type Input, openInputs, STDIN } from './inputs.ts';
import type { StreamOptions, Unit } from './segmentStream.ts';
import type { Surroundings } from './surroundings.ts';

export interface ThroughOptions {
  by: Unit;
  /** What is read is all of this kind. */
  kind?: TextKind;
  /** As TextDecoder has it; default UTF-8, or UTF-16 by its mark. */
  encoding?: string;
  /** A bundle's folder; the shipped one when absent. */
  model?: string;
  backend: BackendChoice;
  precision: PrecisionChoice;
  /** Two where there are two cores when absent. */
  threads?: '1' | '2';
}

/** What is to be written, and how many segments it is about. */
export interface Printed {
  text: string;
  segments: number;
}

/** Reads an input and says what is to be written, as it comes. */
export type Reader = (input: Input, options: StreamOptions) => AsyncIterable<Printed>;

/**
 * What `score` and `embed` share: each input goes through the model, and what comes out is written at once.
 * @param stage for the progress
 * @param readerWith is called once, with the model; what it throws ends the command before anything is read
 */
export async function throughModel(
  stage: string,
  files: readonly string[],
  options: ThroughOptions,
  around: Surroundings,
  readerWith: (scorer: Scorer) => Reader | Promise<Reader>,
): Promise<void> {
  const { installation, stdin, stdout, progress } = around;
  const { by, kind } = options;
  if (files.length === 0 && stdin.isTTY) {
    throw errors.badInput('a FILE, or text on the standard input', 'neither');
  }
  const inputs = await openInputs(files.length === 0 ? [STDIN] : files, stdin, options.encoding);
  progress.show({ stage: 'Loading the model', done: 0, total: 0 });
  const scorer = await openScorerIn(options.model ?? installation.baseModel, {
    backend: options.backend,
    precision: options.precision,
    wasmPath: installation.wasmPath,
    native: true,
    threads: options.threads === undefined ? undefined : Number(options.threads),
  });
  try {
    const read = await readerWith(scorer);
    const meter = meterOf(stage, inputs, around);
    for (const input of inputs) {
      await loadGrammar(input.languageId, grammarsIn(installation.wasmPath));
      for await (const { text, segments } of read(input, { ...meter, by, kind })) {
        if (text !== '') {
          progress.hide();
          await stdout.write(text);
        }
        if (segments > 0) meter.done(segments);
      }
    }
  } finally {
    progress.hide();
    scorer.dispose();
  }
}

/** Shows how much is read, as a share where all sizes are known. */
function meterOf(stage: string, inputs: readonly Input[], { progress, warn }: Surroundings) {
  const sizes = inputs.map(input => input.size);
  const total = sizes.includes(undefined) ? 0 : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  let read = 0;
  let segments = 0;
  const show = () => {
    const note = `${segments.toLocaleString('en')} segments`;
    progress.show({ stage, done: read, total, note });
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
    done: (count: number) => {
      segments += count;
      show();
    },
  };
}
