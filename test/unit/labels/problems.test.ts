import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as z from 'zod';
import { inEnglish } from '../../../src/base/words.ts';
import { withLabel } from '../../../src/host/labelLine.ts';
import { parseLabelFile } from '../../../src/labels/labelFile.ts';
import { labelProblems } from '../../../src/labels/problems.ts';

const tasks = [{ id: 'mood', labels: ['sad', 'merry'] }];

/** A problem in short: `line kind label, counting line`. */
function problems(...lines: string[]): string[] {
  return labelProblems('labels.jsonl', lines.join('\n'), tasks).map(problem => {
    if (problem.kind === 'broken') return `${problem.line} broken: ${inEnglish(problem.reason)}`;
    const latest = 'latest' in problem ? ` in ${problem.latest.line} ${problem.latest.label}` : '';
    return `${problem.line} ${problem.kind} ${problem.label}${latest}`;
  });
}

const record = (text: string, label: string | null, at?: string) =>
  JSON.stringify({ text, task: 'mood', label, at });

describe('What is to be mended in a label file', () => {
  const check = (name: string, lines: string[], expected: string[]) =>
    it(name, () => assert.deepEqual(problems(...lines), expected));

  check('is nothing where all is well', [record('a', 'sad'), '', record('b', 'merry'), ''], []);
  check(
    'is a broken line, wherever it stands',
    ['<<<<<<< HEAD', record('a', 'sad'), '{"text":"b","task":"mood"', record('c', 'sad'), '{"text":7}', '[]'],
    [
      '1 broken: expected a JSON object, found what is no JSON',
      '3 broken: expected a JSON object, found what is no JSON',
      '5 broken: expected --label-column NAME, where the labels are, found none',
      '6 broken: expected a JSON object',
    ],
  );
  check(
    'is a foreign line, which makes no other line foreign',
    ['{"text":"a","label":["sad"]}', record('b', 'sad')],
    ['1 broken: expected --task ID, of labels that name no task, found none'],
  );
  check('is a label that a known task does not have', [record('a', 'gay')], ['1 unknown-label gay']);
  check('is no new label of a task of the user’s own', ['{"text":"a","task":"own","label":"x"}'], []);
  check(
    'is a label that a later line contradicts',
    [record('a', 'sad'), record('a', 'merry')],
    ['1 contradiction sad in 2 merry'],
  );
  check(
    'is a later line, where its time is the earlier one',
    [record('a', 'sad', '2025-02-01'), record('a', 'merry', '2025-01-01'), record('a', 'merry')],
    ['3 contradiction merry in 1 sad', '2 contradiction merry in 1 sad'],
  );
  check(
    'is what is said again',
    [record('a', 'sad'), record('a', 'sad'), record('a', 'merry'), record('a', 'sad')],
    ['3 contradiction merry in 4 sad', '1 duplicate sad in 4 sad', '2 duplicate sad in 4 sad'],
  );
  check('is nothing that was taken back', [record('a', 'gay'), record('a', 'sad'), record('a', null)], []);
  check(
    'is nothing of before it was taken back',
    [record('a', 'sad'), record('a', null), record('a', 'merry'), record('a', 'merry')],
    ['3 duplicate merry in 4 merry'],
  );
  check(
    'is told of each task of a line',
    [
      '{"text":"a","labels":{"mood":"sad","own":"x"}}',
      record('a', 'merry'),
      '{"text":"a","task":"own","label":"x"}',
    ],
    ['1 contradiction sad in 2 merry', '1 duplicate x in 3 x'],
  );
  check(
    'is said of lines that end as on Windows',
    [`${record('a', 'gay')}\r`, 'x\r'],
    ['2 broken: expected a JSON object, found what is no JSON', '1 unknown-label gay'],
  );

  it('is a thousand problems at most, the worst ones', () => {
    const lines = [...Array.from({ length: 1500 }, () => record('a', 'sad')), 'broken'];
    const found = problems(...lines);
    assert.equal(found.length, 1000);
    assert.match(found[0], /^1501 broken/);
  });
});

describe('A line of a label file with another label', () => {
  const check = (name: string, line: string, label: string | undefined, expected: string | undefined) =>
    it(name, () => assert.equal(withLabel(line, 'mood', label), expected));
  const several = '{"text":"a","labels":{"own":"x","mood":"gay"},"by":"me"}';

  check(
    'keeps all else',
    '{"text":"a","task":"mood","label":"gay","x":{"y":[1]}}',
    'sad',
    '{"text":"a","task":"mood","label":"sad","x":{"y":[1]}}',
  );
  check('keeps the other tasks', several, 'sad', '{"text":"a","labels":{"own":"x","mood":"sad"},"by":"me"}');
  check('keeps them where it has none', several, undefined, '{"text":"a","labels":{"own":"x"},"by":"me"}');
  check('is none where that was all', '{"text":"a","labels":{"mood":"x"}}', undefined, undefined);
  check('is none where it was of this task', record('a', 'sad'), undefined, undefined);
});

describe('The schema of a label file', () => {
  const schema = z.fromJSONSchema(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../../schemas/labels.schema.json'), 'utf8')),
  );
  /** Mostly as it should be. A list of one label, which is read too, is no form of ours. */
  const mostly = (right: fc.Arbitrary<unknown>) =>
    fc.oneof(
      { weight: 12, arbitrary: right },
      fc.constantFrom<unknown>('', ' ', 'a', 7, null, true, [], {}, { a: 'b' }),
    );
  const label = fc.oneof(fc.string({ minLength: 1 }), fc.constant(null));
  const common = {
    text: mostly(fc.string({ minLength: 1 })),
    source: mostly(fc.record({ file: mostly(fc.string()), start: mostly(fc.nat()), end: mostly(fc.nat()) })),
    ...{ id: mostly(fc.string()), by: mostly(fc.string()) },
    // A schema does not know which times there are.
    at: fc.constantFrom('2025-01-01T10:00:00Z', 7, null),
  };
  const rows = fc.oneof(
    fc.record(
      { ...common, task: mostly(fc.string({ minLength: 1 })), label: mostly(label) },
      { requiredKeys: ['text', 'task'] },
    ),
    fc.record(
      { ...common, labels: mostly(fc.dictionary(fc.string(), mostly(label))) },
      { requiredKeys: ['text'] },
    ),
  );

  it('calls right what is read, and nothing else', () => {
    let right = 0;
    fc.assert(
      fc.property(rows, row => {
        const { records, skipped } = parseLabelFile('', JSON.stringify(row), { from: 'jsonl' });
        const read = records.length > 0 && skipped.length === 0;
        if (read) right++;
        assert.equal(schema.safeParse(JSON.parse(JSON.stringify(row))).success, read, JSON.stringify(row));
      }),
      { numRuns: 2000 },
    );
    assert.ok(right > 50, `${right} right ones`);
  });
});
