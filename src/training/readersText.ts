/** Bytes to text, leniently. */
import { errors } from '../base/errors.ts';

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
