/** What `score` reads. Every file is looked at before any is scored. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf, errors, messageOf } from '../base/errors.ts';
import { PROBE, refuseUndecodable } from './decode.ts';

export interface Input {
  /** As given on the command line. */
  name: string;
  /** VS Code's language id: chooses the prose extractor. */
  languageId: string;
  /** As TextDecoder has it; UTF-8, or UTF-16 by its mark, where absent. */
  encoding?: string;
  bytes(): AsyncIterable<Uint8Array>;
  /** In bytes; undefined where only the end will tell. */
  size?: number;
}

/** Extensions whose text is not all prose, as VS Code has them; every other is read as plain text. */
const languageIds: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    asciidoc: ['.ad', '.adoc', '.asciidoc'],
    c: ['.c'],
    cpp: ['.cc', '.cpp', '.cxx', '.h', '.hh', '.hpp', '.hxx', '.ino', '.inl', '.ipp'],
    csharp: ['.cs', '.csx'],
    css: ['.css'],
    go: ['.go'],
    html: ['.htm', '.html', '.xhtml'],
    ini: ['.ini'],
    java: ['.java'],
    javascript: ['.cjs', '.js', '.mjs'],
    javascriptreact: ['.jsx'],
    latex: ['.ltx', '.tex'],
    markdown: ['.markdown', '.md'],
    mdx: ['.mdx'],
    php: ['.php', '.phtml'],
    powershell: ['.ps1', '.psd1', '.psm1'],
    python: ['.py', '.pyi', '.pyw'],
    restructuredtext: ['.rst'],
    ruby: ['.gemspec', '.rake', '.rb'],
    rust: ['.rs'],
    shellscript: ['.bash', '.ksh', '.sh', '.zsh'],
    svelte: ['.svelte'],
    typescript: ['.cts', '.mts', '.ts'],
    typescriptreact: ['.tsx'],
    vue: ['.vue'],
  }).flatMap(([languageId, extensions]) => extensions.map(extension => [extension, languageId])),
);

/** Files that are known by their name. */
const namedFiles: ReadonlyMap<string, string> = new Map([
  ['COMMIT_EDITMSG', 'git-commit'],
  ['MERGE_MSG', 'git-commit'],
]);

/** Stands for the standard input. */
export const STDIN = '-';

/**
 * @param names files, or {@link STDIN}
 * @param encoding of all of them
 */
export async function openInputs(
  names: readonly string[],
  stdin: Readable,
  encoding?: string,
): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const name of names) {
    inputs.push(
      name === STDIN
        ? { name, languageId: 'plaintext', encoding, bytes: () => stdin }
        : await openFile(name, encoding),
    );
  }
  return inputs;
}

async function openFile(name: string, encoding: string | undefined): Promise<Input> {
  const input = { name, languageId: languageIdOf(name), encoding, bytes: () => readAll(name) };
  try {
    await using file = await open(name);
    const stat = await file.stat();
    if (stat.isDirectory()) throw errors.badInput('a file', 'a folder', name);
    // What is no regular file, such as a pipe, can be read only once.
    if (!stat.isFile()) return input;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PROBE), 0, PROBE, 0);
    refuseUndecodable(buffer.subarray(0, bytesRead), bytesRead < PROBE, name, encoding);
    return { ...input, size: stat.size };
  } catch (error) {
    throw unreadable(error, name);
  }
}

function languageIdOf(name: string): string {
  const file = basename(name);
  return namedFiles.get(file) ?? languageIds[extname(file).toLowerCase()] ?? 'plaintext';
}

async function* readAll(name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(name);
  } catch (error) {
    throw unreadable(error, name);
  }
}

function unreadable(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOENT') return errors.badInput('a file', 'none of this name', name);
  if (code === 'EISDIR') return errors.badInput('a file', 'a folder', name);
  // Node's own codes are upper-cased; everything else says what it is already.
  return code === undefined || code !== code.toUpperCase()
    ? error
    : errors.badInput('a file that can be read', messageOf(error), name);
}
