/** Bytes to text, leniently. */
import { errors } from '../base/errors.ts';
import { type Said, say } from '../base/words.ts';

export interface DecodedText {
  /** Without a byte-order mark. */
  text: string;
  /** How many times undecodable bytes became U+FFFD. */
  replaced: number;
}

/** @param name the file, for messages. */
export function decodeText(bytes: Uint8Array, encoding: string, name: string): DecodedText {
  const label = knownEncoding(encoding);
  if (label === undefined) throw errors.badInput("an encoding's name, such as utf-8", `"${encoding}"`, name);
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), replaced: 0 };
  } catch {
    const text = new TextDecoder(label).decode(bytes);
    return { text, replaced: text.split('\uFFFD').length - 1 };
  }
}

/** The Encoding Standard's label; Python's `latin-1` and `utf_8` are understood too. */
function knownEncoding(encoding: string): string | undefined {
  return [encoding, encoding.replace(/[-_]/g, '')].find(label => {
    try {
      return new TextDecoder(label).encoding !== '';
    } catch {
      return false;
    }
  });
}

/**
 * Of the units of a text, how many may be undecodable before it is a wrong encoding rather than a slip. One always is: a
 * file that was cut may end within a character.
 */
const MOST_REPLACED = 1 / 200;

/** A text's bytes as they come. UTF-16 is known by its mark; else it is UTF-8, unless an encoding is named. */
export class TextDecoding {
  readonly #name: string;
  readonly #encoding: string | undefined;
  #decoder: TextDecoder | undefined;
  #first: Uint8Array = new Uint8Array();
  /** The end of the bytes before. */
  #tail: Uint8Array = new Uint8Array();
  #units = 0;
  #replaced = 0;

  /**
   * @param name the file, for messages
   * @param encoding a name as TextDecoder has it
   */
  constructor(name: string, encoding: string | undefined) {
    this.#name = name;
    this.#encoding = encoding;
  }

  /**
   * Text without a byte-order mark; what cannot be decoded becomes U+FFFD.
   * @throws `bad-input` of what is no text, and at the end where much could not be decoded
   */
  read(bytes: Uint8Array, end: boolean): string {
    let piece = bytes;
    if (this.#decoder === undefined) {
      piece = joined(this.#first, bytes);
      this.#first = piece;
      if (piece.length < 2 && !end) return '';
      this.#decoder = new TextDecoder(this.#encodingOf(piece));
    }
    const text = this.#decoder.decode(piece, { stream: !end });
    this.#units += text.length;
    const replaced = text.split('\uFFFD').length - 1;
    // A character may have begun in the piece before.
    const both = joined(this.#tail, piece);
    if (replaced > 0) this.#replaced += replaced - ownReplacements(both, this.#decoder.encoding, replaced);
    this.#tail = both.slice(-2);
    if (end && this.#replaced > Math.max(1, this.#units * MOST_REPLACED)) {
      throw errors.badInput(
        say('text in {0} (--encoding NAME names another)', this.#decoder.encoding),
        say('{0} characters that cannot be decoded', String(this.#replaced)),
        this.#name,
      );
    }
    return text;
  }

  /** What could not be decoded, in words. */
  get note(): Said | undefined {
    if (this.#replaced === 0) return undefined;
    return say('{0}: {1} characters could not be decoded', this.#name, String(this.#replaced));
  }

  #encodingOf(start: Uint8Array): string {
    if (this.#encoding !== undefined) {
      const known = knownEncoding(this.#encoding);
      if (known !== undefined) return known;
      throw errors.badInput("an encoding's name, such as utf-8", `"${this.#encoding}"`);
    }
    if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
    if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
    if (start.subarray(0, NUL_PROBE).includes(0)) {
      throw errors.badInput(
        say('text in UTF-8 (--encoding NAME names another)'),
        say('a NUL byte (binary, or UTF-16)'),
        this.#name,
      );
    }
    return 'utf-8';
  }
}

/** A NUL this early says that the bytes are no text: what git looks at, too. */
const NUL_PROBE = 8192;

/** How many of the characters U+FFFD are the bytes' own: all in UTF-16, which has hardly anything else to replace. */
function ownReplacements(bytes: Uint8Array, encoding: string, all: number): number {
  if (encoding.startsWith('utf-16')) return all;
  if (encoding !== 'utf-8') return 0;
  let count = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  }
  return count;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
