/** Bytes to text as they come. */
import { errors } from '../base/errors.ts';

/** A NUL this early says that the bytes are no text: what git looks at, too. */
export const BINARY_PROBE = 8192;

const REPLACEMENT = '\uFFFD';
const replacementBytes = Buffer.from(REPLACEMENT);

/**
 * UTF-8 to text without a byte-order mark; undecodable bytes become U+FFFD.
 * @param name the file, for messages
 * @param warn called at the end where something was replaced
 */
export async function* decodeUtf8(
  source: AsyncIterable<Uint8Array>,
  name: string,
  warn: (warning: string) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let read = 0;
  let replaced = 0;
  // The end of the bytes before: a U+FFFD of the file's own may lie across two chunks.
  let tail = Buffer.alloc(0);
  for await (const bytes of source) {
    if (read < BINARY_PROBE) refuseBinary(bytes.subarray(0, BINARY_PROBE - read), name);
    read += bytes.length;
    const joined = Buffer.concat([tail, bytes]);
    replaced -= count(joined, replacementBytes);
    tail = joined.subarray(-(replacementBytes.length - 1));
    const text = decoder.decode(bytes, { stream: true });
    replaced += count(text, REPLACEMENT);
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  replaced += count(rest, REPLACEMENT);
  if (rest !== '') yield rest;
  if (replaced > 0) warn(`${name}: ${replaced} undecodable bytes were replaced (utf-8).`);
}

/** @param start the file's first bytes, at most {@link BINARY_PROBE} */
export function refuseBinary(start: Uint8Array, name: string): void {
  if (start.includes(0)) throw errors.badInput('text in UTF-8', 'a NUL byte (binary, or UTF-16)', name);
}

/** How often `part`, which does not overlap itself, occurs. */
function count<T extends string | Buffer>(whole: T, part: T): number {
  let found = 0;
  const indexOf = (from: number) =>
    typeof whole === 'string' ? whole.indexOf(part as string, from) : whole.indexOf(part, from);
  for (let at = indexOf(0); at >= 0; at = indexOf(at + part.length)) found++;
  return found;
}
