/** A label file that is damaged: what is whole is used, what is not is named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { appendLabels } from '../../../src/labels/node/append.ts';
import { readAllLabels } from '../../../src/labels/node/readLabels.ts';

describe('A label file that is cut short', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-cut-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const texts = ['Yo!', '您好，这是一句话', 'Say "so"'];
  const record = (text: string) => ({ text, task: 'tone', label: 'formal' });
  const whole = Buffer.from(texts.map(text => `${JSON.stringify(record(text))}\n`).join(''));

  it('at any byte, loses the cut record alone', async () => {
    const file = join(folder, 'labels.jsonl');
    for (let end = 0; end < whole.length; end++) {
      const kept = whole.subarray(0, end);
      writeFileSync(file, kept);
      await appendLabels(file, [record('next')]);
      const { records, skipped } = await readAllLabels([file]);
      const lines = kept.toString('latin1').split('\n');
      const last = lines.pop()!;
      // All but the newline may be there.
      const isWhole = last.endsWith('}');
      const broken = last !== '' && !isWhole;
      const expected = [...texts.slice(0, lines.length + Number(isWhole)), 'next'];
      assert.deepEqual(
        records.map(({ text }) => text),
        expected,
        `cut at ${end}`,
      );
      assert.deepEqual(
        skipped.map(said => inEnglish(said).replace(/: .*/, '')),
        broken ? [`${file}:${lines.length + 1}`] : [],
        `cut at ${end}`,
      );
      assert.ok(readFileSync(file).subarray(0, end).equals(kept));
    }
  });
});

describe('A workspace’s label file', () => {
  it('is read though a merge left its marks in it and its first line is another tool’s', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'manylens-own-'));
    try {
      const own = join(folder, '.manylens', 'labels.jsonl');
      mkdirSync(join(folder, '.manylens'));
      const record = '{"text":"Yo!","task":"tone","label":"casual"}';
      writeFileSync(own, ['{"text":"a","label":["b"]}', '<<<<<<< HEAD', record, '=======', ''].join('\n'));
      const { records, skipped } = await readAllLabels([own]);
      assert.deepEqual(
        records.map(({ text }) => text),
        ['Yo!'],
      );
      assert.deepEqual(
        skipped.map(said => /:(\d+):/.exec(inEnglish(said))?.[1]),
        ['1', '2', '4'],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
