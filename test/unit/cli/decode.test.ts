import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decoded, PROBE, refuseUndecodable } from '../../../src/cli/decode.ts';

interface Case {
  encoding: string;
  text: string;
  base64: string;
}

/** As Python encodes them: test/reference/encodings.py. */
const encodings: Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/text/encodings.json'), 'utf8'),
);

async function decode(bytes: Uint8Array, size: number, encoding?: string) {
  const warnings: string[] = [];
  const parts: string[] = [];
  async function* stream() {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  for await (const part of decoded(stream(), 'f', encoding, warning => warnings.push(warning)))
    parts.push(part);
  return { text: parts.join(''), warnings };
}

const SIZES = [1, 2, 3, 5, 1000, 100_000];

describe('Decoding a document', () => {
  function check(name: string, bytes: Uint8Array, text: string, replaced: number, encoding?: string) {
    it(name, async () => {
      const warnings = replaced > 0 ? [`f: ${replaced} characters could not be decoded.`] : [];
      for (const size of SIZES) assert.deepEqual(await decode(bytes, size, encoding), { text, warnings });
    });
  }

  check('reads characters across chunks', Buffer.from('a好👍'), 'a好👍', 0);
  check('leaves out a byte-order mark', Buffer.from('\uFEFFa\uFEFF'), 'a\uFEFF', 0);
  const clean = Buffer.from('word '.repeat(30));
  check('counts what it replaces', Buffer.concat([clean, Buffer.from([0xff, 0x62])]), `${clean}\uFFFDb`, 1);
  check('does not count what the file has itself', Buffer.from('a\uFFFDb\uFFFD'), 'a\uFFFDb\uFFFD', 0);
  check('replaces a character that is cut off', Buffer.from([0x61, 0xe5, 0xa5]), 'a\uFFFD', 1);
  check('knows UTF-16 by its mark', Buffer.from('\uFEFFa好\n😀', 'utf16le'), 'a好\n😀', 0);
  check('knows it the other way round', Buffer.from('\uFEFFa好\n😀', 'utf16le').swap16(), 'a好\n😀', 0);
  for (const { encoding, text, base64 } of encodings) {
    check(`reads ${encoding}, wherever it is cut`, Buffer.from(base64, 'base64'), text, 0, encoding);
  }

  /** The error's message, whatever the chunks. */
  function refuses(name: string, bytes: Uint8Array, message: RegExp, encoding?: string) {
    it(name, async () => {
      for (const size of SIZES)
        await assert.rejects(decode(bytes, size, encoding), { code: 'bad-input', message });
      const start = bytes.subarray(0, PROBE);
      assert.throws(() => refuseUndecodable(start, bytes.length < PROBE, 'f', encoding), {
        code: 'bad-input',
        message,
      });
    });
  }

  const bytesOf = (encoding: string) => {
    const { base64 = '' } = encodings.find(one => one.encoding === encoding) ?? {};
    return Buffer.from(base64, 'base64');
  };
  refuses('refuses binary bytes', Buffer.from('ab\0'), /^f: expected text in UTF-8 .*, found a NUL byte/);
  refuses('refuses UTF-16 without its mark', bytesOf('utf-16le'), /found a NUL byte \(binary, or UTF-16\)/);
  const wrong = /^f:1: expected text in utf-8 \(--encoding NAME names another\), found \d+ characters that/;
  for (const encoding of ['gb2312', 'shift_jis', 'euc-kr', 'koi8-r', 'latin1'])
    refuses(`refuses ${encoding} that nobody named`, bytesOf(encoding), wrong);
  refuses('names the first line', Buffer.concat([Buffer.from('a\nb\n\n'), bytesOf('gb2312')]), /^f:4: /);
  refuses('refuses another encoding than was named', bytesOf('gb2312'), /^f:\d: .* in euc-jp/, 'euc-jp');
  refuses('knows no other names', Buffer.from('a b'), /an encoding's name/, 'klingon');

  /** As long as what is looked at, with so many wrong bytes at the end. */
  const mostly = (wrong: number) =>
    Buffer.concat([Buffer.alloc(PROBE - wrong, 'a '), Buffer.alloc(wrong, 0xff)]);
  const most = Math.floor(PROBE / 100);
  const behind = Buffer.alloc(20_000, 0xff);
  refuses('refuses more than one byte in a hundred', mostly(most + 1), /^f:1: .* found 656 characters/);
  refuses('and whatever follows', Buffer.concat([mostly(most + 1), clean]), /found 656 characters/);
  it('reads what has fewer, and whatever follows', async () => {
    for (const size of [1000, 100_000]) {
      const { text, warnings } = await decode(Buffer.concat([mostly(most), behind]), size);
      assert.equal(text.length, PROBE + behind.length);
      assert.deepEqual(warnings, [`f: ${most + behind.length} characters could not be decoded.`]);
    }
  });

  it('gives out nothing that may yet be refused, and all else at once', async () => {
    const seen: string[] = [];
    async function* stream() {
      yield Buffer.from('It is so.\n');
      assert.deepEqual(seen, ['It is so.\n']);
      yield bytesOf('gb2312');
      assert.deepEqual(seen, ['It is so.\n']);
      yield Buffer.alloc(PROBE, 'a ');
    }
    for await (const part of decoded(stream(), 'f', undefined, () => {})) seen.push(part);
    assert.equal(seen.length, 2);
  });
});
