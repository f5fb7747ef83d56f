/** Program code's grammars: tree-sitter's, as WebAssembly. Each is read where a document of its language first comes. */
import type { Node } from 'web-tree-sitter';
import { errors, messageOf } from '../base/errors.ts';
import { BoundedParser, type Parse } from './boundedParser.ts';

/** UTF-16 offsets. */
export interface Span {
  start: number;
  end: number;
}

/** Reads one of the .wasm files by its name. */
export type ReadGrammar = (file: string) => Promise<Uint8Array<ArrayBuffer>>;

interface Grammar {
  file: string;
  /** The types of the nodes that are comments. */
  comments: string[];
  /** Other nodes that are read as comments. */
  documentation?: (root: Node, source: string) => Node[];
}

const grammar = (name: string, comments = ['comment']): Grammar => ({
  file: `tree-sitter-${name}.wasm`,
  comments,
});
const LINE_AND_BLOCK = ['line_comment', 'block_comment'];
/** Its tables hold all of C's. */
const cpp = grammar('cpp');
const javascript = grammar('javascript');

/** By VS Code's language id. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  c: cpp,
  cpp,
  csharp: grammar('c-sharp'),
  css: grammar('css'),
  go: grammar('go'),
  ini: grammar('ini'),
  java: grammar('java', LINE_AND_BLOCK),
  javascript,
  javascriptreact: javascript,
  php: grammar('php'),
  powershell: grammar('powershell'),
  python: { ...grammar('python'), documentation: docstrings },
  ruby: grammar('ruby'),
  rust: grammar('rust', LINE_AND_BLOCK),
  shellscript: grammar('bash'),
  typescript: grammar('typescript'),
  typescriptreact: grammar('tsx'),
};

/** tree-sitter itself. */
const RUNTIME = 'web-tree-sitter.wasm';

const loading = new Map<string, Promise<void>>();
const loaded = new Map<string, Parse>();

/** The languages whose comments are found. */
export const codeLanguages: readonly string[] = Object.keys(GRAMMARS);

export function isCode(languageId: string): boolean {
  return Object.hasOwn(GRAMMARS, languageId);
}

/**
 * To be waited for before a text of that language is segmented; nothing to do where it is no program code.
 * Rejects where a file cannot be read or is damaged; the next call tries again.
 */
export async function loadGrammar(languageId: string, read: ReadGrammar): Promise<void> {
  if (!isCode(languageId) || loaded.has(languageId)) return;
  try {
    const load = loading.get(languageId) ?? open(languageId, read);
    loading.set(languageId, load);
    await load;
  } catch (error) {
    throw errors.grammarMissing(languageId, messageOf(error));
  } finally {
    loading.delete(languageId);
  }
}

/**
 * The comments of a text, in order; damaged code has them too. The language's grammar has been loaded. Rejects code that
 * takes too much work, as hostile code does.
 */
export function commentsOf(text: string, languageId: string): Span[] {
  const parse = loaded.get(languageId);
  if (parse === undefined) throw new Error(`The grammar of ${languageId} has not been loaded.`);
  const { comments, documentation = () => [] } = GRAMMARS[languageId];
  const spans = parse(text, root =>
    // No query: it takes quadratic time where a node has very many children, as one that is an error may.
    [...root.descendantsOfType(comments), ...documentation(root, text)]
      .map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }))
      .sort((a, b) => a.start - b.start),
  );
  if (spans === undefined) throw errors.codeTooHard(languageId);
  return spans;
}

async function open(languageId: string, read: ReadGrammar): Promise<void> {
  const parser = await BoundedParser.shared(() => read(RUNTIME));
  const { file } = GRAMMARS[languageId];
  loaded.set(languageId, await parser.open(await read(file)));
}

/** Python's: a string that begins a module, class or function; neither of bytes nor computed. */
function docstrings(root: Node, source: string): Node[] {
  return root.descendantsOfType(['module', 'class_definition', 'function_definition']).flatMap(node => {
    const body = node.childForFieldName('body') ?? node;
    let first = 0;
    while (body.namedChild(first)?.type === 'comment') first++;
    const statement = body.namedChild(first);
    const string = statement?.namedChild(0);
    const isAlone = statement?.type === 'expression_statement' && statement.namedChildCount === 1;
    return isAlone &&
      string?.type === 'string' &&
      !/^[rR]?[bBfF]/.test(source.slice(string.startIndex, string.endIndex))
      ? [string]
      : [];
  });
}
