/** The words of `manylens labels`, and of what reads label files. */
import { type Command, Option } from 'commander';
import { labelWriters } from '../labels/exporting.ts';
import { formatNames } from '../labels/formats.ts';
import type { CheckOptions, ExportOptions, ImportOptions } from './labels.ts';
import type { Surroundings } from './surroundings.ts';

/** @param backend the option of all commands that compute */
export function addLabelCommands(program: Command, around: Surroundings, backend: Option): void {
  // Loaded when asked for.
  const commands = () => import('./labels.ts');
  const labels = program
    .command('labels')
    .description('Label files: in from other tools, checked, out to other tools.');

  readingLabels(
    labels
      .command('import')
      .description('Add the labels of files to a label file. What it says already is not added again.')
      .argument('[FILE...]', 'CSV, TSV, JSON, fastText, Parquet, or what an annotation tool exports'),
  )
    .option('--to <FILE>', 'the label file; default: .manylens/labels.jsonl')
    .option('--undo', 'take the last import back, and nothing that was labelled since')
    .action(async (files: string[], options: ImportOptions) => {
      await (await commands()).importLabels(files, options, around);
    });

  readingLabels(
    labels
      .command('check')
      .description('Count labels; list contradictions, duplicates, likely slips, rare labels, languages.')
      .argument('[FILE...]', 'default: .manylens/labels.jsonl'),
  )
    .option('--model <DIR>', 'whose encoder tells likely slips; default: the shipped bundle')
    .addOption(backend)
    .action(async (files: string[], options: CheckOptions) => {
      await (await commands()).checkLabels(files, options, around);
    });

  readingLabels(
    labels
      .command('export')
      .description('Write the labels as they stand now for another tool.')
      .argument('[FILE...]', 'default: .manylens/labels.jsonl'),
  )
    .addOption(
      new Option('--to-format <format>', 'whose').choices(Object.keys(labelWriters)).makeOptionMandatory(),
    )
    .option('--to <FILE>', 'default: the standard output')
    .action(async (files: string[], options: ExportOptions) => {
      await (await commands()).exportLabelFiles(files, options, around);
    });
}

/** How label files are read: what is not said is told from the file. */
export function readingLabels(command: Command): Command {
  return command
    .option('--task <ID>', 'the task of labels that name none')
    .option('--text-column <NAME>', 'where the texts are')
    .option('--label-column <NAME>', 'where the labels are: a column, or the question of an annotation tool')
    .addOption(new Option('--from <format>', 'default: by the content').choices(formatNames))
    .addOption(
      new Option(
        '--several <which>',
        'of several labels of one text: take the first, or skip the text',
      ).choices(['first', 'skip']),
    )
    .addOption(encoding());
}

/** Of files that are read. */
export const encoding = () =>
  new Option('--encoding <name>', 'gb18030, latin1, shift_jis...; default: UTF-8, or UTF-16 by its mark');
