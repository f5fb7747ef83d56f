/** How git merges a label file: with `merge=union` it keeps the lines of both sides, and asks nobody. */
import { execFile } from 'node:child_process';
import { appendFile, lstat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { endsInNewline } from './append.ts';

const execute = promisify(execFile);

/** What is to be written where, that git merges a file by itself. */
export interface MergeAdvice {
  /** The repository's `.gitattributes`, which may not be there yet. */
  attributes: string;
  line: string;
}

/**
 * Asks git how it merges a label file.
 * @returns undefined where it was told already, where it leaves the file out, and where there is no repository or no git
 */
export async function mergeAdvice(labels: string): Promise<MergeAdvice | undefined> {
  const name = basename(labels);
  const git = async (...args: string[]) =>
    (await execute('git', args, { cwd: dirname(resolve(labels)) })).stdout.trimEnd();
  try {
    if (!(await git('check-attr', 'merge', '--', name)).endsWith(': unspecified')) return undefined;
    const ignored = await git('check-ignore', '--quiet', '--', name).then(
      () => true,
      ({ code }) => code !== 1,
    );
    if (ignored) return undefined;
    const [root, folder = ''] = (await git('rev-parse', '--show-toplevel', '--show-prefix')).split('\n');
    const attributes = join(root, '.gitattributes');
    // Git follows no link there.
    if ((await lstat(attributes).catch(() => undefined))?.isSymbolicLink()) return undefined;
    return { attributes, line: `${pattern(`${folder}${name}`)} merge=union` };
  } catch {
    return undefined;
  }
}

/** Adds the line below what is there. */
export async function takeMergeAdvice({ attributes, line }: MergeAdvice): Promise<void> {
  await appendFile(attributes, `${(await endsInNewline(attributes)) ? '' : '\n'}${line}\n`);
}

/** That fits the path alone; in quotes where blanks would end it. */
function pattern(path: string): string {
  const literal = path.replace(/[\\*?[]/g, '\\$&');
  return /[\s"]/.test(literal) ? JSON.stringify(literal) : literal;
}
