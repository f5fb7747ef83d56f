/** However a file's text is cut into pieces, it says the same: the oracle is reading it at once. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../src/base/words.ts';
import { parseLabelFile } from '../../../src/labels/labelFile.ts';
import { LabelReader } from '../../../src/labels/labelReader.ts';
import { OF_THE_WHOLE, TextDecoding } from '../../../src/text/decode.ts';

/** Longer than what a format is recognised by, so that pieces are read before the end. */
const many = (row: string) => row.repeat(Math.ceil(6000 / row.length));

const files: Record<string, { head: string; rows: string[] }> = {
  'JSON lines': {
    head: many('{"text":"a","label":"x"}\r\n'),
    rows: [
      '{"text":"b\\n","label":"y"}\n',
      '{"text":\n',
      '\r\n',
      '{"text":"c","label":["y","z"]}\n',
      '[]\n',
      'x',
    ],
  },
  'a JSON array': {
    head: `[${many('{"text":"a","label":"x"},\n')}`,
    rows: [
      '{"text":"[{\\"","label":"\\\\"},',
      '{"text":"b",\r\n"label":"y"},',
      '{"a":[{}]},',
      '7,',
      '"}",\n',
      ']',
      '{',
    ],
  },
  CSV: {
    head: `text,label\n${many('a,x\r\n')}`,
    rows: ['"b\r\n""c""",y\r\n', '"open,y\n', 'b"c,y\n', 'b,y,z\n', '\n', 'b\n', '"b",y', '"', '\r\n'],
  },
  TSV: {
    head: `text\tlabel\n${many('a\tx\n')}`,
    rows: ['b\ty\r\n', '"b\ty\n', 'b\n', '\n', '\r', 'b\ty\tz\n'],
  },
  fastText: {
    head: many('__label__x a\n'),
    rows: ['__label__y b c\r\n', '__label__y __label__z b\n', 'b\n', '\n', '__label__y', ' '],
  },
};

describe('A label file that comes in pieces says what it says at once', () => {
  for (const [name, { head, rows }] of Object.entries(files)) {
    it(name, () => {
      const tail = fc.array(fc.constantFrom(...rows), { maxLength: 8 }).map(all => all.join(''));
      fc.assert(
        fc.property(tail, fc.array(fc.nat({ max: 8000 }), { maxLength: 12 }), (end, cuts) => {
          const text = head + end;
          const found: { records: unknown[]; lines: number[]; skipped: string[] } = {
            ...{ records: [], lines: [], skipped: [] },
          };
          const reader = new LabelReader(
            'f',
            { task: 't' },
            {
              add(line, record) {
                found.records.push(record);
                found.lines.push(line);
              },
              skip: (line, reason) => found.skipped.push(`f:${line}: ${inEnglish(reason)}`),
            },
          );
          const places = [0, ...cuts.filter(cut => cut < text.length).sort((a, b) => a - b), text.length];
          places.slice(1).forEach((place, n) => {
            reader.read(text.slice(places[n], place), n === places.length - 2);
          });
          const { records, lines, skipped } = parseLabelFile('f', text, { task: 't' });
          assert.deepEqual(found, { records, lines, skipped: skipped.map(inEnglish) });
        }),
      );
    });
  }

  const said = fc
    .array(fc.constantFrom('a', 'é', '好', '👩‍💻', '\uFFFD'), { minLength: 1 })
    .map(all => all.join(''));
  for (const encoding of ['utf8', 'utf16le'] as const) {
    it(`bytes: ${encoding}`, () => {
      fc.assert(
        fc.property(said, fc.nat(), fc.nat(), (text, a, b) => {
          const bytes = Buffer.from(`\uFEFF${text}`, encoding);
          const [from, to] = [a % (bytes.length + 1), b % (bytes.length + 1)].sort((x, y) => x - y);
          const decoding = new TextDecoding('f', undefined, OF_THE_WHOLE);
          const read =
            decoding.read(bytes.subarray(0, from), false) +
            decoding.read(bytes.subarray(from, to), false) +
            decoding.read(bytes.subarray(to), true);
          assert.equal(read, text);
        }),
      );
    });
  }
});
