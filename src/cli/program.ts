/** The command line's words: commands, options, help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { TEXT_KINDS } from '../base/textKinds.ts';
import { textbookPresets } from '../protocol/training.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { FinetuneOptions } from './finetune.ts';
import { formats } from './formats.ts';
import { addLabelCommands, encoding, readingLabels } from './labelsProgram.ts';
import type { ScoreOptions } from './score.ts';
import type { Surroundings } from './surroundings.ts';
import type { ThroughOptions } from './throughModel.ts';
import type { TrainOptions } from './train.ts';
import { addVersionCommands } from './versionsProgram.ts';

/**
 * @param command what the user typed, for a bundle's provenance
 * @param exit called with the exit code where that is a result
 */
export function programFor(around: Surroundings, command: string, exit: (code: number) => void): Command {
  const { installation } = around;
  const program = new Command('manylens')
    .description('Scores text with many lenses at once. Nothing leaves the machine.')
    .version(installation.version)
    .showSuggestionAfterError(false)
    .exitOverride()
    // What is wrong is said in one line, where all errors are.
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined });

  program
    .command('score')
    .description('Score files, or the standard input, for every task.')
    .argument('[FILE...]', 'files to score; - is the standard input')
    .option('--tasks <ids>', 'only these tasks, separated by commas', list)
    .addOption(by('what gets a score'))
    .addOption(kind())
    .addOption(encoding())
    .addOption(choice('--format <format>', 'default: table on a terminal, else jsonl', formats))
    .addOption(model())
    .addOption(backend())
    .addOption(precision())
    .addOption(threads())
    // Loaded when asked for: help and version need no model, and scoring no TensorFlow.js.
    .action(async (files: string[], options: ScoreOptions) => {
      await (await import('./score.ts')).score(files, options, around);
    });

  program
    .command('embed')
    .description(
      'Print the vector of each sentence, of length 1: like sentences lie together. JSON lines; null where nothing is said.',
    )
    .argument('[FILE...]', 'files to read; - is the standard input')
    .addOption(by('what gets a vector'))
    .addOption(kind())
    .addOption(encoding())
    .addOption(model())
    .addOption(backend())
    .addOption(precision())
    .action(async (files: string[], options: ThroughOptions) => {
      await (await import('./embed.ts')).embed(files, options, around);
    });

  program
    .command('train')
    .description('Train a model from an experiment.')
    .argument('<EXPERIMENT.json>', 'the tasks, their data, the architecture')
    .requiredOption('--out <DIR>', "the model's bundle: appears whole or not at all")
    .option('--data-root <DIR>', "where the experiment's paths start ; default: its folder")
    .addOption(seed())
    .option('--epochs <n>', "instead of the experiment's", positive)
    .addOption(backend())
    .action(async (experiment: string, options: TrainOptions) => {
      await (await import('./learning.ts')).train(experiment, options, command, around);
    });

  program
    .command('evaluate')
    .description("Measure a model on an experiment's data.")
    .argument('<EXPERIMENT.json>', 'the tasks and their data')
    .addOption(model())
    .option('--data-root <DIR>', "where the experiment's paths start; default: its folder")
    .addOption(choice('--split <split>', 'which part of the data', ['test', 'validation']).default('test'))
    .option('--json <FILE>', 'write all figures as JSON; - is the standard output')
    .addOption(seed())
    .addOption(backend())
    .action(async (experiment: string, options: EvaluateOptions) => {
      await (await import('./learning.ts')).evaluate(experiment, options, around);
    });

  readingLabels(
    program
      .command('finetune')
      .description('Teach a model from label files.')
      .argument('<LABELS...>', 'JSON lines, CSV or TSV, or what "labels import" reads'),
  )
    .requiredOption('--out <DIR>', "the new model's bundle: appears whole or not at all")
    .option('--model <DIR>', 'the bundle to start from; default: the shipped one')
    .addOption(choice('--mode <mode>', 'what learns', ['auto', 'heads', 'full']).default('auto'))
    .addOption(
      choice('--preset <name>', "train a textbook's model from nothing instead", textbookPresets).conflicts(
        'mode',
      ),
    )
    .addOption(
      new Option(
        '--guard-tolerance <points>',
        'points of agreement with the model before that any other task may lose; default: 1',
      ).argParser(points),
    )
    .addOption(seed())
    .option('--parent <DIR>', 'the version that was in use before, for the history: "versions back" knows it')
    .option('--json <FILE>', 'write the report as JSON; - is the standard output')
    .option('--strict', 'a broken line is an error')
    .option('--allow-new-labels', 'a known task may get new labels')
    .addOption(backend())
    .action(async (labels: string[], options: FinetuneOptions) => {
      exit(await (await import('./learning.ts')).finetune(labels, options, around));
    });

  addLabelCommands(program, around, backend());
  addVersionCommands(program, around);

  const native = program
    .command('native')
    .description('The native TensorFlow library: optional, and quicker at training.');
  native
    .command('install')
    .description('Fetch it, build its add-on, try it. Says the size first; goes on where it was cut.')
    .action(async () => (await import('./native.ts')).installNative(around));
  native
    .command('status')
    .description('Compute with it, and say what did.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) =>
      (await import('./native.ts')).nativeStatus(options, around),
    );
  native
    .command('remove')
    .description('Remove it.')
    .action(async () => (await import('./native.ts')).removeNativeLibrary(around));
  return program;
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

const by = (description: string) =>
  choice('--by <unit>', description, ['sentence', 'line', 'document']).default('sentence');

const model = () => new Option('--model <DIR>', "the model's bundle; default: the shipped one");

const backend = () =>
  choice('--backend <name>', 'what computes', ['auto', 'tensorflow', 'wasm', 'cpu']).default('auto');

const precision = () =>
  choice('--precision <name>', 'of the recurrent weights', ['auto', 'float', 'int8']).default('auto');

/** A second thread has a model of its own. */
const threads = () =>
  choice('--threads <n>', 'for long texts; default: two where there are two cores', ['1', '2']);

const kind = () =>
  choice('--kind <kind>', 'what all of it is; default: by the language and the place', TEXT_KINDS);

const seed = () => new Option('--seed <n>', 'of everything random').argParser(natural).default(1);

function list(value: string): string[] {
  const items = value.split(',').map(item => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected task ids separated by commas.');
  return items;
}

function natural(value: string): number {
  return integer(value, 0);
}

function positive(value: string): number {
  return integer(value, 1);
}

function points(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError('Expected a number from 0 to 100.');
}

function integer(value: string, least: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`Expected a whole number, ${least} or more.`);
}
