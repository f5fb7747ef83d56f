import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { parseLabelFile, resolveLabels } from '../../../src/labels/labelFile.ts';
import { appendLabels } from '../../../src/labels/node/append.ts';
import type { LabelRecord } from '../../../src/protocol/labels.ts';

/** Records as `text|task|label`. */
const shown = (records: LabelRecord[]) => records.map(({ text, task, label }) => `${text}|${task}|${label}`);

/** As text: a literal's `__proto__` would be no key. */
const hostile = '{"text":"a","labels":{"__proto__":"x","toString":"y"}}';

describe('label files', () => {
  const check = (name: string, file: string, text: string, records: string[], skipped: string[] = []) =>
    it(name, () => {
      const parsed = parseLabelFile(file, text);
      assert.deepEqual(
        { records: shown(parsed.records), skipped: parsed.skipped.map(inEnglish) },
        { records, skipped },
      );
    });

  check('JSON lines of one label', 'l.jsonl', '{"text":"a","task":"t","label":"x"}\r\n', ['a|t|x']);
  check('JSON lines of several', 'l.jsonl', '\uFEFF{"text":"a","labels":{"t":"x","u":null}}', [
    'a|t|x',
    'a|u|null',
  ]);
  check('tasks that are called as what every object has', 'l.jsonl', hostile, [
    'a|__proto__|x',
    'a|toString|y',
  ]);
  check('a table with a row a label', 'l.csv', 'task,label,text\nt,x,"a, b"\n', ['a, b|t|x']);
  check('a table with a column a task', 'l.csv', 'text,t,u\na,x,\nb,,y\n', ['a|t|x', 'b|u|y']);
  check('TSV has no quoting', 'l.TSV', 'text\ttask\tlabel\n"a\tt\tx\n', ['"a|t|x']);
  check('an empty file', 'l.jsonl', '', []);
  check('an empty table', 'l.csv', '', []);
  check(
    'broken JSON lines are skipped',
    'l.jsonl',
    [
      '{"text":"a","task":"t","label":"x"}',
      '{"text":"b",',
      '',
      '{"text":" ","task":"t","label":"x"}',
      '{"text":"c","task":"t"}',
      '{"text":"d","task":"t","label":"x","at":"yesterday"}',
      '[1]',
      'null',
      '{"text":"e","labels":["x"]}',
      '{"text":"f","task":"t","label":"x","more":1}',
      '{"text":"g","task":"t","label":7}',
    ].join('\n'),
    ['a|t|x', 'f|t|x'],
    [
      'l.jsonl:2: expected a JSON object, found what is no JSON',
      'l.jsonl:4: expected a non-empty "text"',
      'l.jsonl:5: expected a label: a non-empty string, or null',
      'l.jsonl:6: expected a time as in ISO 8601 in "at"',
      'l.jsonl:7: expected a JSON object',
      'l.jsonl:8: expected a JSON object',
      'l.jsonl:9: expected --task ID, of labels that name no task, found none',
      'l.jsonl:11: expected a label: a non-empty string, or null',
    ],
  );
  check(
    'broken records of a table are skipped, and reading goes on below',
    'l.csv',
    'text,task,label\na,t,x\nb"c,t,x\n"d,t,x\ne,t\n,t,x\nf,t,x\n',
    ['a|t|x', 'f|t|x'],
    [
      'l.csv:3: expected CSV as in RFC 4180, found a stray quote',
      'l.csv:4: expected CSV as in RFC 4180, found a quote that never closes',
      'l.csv:5: expected 3 columns, found 2',
      'l.csv:6: expected a non-empty "text"',
    ],
  );
  check(
    'a table without texts',
    'l.csv',
    'a,b\n1,2\n',
    [],
    ['l.csv:2: expected --text-column NAME, where the texts are, found a, b'],
  );
});

describe('contradicting labels', () => {
  const check = (name: string, records: Partial<LabelRecord>[], expected: string[]) =>
    it(name, () => {
      const full = records.map(record => ({ text: 'a', task: 't', label: 'x', ...record }));
      assert.deepEqual(shown(resolveLabels(full)), expected);
    });
  check('the last line wins', [{ label: 'x' }, { label: 'y' }], ['a|t|y']);
  check(
    'the latest time wins',
    [
      { label: 'x', at: '2025-02-01T00:00:00Z' },
      { label: 'y', at: '2025-01-01' },
    ],
    ['a|t|x'],
  );
  check(
    'times have zones',
    [
      { label: 'x', at: '2025-01-01T01:00:00Z' },
      { label: 'y', at: '2025-01-01T02:00:00+02:00' },
    ],
    ['a|t|x'],
  );
  check('a time beats none', [{ label: 'x', at: '2025-01-01' }, { label: 'y' }], ['a|t|x']);
  check(
    'of equal times the last line wins',
    [{ at: '2025-01-01' }, { label: 'y', at: '2025-01-01' }],
    ['a|t|y'],
  );
  check('null takes back', [{ label: 'x' }, { label: null }], ['a|t|null']);
  check('texts and tasks are apart', [{}, { text: 'b' }, { task: 'u' }], ['a|t|x', 'b|t|x', 'a|u|x']);
});

describe('appending labels', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const record: LabelRecord = { text: 'a\nb', task: 't', label: 'x', at: '2025-01-01T00:00:00Z' };
  const line = `${JSON.stringify(record)}\n`;
  const check = (name: string, before: string | undefined, records: LabelRecord[], after: string) =>
    it(name, async () => {
      const path = join(folder, 'deep', 'labels.jsonl');
      if (before !== undefined) {
        await appendLabels(path, [record]);
        writeFileSync(path, before);
      }
      await appendLabels(path, records);
      assert.equal(readFileSync(path, 'utf8'), after);
    });
  check('makes the folder', undefined, [record, record], line + line);
  check('goes on below', line, [record], line + line);
  check('ends a last line that has no end', '{"text":', [record], `{"text":\n${line}`);
  check('starts an empty file', '', [record], line);
  check('writes nothing for nothing', 'a', [], 'a');
  it('says what cannot be written', async () => {
    await assert.rejects(appendLabels(folder, [record]), {
      code: 'bad-input',
      message: /expected a label file that can be written/,
    });
  });
  it('loses nothing where many do at once', async () => {
    const path = join(folder, 'labels.jsonl');
    const numbers = Array.from({ length: 20 }, (_, n) => String(n));
    await Promise.all(numbers.map(text => appendLabels(path, [{ ...record, text }])));
    const { records } = parseLabelFile(path, readFileSync(path, 'utf8'));
    assert.deepEqual(records.map(({ text }) => text).sort(), numbers.sort());
    assert.deepEqual(readdirSync(folder), ['labels.jsonl']);
  });
});
