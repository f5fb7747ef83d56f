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
 * What is a wrong encoding rather than a slip: so large a share of the first `bytes` that cannot be decoded. One never
 * is: a file that was cut may end within a character.
 */
export interface Tolerance {
  share: number;
  bytes: number;
}

/** Of texts that are written out while they are read: what is wrong must be known before. */
export const OF_THE_BEGINNING: Tolerance = { share: 1 / 100, bytes: 64 * 1024 };
/** Of what is kept only once all of it has been read. */
export const OF_THE_WHOLE: Tolerance = { share: 1 / 200, bytes: Number.POSITIVE_INFINITY };

/** A text's bytes as they come. UTF-16 is known by its mark; else it is UTF-8, unless an encoding is named. */
export class TextDecoding {
  readonly #name: string;
  readonly #encoding: string | undefined;
  readonly #tolerance: Tolerance;
  #decoder: TextDecoder | undefined;
  #first: Uint8Array = new Uint8Array();
  /** The end of the bytes before. */
  #tail: Uint8Array = new Uint8Array();
  #bytes = 0;
  #judged = false;
  #replaced = 0;
  /** Of what is read; of the first character that could not be decoded, once there is one. */
  #line = 1;

  /**
   * @param name the file, for messages
   * @param encoding a name as TextDecoder has it
   */
  constructor(name: string, encoding: string | undefined, tolerance: Tolerance) {
    this.#name = name;
    this.#encoding = encoding;
    this.#tolerance = tolerance;
  }

  /**
   * Text without a byte-order mark; what cannot be decoded becomes U+FFFD.
   * @throws `bad-input` of what is no text, or not in this encoding
   */
  read(bytes: Uint8Array, end: boolean): string {
    const left = this.#tolerance.bytes - this.#bytes;
    if (!this.#judged && bytes.length > left)
      return this.read(bytes.subarray(0, left), false) + this.read(bytes.subarray(left), end);
    this.#refuseBinary(bytes);
    this.#bytes += bytes.length;
    const text = this.#decode(bytes, end);
    if (!this.#judged && (end || this.#bytes >= this.#tolerance.bytes)) {
      if (this.isDoubtful) throw this.#refusal();
      this.#judged = true;
    }
    return text;
  }

  /** Whether what was read so far may yet be refused. */
  get isDoubtful(): boolean {
    return !this.#judged && this.#replaced > Math.max(1, this.#bytes * this.#tolerance.share);
  }

  /** What could not be decoded, in words. */
  get note(): Said | undefined {
    if (this.#replaced === 0) return undefined;
    return say('{0}: {1} characters could not be decoded', this.#name, String(this.#replaced));
  }

  #decode(bytes: Uint8Array, end: boolean): string {
    let piece = bytes;
    if (this.#decoder === undefined) {
      piece = joined(this.#first, bytes);
      this.#first = piece;
      if (piece.length < 2 && !end) return '';
      this.#decoder = new TextDecoder(this.#encodingOf(piece));
    }
    const text = this.#decoder.decode(piece, { stream: !end });
    const places = text.split(REPLACEMENT);
    // A character may have begun in the piece before.
    const both = joined(this.#tail, piece);
    const replaced = places.length - 1;
    const bad = replaced > 0 ? replaced - ownReplacements(both, this.#decoder.encoding, replaced) : 0;
    if (this.#replaced === 0 && !this.#judged)
      this.#line += (bad > 0 ? places[0] : text).split('\n').length - 1;
    this.#replaced += bad;
    this.#tail = both.slice(-2);
    return text;
  }

  #refusal(): Error {
    const { encoding = '' } = this.#decoder ?? {};
    return errors.badInput(
      say('text in {0} (--encoding NAME names another)', encoding),
      say('{0} characters that cannot be decoded', String(this.#replaced)),
      `${this.#name}:${this.#line}`,
    );
  }

  #refuseBinary(bytes: Uint8Array): void {
    const isMarked =
      this.#decoder?.encoding.startsWith('utf-16') ?? markedEncoding(joined(this.#first, bytes));
    if (this.#encoding !== undefined || isMarked) return;
    if (!bytes.subarray(0, Math.max(0, NUL_PROBE - this.#bytes)).includes(0)) return;
    throw errors.badInput(
      say('text in UTF-8 (--encoding NAME names another)'),
      say('a NUL byte (binary, or UTF-16)'),
      this.#name,
    );
  }

  #encodingOf(start: Uint8Array): string {
    if (this.#encoding === undefined) return markedEncoding(start) ?? 'utf-8';
    const known = knownEncoding(this.#encoding);
    if (known !== undefined) return known;
    throw errors.badInput("an encoding's name, such as utf-8", `"${this.#encoding}"`);
  }
}

const REPLACEMENT = '\uFFFD';

/** A NUL this early says that the bytes are no text: what git looks at, too. */
const NUL_PROBE = 8192;

function markedEncoding(start: Uint8Array): string | undefined {
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return undefined;
}

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
