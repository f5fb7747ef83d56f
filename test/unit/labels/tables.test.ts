/** Tables and records whose names say what they are, however they are encoded; and what only the user can say. */
import assert from 'node:assert/strict';
import type { LabelReading } from '../../../src/protocol/labels.ts';
import { read } from './read.ts';

const tone: LabelReading = { task: 'tone' };
const both = ['Yo!|tone|casual', 'Hi;|tone|formal'];

/** UTF-16, its mark first. */
const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('Label tables', () => {
  function check(
    name: string,
    content: string | Buffer,
    records: string[],
    reading: LabelReading = tone,
    skipped: string[] = [],
  ) {
    it(name, async () => {
      const found = await read('file', content, reading);
      assert.deepEqual([found.records, found.skipped], [records, skipped.map(line => `file:${line}`)]);
    });
  }

  check('text,label', 'text,label\nYo!,casual\nHi;,formal\n', both);
  check('text,labels', 'text,labels\nYo!,casual\nHi;,formal\n', both);
  check('columns in another order, among others', 'n,label,text\n1,casual,Yo!\n2,formal,Hi;\n', both);
  check('names of columns in upper case', 'Text,Label\nYo!,casual\nHi;,formal\n', both);
  check('TSV', 'text\tlabel\nYo!\tcasual\nHi;\tformal\n', both);
  check('a spreadsheet’s', '\uFEFFtext;label\r\n"Yo!";casual\r\n"Hi;";formal\r\n', both);
  check('blank lines', '\n\ntext,label\n\nYo!,casual\n\n\nHi;,formal\n\n', both);
  check('no line end at the end', 'text,label\nYo!,casual\nHi;,formal', both);
  check('UTF-16 by its mark', utf16('text\tlabel\r\nYo!\tcasual\r\nHi;\tformal\r\n'), both);
  check('UTF-16, big-endian', utf16('text\tlabel\r\nYo!\tcasual\r\nHi;\tformal\r\n', true), both);
  check('another encoding', Buffer.from('text,label\nÇa,été\n', 'latin1'), ['Ça|tone|été'], {
    ...tone,
    encoding: 'latin1',
  });
  check('a text over several lines', 'text,label\r\n"Yo\r\n""you""",casual\r\n', ['Yo\r\n"you"|tone|casual']);
  check('named columns', 'review,stars\nYo!,casual\nHi;,formal\n', both, {
    ...tone,
    textColumn: 'review',
    labelColumn: 'stars',
  });
  check('the only other column, where a task is named', 'text,mood\nYo!,casual\nHi;,formal\n', both);
  check(
    'the column of the task, where one is named',
    'text,id,tone,more\nYo!,1,casual,x\nHi;,2,formal,y\n',
    both,
  );
  check('a column a task, where none is named', 'text,id,tone\nYo!,1,casual\nHi;,2,formal\n', both, {});
  check('a task of the row’s own', 'text,task,label\nYo!,tone,casual\nHi;,tone,formal\n', both, {
    task: 'x',
  });
  check(
    'a task of the row’s own, and texts in a column that the user names',
    '{"body":"Yo!","task":"tone","label":"casual"}\n{"body":"Hi;","labels":{"tone":"formal"}}\n',
    both,
    { textColumn: 'body' },
  );
  check('cells without a label', 'text,label\nYo!,casual\nOh,\nHi;,formal\n', both);
  check(
    'rows that are broken in the middle',
    'text,label\nYo!,casual\nOh, no,formal\nOh\n,formal\n"Oh,formal\nO"h,formal\nHi;,formal\n',
    both,
    tone,
    [
      '3: expected 2 columns, found 3',
      '4: expected 2 columns, found 1',
      '5: expected a non-empty "text"',
      '6: expected CSV as in RFC 4180, found a stray quote',
      '7: expected CSV as in RFC 4180, found a stray quote',
    ],
  );
  check(
    'JSON lines without a task, with a byte-order mark',
    '\uFEFF{"text":"Yo!","label":"casual"}\r\n\r\n{"text":"Hi;","label":"formal"}',
    both,
  );
  check(
    'a JSON array',
    '[\n  {"text": "Yo!",\n   "label": "casual"},\n  {"text": "Hi;", "label": ["formal"]}\n]',
    both,
  );
  check(
    'a JSON array with what is no record in it',
    '[{"text":"Yo!","label":"casual"},\n 1, "x",\n{"text":"Oh",}, {"label":"}]"},\n{"text":"Hi;","label":"formal"}',
    both,
    tone,
    [
      '2: expected a JSON object',
      '3: expected a JSON object, found what is no JSON',
      '3: expected --text-column NAME, where the texts are, found label',
      '4: expected the end of the JSON array, found the end of the file',
    ],
  );
  check('numbers as labels', '{"text":"Yo!","label":1}\n{"text":"Hi","label":true}\n', [
    'Yo!|tone|1',
    'Hi|tone|true',
  ]);
  check(
    'several labels, of which the first counts',
    'text,labels\nYo!,"a, b"\nHi,c\n',
    ['Yo!|tone|a', 'Hi|tone|c'],
    {
      ...tone,
      several: 'first',
    },
  );
  check(
    'several labels, of which none counts',
    '{"text":"Yo!","labels":["a","b"]}\n{"text":"Hi","labels":["c"]}',
    ['Hi|tone|c'],
    { ...tone, several: 'skip' },
  );
  check('a list in a cell', `text,labels\nYo!,"[""a""]"\nHi,['c']\n`, ['Yo!|tone|a', 'Hi|tone|c']);
  check(
    'a comma in a label of a column that the user names',
    'text,labels\nYo!,"a, b"\n',
    ['Yo!|tone|a, b'],
    {
      ...tone,
      labelColumn: 'labels',
    },
  );
  check('an empty file', '', []);
  check('a format that is named', '{"text":"Yo!","label":"casual"}', ['Yo!|tone|casual'], {
    ...tone,
    from: 'jsonl',
  });
});

