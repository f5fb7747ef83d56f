/** The words of `manylens versions`. */
import type { Command } from 'commander';
import type { Surroundings } from './surroundings.ts';

export function addVersionCommands(program: Command, around: Surroundings): void {
  // Loaded when asked for.
  const commands = () => import('./versions.ts');
  const versions = program
    .command('versions')
    .description('The versions of a fine-tuned model: one is a folder, which --model takes.');

  versions
    .command('list', { isDefault: true })
    .description('List them, newest first.')
    .argument('[MODELS]', 'the folder that they lie in; default: .manylens/models')
    .action(async (models: string | undefined) => {
      await (await commands()).listVersionsIn(models, around);
    });

  versions
    .command('compare')
    .description('Print what two of them learnt from, and their figures, side by side.')
    .argument('<DIR>', 'one')
    .argument('<OTHER>', 'the other one')
    .action(async (one: string, other: string) => {
      await (await commands()).compareVersions(one, other, around);
    });

  versions
    .command('back')
    .description('Roll back: print the folder of the version before one, else the shipped model.')
    .argument('<DIR>', 'the version; those before it lie beside it')
    .action(async (version: string) => {
      await (await commands()).versionBefore(version, around);
    });

  versions
    .command('export')
    .description('Write a version, each hash checked, into one file.')
    .argument('<DIR>', 'the version')
    .argument('<FILE.zip>', 'appears whole or not at all')
    .action(async (version: string, file: string) => {
      await (await commands()).exportVersion(version, file, around);
    });

  versions
    .command('import')
    .description('Bring a version out of such a file, each hash checked, and print its folder.')
    .argument('<FILE.zip>', 'as "export" writes it')
    .argument('[MODELS]', 'the folder to put its folder in; default: .manylens/models')
    .action(async (file: string, models: string | undefined) => {
      await (await commands()).importVersion(file, models, around);
    });
}
