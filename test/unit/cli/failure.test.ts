import assert from 'node:assert/strict';
import { CommanderError } from 'commander';
import { errors } from '../../../src/base/errors.ts';
import { decodeUtf8 } from '../../../src/cli/decode.ts';
import { failureOf } from '../../../src/cli/failure.ts';

describe('failureOf', () => {
  function check(name: string, error: unknown, exitCode: number, message: RegExp) {
    it(name, () => {
      const failure = failureOf(error, false);
      assert.equal(failure.exitCode, exitCode);
      assert.match(failure.message, message);
      assert.ok(!failure.message.includes('\n'));
    });
  }

  check('says bad input as it is', errors.badInput('a', 'b', 'f:1'), 2, /^f:1: expected a, found b\.$/);
  check('folds lines', new Error('one\n  two'), 2, /unexpected error: one two \(MANYLENS_DEBUG=1/);
  check('says nothing of a cancel', errors.cancelled(), 130, /^$/);
  check('ends well after help', new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'), 0, /^$/);
  check(
    'asks for a command',
    new CommanderError(1, 'commander.help', '(outputHelp)'),
    2,
    /expected a command/,
  );
  check('takes what is no error', 'words', 2, /words/);

  it('shows the stack to who asks for it', () => {
    assert.match(failureOf(new Error('one'), true).message, /one\n +at /);
  });
});

describe('decodeUtf8', () => {
  async function decode(bytes: Buffer, size: number) {
    const warnings: string[] = [];
    async function* stream() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    }
    let text = '';
    for await (const part of decodeUtf8(stream(), 'f', warning => warnings.push(warning))) text += part;
    return { text, warnings };
  }

  function check(name: string, bytes: Buffer, text: string, replaced: number) {
    it(name, async () => {
      const warnings = replaced > 0 ? [`f: ${replaced} undecodable bytes were replaced (utf-8).`] : [];
      for (const size of [1, 2, 3, 1000]) assert.deepEqual(await decode(bytes, size), { text, warnings });
    });
  }

  check('reads characters across chunks', Buffer.from('a好👍'), 'a好👍', 0);
  check('leaves out a byte-order mark', Buffer.from('\uFEFFa\uFEFF'), 'a\uFEFF', 0);
  check('counts what it replaces', Buffer.from([0x61, 0xff, 0x62, 0xfe]), 'a\uFFFDb\uFFFD', 2);
  check('does not count what the file has itself', Buffer.from('a\uFFFDb'), 'a\uFFFDb', 0);
  check('replaces a character that is cut off', Buffer.from([0x61, 0xe5, 0xa5]), 'a\uFFFD', 1);

  it('refuses binary bytes', async () => {
    await assert.rejects(decode(Buffer.from('ab\0'), 2), /^.*f: expected text in UTF-8, found a NUL byte/);
  });
});
