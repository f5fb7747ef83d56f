/** tree-sitter within bounds: whatever the code, a parse ends soon, and the next one finds everything in order. */
import { Language, type Node, Parser } from 'web-tree-sitter';

/**
 * The work that a text may take for each of its UTF-16 units: functions entered, turns of loops, units read. Ordinary
 * code takes 40 to 80; a million units of hostile code end within seconds.
 */
const WORK_PER_UNIT = 300;
/** And that a short text may take, which may well be broken all over. */
const WORK_AT_LEAST = 30_000_000;
/** Outside of a parse. */
const ANY_WORK = 0x7fffffff;

/** Bytes of memory; two million units of ordinary code take 100 MB. */
const MOST_MEMORY = 512 * 1024 * 1024;

/** UTF-16 units that are handed over at once. */
const READ_AT_ONCE = 1024;

/** Bytes of the stack, as Emscripten allots it; what is left of it for a grammar's functions, which do not look. */
const STACK = 65_536;
const RESERVE = 4096;

/** Parses a text and reads its tree; undefined where that would take too much work, or too deep a stack. */
export type Parse = <T>(text: string, read: (root: Node) => T) => T | undefined;

/** What a parse may change; scripts/boundedParser.mjs adds `work`, and `floor`, below which the stack must not be. */
interface State {
  memory: WebAssembly.Memory;
  stack: WebAssembly.Global<'i32'>;
  floor: WebAssembly.Global<'i32'>;
  work: WebAssembly.Global<'i32'>;
}

type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;
/** Makes the memory as large as is asked, in bytes; tells whether it is. */
type Grow = (bytes: number) => boolean;

let shared: Promise<BoundedParser> | undefined;

/**
 * tree-sitter with grammars. Its work is counted, not timed: the same text has the same result on every machine. Where
 * there is no more, WebAssembly traps in the midst of what it does, and its memory is put back as it was before.
 */
export class BoundedParser {
  readonly #state: State;
  readonly #stackTop: number;
  /** The memory's words after the last grammar was loaded; those behind are 0. */
  #kept = new Uint32Array();
  /** How often they were put back. */
  #putBack = 0;
  #opening: Promise<unknown> = Promise.resolve();

  private constructor(state: State) {
    this.#state = state;
    this.#stackTop = state.stack.value;
    state.floor.value = this.#stackTop - STACK + RESERVE;
    this.#keep();
  }

  /** The one there is: the library has one memory. Rejects where its file cannot be read; the next call tries again. */
  static async shared(read: () => Promise<Uint8Array<ArrayBuffer>>): Promise<BoundedParser> {
    shared ??= read().then(BoundedParser.#start);
    const starting = shared;
    try {
      return await starting;
    } catch (error) {
      if (shared === starting) shared = undefined;
      throw error;
    }
  }

  static async #start(wasm: Uint8Array<ArrayBuffer>): Promise<BoundedParser> {
    const module = await WebAssembly.compile(wasm);
    let state: State | undefined;
    await Parser.init({
      printErr: () => undefined, // that it aborts, which it throws too
      instantiateWasm(imports: WebAssembly.Imports, receive: Receive) {
        const { memory, __stack_pointer: stack, emscripten_resize_heap: grow } = imports.env;
        const env = { ...imports.env, emscripten_resize_heap: within(MOST_MEMORY, grow as Grow) };
        const instance = new WebAssembly.Instance(module, { ...imports, env });
        const { floor, work } = instance.exports;
        state = { memory, stack, floor, work } as State;
        receive(instance, module);
        return instance.exports;
      },
    });
    if (state === undefined) throw new Error('tree-sitter has been started elsewhere.');
    return new BoundedParser(state);
  }

  /** Loads a grammar, one at a time. Rejects where it is none. */
  open(grammar: Uint8Array): Promise<Parse> {
    const opened = this.#opening.then(() => this.#open(grammar));
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  async #open(grammar: Uint8Array): Promise<Parse> {
    this.#restore();
    const before = this.#putBack;
    const language = await Language.load(grammar);
    // A parse in between took away what was loaded so far.
    if (this.#putBack !== before) return this.#open(grammar);
    const parser = new Parser().setLanguage(language);
    this.#keep();
    return (text, read) => this.#parse(parser, text, read);
  }

  #parse<T>(parser: Parser, text: string, read: (root: Node) => T): T | undefined {
    const { work } = this.#state;
    work.value = Math.min(ANY_WORK, WORK_AT_LEAST + WORK_PER_UNIT * text.length);
    try {
      const tree = parser.parse(at => {
        work.value -= READ_AT_ONCE;
        return text.slice(at, at + READ_AT_ONCE);
      });
      if (tree === null) throw new Error('The parser was cancelled, which nobody does.');
      try {
        return read(tree.rootNode);
      } finally {
        // After a trap this traps again, and the library forgets the tree.
        tree.delete();
      }
    } catch (error) {
      this.#restore();
      if (!isTrap(error)) throw error;
      return undefined;
    } finally {
      work.value = ANY_WORK;
    }
  }

  #keep(): void {
    const words = new Uint32Array(this.#state.memory.buffer);
    let end = words.length;
    while (end > 0 && words[end - 1] === 0) end--;
    this.#kept = words.slice(0, end);
  }

  #restore(): void {
    const words = new Uint32Array(this.#state.memory.buffer);
    words.set(this.#kept);
    words.fill(0, this.#kept.length);
    this.#state.stack.value = this.#stackTop;
    this.#state.work.value = ANY_WORK;
    this.#putBack++;
  }
}

function within(most: number, grow: Grow): Grow {
  return bytes => bytes >>> 0 <= most && grow(bytes);
}

/** Also the engine's own end of a stack or a memory. */
function isTrap(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
