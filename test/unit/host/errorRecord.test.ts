import assert from 'node:assert/strict';
import { errors } from '../../../src/base/errors.ts';
import { errorRecord } from '../../../src/host/errorRecord.ts';
import { Journal } from '../../../src/host/journal.ts';
import { withoutHome } from '../../../src/host/withoutHome.ts';

const secret = 'my dear diary';

/** What `JSON.parse` says of a text that is none: it quotes it. */
function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('An error in the log and in a report', () => {
  function check(name: string, error: unknown, head: RegExp) {
    it(name, () => {
      const record = errorRecord(error);
      assert.match(record, head);
      assert.ok(!record.includes(secret), record);
    });
  }

  check(
    'has its code, its words and its stack',
    errors.badBundle('/m', 'weights', 'none'),
    /^bad-bundle: The model at \/m cannot be used: expected weights, found none\..*\n +at /,
  );
  check(
    'quotes no text that was found',
    errors.badInput('a label', JSON.stringify(`${secret} "and" more`), 'labels.jsonl:7'),
    /^bad-input: labels\.jsonl:7: expected a label, found "…\.\n/,
  );
  check('quotes no text that was cut off', errors.badInput('a', `"${secret}…`), /found "…\.\n/);
  check('quotes no text that JSON quotes', parseError(`{"text": ${secret}`), /^SyntaxError: .*"…\n +at /);
  check(
    'has what caused it',
    new Error('outer', { cause: new RangeError('inner') }),
    /caused by RangeError: inner/,
  );
  check('may be anything that was thrown', `"${secret}"`, /^thrown: "…$/);
});

describe('The journal', () => {
  const lines: string[] = [];
  const log = {
    info: (line: string) => void lines.push(line),
    error: (line: string | Error) => void lines.push(String(line)),
  };

  it('logs and keeps the last of what happened, and no document name', () => {
    const journal = new Journal(log);
    const analysis = { segments: 3, scored: 2, characters: 40, milliseconds: 1.5, by: 'base 1 on wasm' };
    for (let n = 0; n < 50; n++) {
      journal.analyzed('secret.md', { ...analysis, segments: n });
      journal.failed(errors.workerGone(`${n}`));
    }
    assert.equal(lines.length, 100);
    assert.equal(
      lines[0],
      'secret.md: 0 segments, 2 of them scored, 40 characters in 2 ms, by base 1 on wasm.',
    );
    assert.deepEqual(
      journal.analyses.map(({ segments }) => segments),
      Array.from({ length: 20 }, (_, n) => n + 30),
    );
    assert.match(journal.errors.at(-1)?.record ?? '', /^worker-gone: .*49/);
    assert.equal(journal.errors.length, 10);
    assert.ok(!JSON.stringify([journal.analyses, journal.errors]).includes('secret.md'));
  });

  it('keeps no cancelled call', () => {
    const journal = new Journal(log);
    journal.failed(errors.cancelled());
    assert.deepEqual(journal.errors, []);
  });
});

describe('A text without the home folder', () => {
  function check(name: string, text: string, home: string, expected: string) {
    it(name, () => assert.equal(withoutHome(text, home), expected));
  }

  check('has ~ in paths', 'at f (/home/jo/x.js:1) in /home/jo', '/home/jo', 'at f (~/x.js:1) in ~');
  check('has ~ in URLs', 'file:///home/j%20o/x', '/home/j o', 'file://~/x');
  check('has ~ in Windows paths of any case', 'c:\\users\\jo\\x', 'C:\\Users\\jo', '~\\x');
  check('has ~ in JSON', '"C:\\\\Users\\\\jo\\\\x"', 'C:\\Users\\jo', '"~\\\\x"');
  check('has ~ in URLs on Windows', 'file:///C:/Users/jo/x', 'C:\\Users\\jo', 'file:///~/x');
  check('takes signs as they are', '/home/a+b (c)/x', '/home/a+b (c)', '~/x');
  check('is left alone where the home is the root', '/x/y', '/', '/x/y');
});
