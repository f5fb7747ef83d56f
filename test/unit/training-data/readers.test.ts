import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvRecords } from '../../../src/text/csv.ts';
import { decodeText } from '../../../src/text/decode.ts';
import type { ExperimentSource } from '../../../src/training/experiment.ts';
import { type RawRow, readPairs, readRows, toExamples } from '../../../src/training/readers.ts';

const common = { language: 'en', encoding: 'utf-8', train: [], validation: [], test: [] };
const sources = {
  tsv: { ...common, format: 'tsv', label: 0, text: 1 },
  tsvNamed: { ...common, format: 'tsv', label: 'y', text: 'x' },
  csv: { ...common, format: 'csv', label: 1, text: 0 },
  csvNamed: { ...common, format: 'csv', label: 'y', text: 'x' },
  jsonl: { ...common, format: 'jsonl', label: 'y', text: 'x' },
  fasttext: { ...common, format: 'fasttext' },
  prefix: { ...common, format: 'prefix' },
} as const satisfies Record<string, ExperimentSource>;

/** Rows as `line|label|text`. */
const shown = (rows: RawRow[]) => rows.map(({ line, label, text }) => `${line}|${label}|${text}`);

describe('the data formats', () => {
  const cases: [name: string, source: keyof typeof sources, text: string, rows: string[] | RegExp][] = [
    ['TSV by index', 'tsv', '0\tbad\n1\tgood\tmore\n', ['1|0|bad', '2|1|good']],
    ['TSV has no quoting', 'tsv', '0\t"a\n1\t"b"\n', ['1|0|"a', '2|1|"b"']],
    ['TSV by name', 'tsvNamed', 'x\ty\nbad\t0\n', ['2|0|bad']],
    ['a byte-order mark, CRLF and blank lines', 'tsv', '\uFEFF0\ta\r\n\r\n1\tb', ['1|0|a', '3|1|b']],
    ['only LF and CRLF end a line', 'tsv', '0\ta\u2028b\u0085c\rd\n', ['1|0|a\u2028b\u0085c\rd']],
    ['a TSV row that is too short', 'tsv', '0\ta\n1\n', /^d\.x:2: expected at least 2 columns, found 1\.$/],
    ['CSV by index', 'csv', 'a,0\n"b, ""c""",1\n', ['1|0|a', '2|1|b, "c"']],
    [
      'CSV by name over several lines',
      'csvNamed',
      '\uFEFFy,x\r\n0,"a\r\nb"\r\n\r\n1,c\r\n',
      ['2|0|a\r\nb', '5|1|c'],
    ],
    [
      'a missing CSV column',
      'csvNamed',
      'x,z\n',
      /^d\.x:1: expected a column "y" in the header, found "x, z"/,
    ],
    ['an open CSV quote', 'csv', 'a,0\n"b,1\nc,2\n', /^d\.x:2: expected CSV .* a quote that never closes\.$/],
    ['a stray CSV quote', 'csv', 'a,0\nb"c,1\n', /^d\.x:2: expected CSV .* a stray quote\.$/],
    ['JSON lines', 'jsonl', '{"x":"a","y":1}\n\n{"x":"b","y":"no"}', ['1|1|a', '3|no|b']],
    ['a broken JSON line', 'jsonl', '{"x":"a","y":1}\n{"x":\n', /^d\.x:2: expected a JSON object/],
    ['a JSON line without text', 'jsonl', '{"y":1}', /^d\.x:1: expected a string "x", found nothing\.$/],
    [
      'a JSON line without a label',
      'jsonl',
      '{"x":"a","y":null}',
      /^d\.x:1: expected a label "y", found null\.$/,
    ],
    ['fastText', 'fasttext', '__label__a b c\n', ['1|a|b c']],
    ['fastText with two labels', 'fasttext', '__label__a __label__b c', /^d\.x:1: expected one __label__x/],
    ['a prefix', 'prefix', '1 a b\n0 c', ['1|1|a b', '2|0|c']],
    [
      'a line without a prefix',
      'prefix',
      '1 a\nb',
      /^d\.x:2: expected a label, a space, the text, found "b"\.$/,
    ],
  ];
  for (const [name, source, text, expected] of cases) {
    it(name, () => {
      const read = () => shown(readRows(sources[source], { name: 'd.x', text }));
      if (expected instanceof RegExp) assert.throws(read, { code: 'bad-input', message: expected });
      else assert.deepEqual(read(), expected);
    });
  }
});

