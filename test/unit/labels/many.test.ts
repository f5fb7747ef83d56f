/** Files of many rows: memory does not grow with them. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabels } from '../../../src/labels/node/readLabels.ts';

const ROWS = 200_000;
/** Bytes that reading may hold at a time. The files have more than ten times as many. */
const MOST = 1_000_000;
const filler = 'whatever a text may say that is not too short, '.repeat(2);

describe('A label file of 200,000 rows', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-many-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function check(name: string, head: string, row: (n: number) => string, foot = '') {
    it(`is read in bounded memory: ${name}`, async () => {
      const file = join(folder, 'many');
      const out = openSync(file, 'w');
      writeSync(out, head);
      for (let n = 0; n < ROWS; n += 1000)
        writeSync(out, Array.from({ length: 1000 }, (_, k) => row(n + k)).join(''));
      writeSync(out, foot);
      closeSync(out);
      let read = 0;
      let most = 0;
      for await (const { records, skipped } of readLabels(file, { task: 't' })) {
        assert.deepEqual(skipped, []);
        read += records.length;
        const bytes = records.reduce((sum, { record }) => sum + record.text.length, 0);
        most = Math.max(most, bytes);
      }
      assert.equal(read, ROWS);
      assert.ok(most < MOST, `${most} bytes of texts at once`);
    });
  }

  check('JSON lines', '', n => `{"text":"${n}: ${filler}","label":"x"}\n`);
  check('CSV', 'text,label\r\n', n => `"${n}: ${filler}",x\r\n`);
  check('fastText', '', n => `__label__x ${n}: ${filler}\n`);
  check('a JSON array', '[', n => `${n === 0 ? '' : ','}{"text":"${n}: ${filler}","label":"x"}`, ']');
});
