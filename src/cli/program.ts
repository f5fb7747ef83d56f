/** The command line's words: commands, options, help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { formats } from './formats.ts';
import type { ScoreOptions } from './score.ts';
import type { Surroundings } from './surroundings.ts';
import type { TrainOptions } from './train.ts';

/** @param command what the user typed, for a bundle's provenance */
export function programFor(around: Surroundings, command: string): Command {
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
    .addOption(
      choice('--by <unit>', 'what gets a score', ['sentence', 'line', 'document']).default('sentence'),
    )
    .addOption(choice('--format <format>', 'default: table on a terminal, else jsonl', formats))
    .option('--model <DIR>', "the model's bundle; default: the shipped one")
    .addOption(backend())
    // Loaded when asked for: help and version need no TensorFlow.js.
    .action(async (files: string[], options: ScoreOptions) => {
      await (await import('./score.ts')).score(files, options, around);
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
      await (await import('./train.ts')).train(experiment, options, command, around);
    });
  return program;
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

const backend = () =>
  choice('--backend <name>', 'what computes', ['auto', 'tensorflow', 'wasm', 'cpu']).default('auto');

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

function integer(value: string, least: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`Expected a whole number, ${least} or more.`);
}
