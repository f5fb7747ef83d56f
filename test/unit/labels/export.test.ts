import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ExportFormat,
  exportLabels,
  type Labelled,
  labelWriters,
} from '../../../src/labels/exporting.ts';
import { parseLabelFile } from '../../../src/labels/labelFile.ts';

/** Whatever a text may have in it: line ends of all kinds, quotes, what a spreadsheet calculates, other tools' marks. */
const parts = [
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\v',
    '\f',
    '\x1b',
    '\x1bv',
    '\u2028',
    '\u0085',
    '\xa0',
    '\uFEFF',
    ' ',
    '"',
    '""',
    "'",
  ],
  ...[
    ',',
    ';',
    '|',
    '#',
    '\\',
    '\\n',
    '=1+1',
    '+1',
    '-1',
    '@x',
    '__label__',
    '__label__x ',
    '[',
    '{"a":1}',
    '👩‍💻',
    '好',
  ],
];
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'grapheme' })), { maxLength: 6 })
    .map(all => all.join('')),
);
const text = name.filter(value => value.trim() !== '');
const label = name.filter(value => value !== '');

const sorted = (records: readonly { text: string; task: string; label: string | null }[]) =>
  records.map(({ text, task, label }) => JSON.stringify([task, text, label])).sort();

describe('Exported labels', () => {
  for (const [format, { namesTask, escapes }] of Object.entries(labelWriters)) {
    it(`come back as they were: ${format}`, () => {
      const task = namesTask ? label : fc.constant('t');
      const possible = (value: string) => escapes || !value.includes('\0');
      const record = fc
        .record({ text, task, label })
        .filter(({ text, task, label }) => [text, task, label].every(possible));
      const records = fc.uniqueArray(record, {
        ...{ minLength: 1, maxLength: 8 },
        selector: ({ text, task }) => JSON.stringify([text, task]),
      });
      fc.assert(
        fc.property(records, given => {
          const written = [...exportLabels(given, format as ExportFormat)].join('');
          const read = parseLabelFile('file', written, namesTask ? {} : { task: 't' });
          assert.deepEqual(read.skipped, []);
          assert.deepEqual(sorted(read.records), sorted(given));
        }),
      );
    });
  }

  const labels: Labelled[] = [
    { text: 'Yo, "you"!', task: 'tone', label: 'casual', at: '2025-01-01', import: '2025-01-02' },
    { text: 'Hi\n=1', task: 'tone', label: 'very formal' },
  ];
  function check(format: ExportFormat, expected: string) {
    it(`are written as ${format} is`, () => {
      assert.equal([...exportLabels(labels, format)].join(''), expected);
    });
  }
  check(
    'jsonl',
    '{"text":"Yo, \\"you\\"!","task":"tone","label":"casual","at":"2025-01-01"}\n{"text":"Hi\\n=1","task":"tone","label":"very formal"}\n',
  );
  check('csv', 'text,task,label\r\n"Yo, ""you""!",tone,casual\r\n"Hi\n=1",tone,very formal\r\n');
  check(
    'prodigy',
    '{"text":"Yo, \\"you\\"!","label":"casual","answer":"accept"}\n{"text":"Hi\\n=1","label":"very formal","answer":"accept"}\n',
  );
  check(
    'doccano',
    '{"text":"Yo, \\"you\\"!","label":["casual"]}\n{"text":"Hi\\n=1","label":["very formal"]}\n',
  );
  check('fasttext', '__label__casual Yo, "you"!\n__label__very\xa0formal Hi\v=1\n');

  it('are an array of tasks for Label Studio', () => {
    const [{ data, annotations }] = JSON.parse([...exportLabels(labels, 'label-studio')].join(''));
    assert.deepEqual(data, { text: 'Yo, "you"!' });
    assert.deepEqual(annotations[0].result[0], {
      ...{ from_name: 'tone', to_name: 'text', type: 'choices', value: { choices: ['casual'] } },
    });
  });

  const refused = (name: string, format: ExportFormat, more: Partial<Labelled>, said: RegExp) =>
    it(`are refused where ${name}`, () => {
      const error = { code: 'bad-input', message: said };
      assert.throws(() => exportLabels([...labels, { ...labels[0], ...more }], format), error);
    });
  refused('a format has one task a file', 'doccano', { task: 'mood' }, /--task ID.*found tone, mood/);
  refused('a text has half of a character', 'csv', { text: 'a\ud800' }, /csv has a place for/);
  refused('a text has a NUL', 'fasttext', { text: 'a\0' }, /fasttext has a place for/);
});