describe('Of a label file, the user is asked', () => {
  function check(name: string, content: string | Buffer, reading: LabelReading, said: RegExp) {
    it(name, async () => {
      await assert.rejects(read('file', content, reading), (error: Error & { code: string }) => {
        assert.equal(error.code, 'bad-input');
        assert.match(error.message, said);
        return true;
      });
    });
  }
  const row = '{"text":"Yo!","label":"casual"}\n';
  check('which task labels are of that name none', row, {}, /file:1: expected --task ID/);
  check(
    'where the texts are',
    'review,label\nYo!,casual\n',
    tone,
    /--text-column NAME.* found review, label\./,
  );
  check('where the labels are', 'text,a,b\nYo!,x,y\n', tone, /--label-column NAME.* found a, b\./);
  check(
    'for a column that is there',
    'text,a\nYo!,x\n',
    { ...tone, labelColumn: 'b' },
    /--label-column .* found a\./,
  );
  check(
    'which of several labels counts',
    'text,labels\nOh,c\nYo!,a;b\n',
    tone,
    /file:3: .*--several .* found "a", "b"\./,
  );
  check('the same of fastText', '__label__a  __label__b Yo!\n', tone, /file:1: .*--several/);
  check(
    'the same of doccano',
    '{"id":1,"text":"Oh","label":["a"]}\n{"id":2,"text":"Yo!","label":["a","b"]}\n',
    tone,
    /file:2: .*--several/,
  );
  check(
    'which of several questions',
    JSON.stringify([{ fields: { text: 'Yo!' }, responses: { a: [{ value: 'x' }], b: [{ value: 'y' }] } }]),
    tone,
    /--label-column NAME.* found a, b\./,
  );
  check(
    'for another file than one of none of the formats',
    'Yo!\nHi\n',
    tone,
    /CSV or TSV with a header.*none/,
  );
  check('for the format that is named', row, { ...tone, from: 'prodigy' }, /format prodigy, found another/);
  check('for a format that there is', row, { ...tone, from: 'excel' }, /format's name, found "excel"/);
  check('for the encoding', Buffer.from('text,label\nÇa,été\n', 'latin1'), tone, /--encoding.*3 characters/);
  check('for an encoding that there is', row, { ...tone, encoding: 'x' }, /encoding's name/);
  check('for text', Buffer.from('text\0label\n'), tone, /NUL/);
});
