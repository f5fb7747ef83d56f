import assert from 'node:assert/strict';
import { CommanderError } from 'commander';
import { errors } from '../../../src/base/errors.ts';
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
