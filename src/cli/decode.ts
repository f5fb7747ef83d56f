/** Bytes to text as they come. */
import { inEnglish } from '../base/words.ts';
import { OF_THE_BEGINNING, TextDecoding } from '../text/decode.ts';

/** Bytes that tell whether a file is text, and in this encoding. */
export const PROBE = OF_THE_BEGINNING.bytes;

/**
 * @param start the file's first bytes, at most {@link PROBE}
 * @param isWhole whether there are no more
 * @throws `bad-input` of what is no text, or not in this encoding
 */
export function refuseUndecodable(
  start: Uint8Array,
  isWhole: boolean,
  name: string,
  encoding: string | undefined,
): void {
  new TextDecoding(name, encoding, OF_THE_BEGINNING).read(start, isWhole);
}

/**
 * Text without a byte-order mark; undecodable bytes become U+FFFD, unless they are many.
 * @param name the file, for messages
 * @param warn called at the end where something was replaced
 */
export async function* decoded(
  source: AsyncIterable<Uint8Array>,
  name: string,
  encoding: string | undefined,
  warn: (warning: string) => void,
): AsyncGenerator<string> {
  const decoding = new TextDecoding(name, encoding, OF_THE_BEGINNING);
  let held = '';
  for await (const bytes of source) {
    held += decoding.read(bytes, false);
    if (decoding.isDoubtful || held === '') continue;
    yield held;
    held = '';
  }
  held += decoding.read(new Uint8Array(), true);
  if (held !== '') yield held;
  if (decoding.note !== undefined) warn(`${inEnglish(decoding.note)}.`);
}