describe('pairs of files', () => {
  const check = (name: string, texts: string, labels: string, expected: string[] | RegExp) =>
    it(name, () => {
      const read = () => shown(readPairs({ name: 't', text: texts }, { name: 'l', text: labels }));
      if (expected instanceof RegExp) assert.throws(read, { code: 'bad-input', message: expected });
      else assert.deepEqual(read(), expected);
    });
  check('line by line', 'a\r\nb\n', '0\n1', ['1|0|a', '2|1|b']);
  check('an empty text is a text', 'a\n\n', '0\n1\n', ['1|0|a', '2|1|']);
  check('blank lines at the end do not count', 'a\n\n\n', '0\n\n', ['1|0|a']);
  check(
    'as many texts as labels',
    'a\nb\n',
    '0\n',
    /^t: expected 1 texts for the labels of l, found 2 lines/,
  );
});

describe('raw labels', () => {
  const labels = ['no', 'yes'];
  const check = (
    name: string,
    map: Record<string, string | null> | undefined,
    raw: string[],
    expected: number[] | RegExp,
  ) =>
    it(name, () => {
      const rows = raw.map((label, i) => ({ line: i + 1, label, text: 't' }));
      const read = () => toExamples(rows, { labels }, { map, language: 'en' }, 'd').map(({ label }) => label);
      if (expected instanceof RegExp) assert.throws(read, { code: 'bad-input', message: expected });
      else assert.deepEqual(read(), expected);
    });
  check('are the labels themselves', undefined, ['yes', 'no'], [1, 0]);
  check('are mapped, and skipped where null', { 1: 'yes', x: null }, ['1', 'x', 'no'], [1, 0]);
  check(
    'must be known',
    { 1: 'yes' },
    ['1', '2'],
    /^d:2: expected one of the labels "no", "yes", "1", found "2"\.$/,
  );
  check('are no names of Object', {}, ['constructor'], /^d:1: expected one of/);
});

describe('CSV quoting', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é', '中', '😀') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  it('reads back what was written, with the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field)), fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map(fields => fields.map(quoted).join(',') + end).join('');
        const starts = rows.map((_, i) => rows.slice(0, i).flat().join('').split('\n').length + i);
        const expected = rows.map((fields, i) => ({ line: starts[i], fields }));
        assert.deepEqual(csvRecords(text), { records: expected });
      }),
    );
  });
});

describe('decoding', () => {
  const check = (name: string, bytes: number[], encoding: string, text: string, replaced: number) =>
    it(name, () => assert.deepEqual(decodeText(Uint8Array.from(bytes), encoding, 'f'), { text, replaced }));
  check('a byte-order mark is no text', [0xef, 0xbb, 0xbf, 0x61], 'utf-8', 'a', 0);
  check('undecodable bytes are counted', [0x61, 0xff, 0x62, 0xe9], 'utf-8', 'a\uFFFDb\uFFFD', 2);
  check('a replacement character in the file is not', [0xef, 0xbf, 0xbd], 'utf-8', '\uFFFD', 0);
  check("Python's names", [0xe9], 'latin-1', 'é', 0);
  check('GBK', [0xd6, 0xd0], 'gbk', '中', 0);
  it('an unknown encoding is an error', () => {
    assert.throws(() => decodeText(new Uint8Array(), 'klingon', 'f'), {
      message: /^f: expected an encoding's name/,
    });
  });
});
