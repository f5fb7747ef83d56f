/** A tar archive's files, as npm writes them: ustar, long names by a pax header or GNU's. */

export interface Entry {
  path: string;
  bytes: Uint8Array;
}

const BLOCK = 512;

export function* entriesOf(tar: Uint8Array): Generator<Entry> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK);
    const size = Number.parseInt(field(header, 124, 12), 8) || 0;
    const bytes = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (bytes.length < size) throw new Error(`expected a tar archive, found its end within a file at ${at}.`);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = field(header, 156, 1);
    if (type === 'x') longName = /^\d+ path=(.*)$/m.exec(textOf(bytes))?.[1] ?? longName;
    else if (type === 'L') longName = field(bytes, 0, size);
    else {
      if (type === '0' || type === '') yield { path: longName ?? nameOf(header), bytes };
      longName = undefined;
    }
  }
}

function nameOf(header: Uint8Array): string {
  const prefix = field(header, 257, 5) === 'ustar' ? field(header, 345, 155) : '';
  return prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`;
}

/** Up to its first zero. */
function field(bytes: Uint8Array, start: number, length: number): string {
  return textOf(bytes.subarray(start, start + length))
    .split('\0', 1)[0]
    .trim();
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
