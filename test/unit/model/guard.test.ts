import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { guardTexts, parts } from '../../../scripts/base/guardTexts.ts';
import { splitKey } from '../../../scripts/data/clean.ts';
import { Held } from '../../../scripts/data/held.ts';
import { GUARD, readBundle, withFile } from '../../../src/model/bundleContent.ts';
import { type GuardText, guards, readGuard, writeGuard } from '../../../src/model/guard.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { guardParts } from '../../../src/training/guarding.ts';
import { useBackend } from './support.ts';
import { toyBundle } from './toyBundle.ts';

const base = path.join(import.meta.dirname, '../../../models/base');
const one: GuardText = { text: 'good food', language: 'en', kinds: ['prose'] };

describe('the guard of the shipped model', () => {
  const texts = readGuard(readFileSync(path.join(base, GUARD)), base);

  it('has at least 300 texts for each task that teach nothing', async () => {
    const { manifest, guard } = await readBundle(await readBundleFiles(base), base);
    assert.deepEqual(readGuard(guard!, base), texts);
    const { taught, measured } = guardParts(texts);
    assert.equal(taught.length + measured.length, texts.length);
    for (const task of manifest.tasks) {
      const own = measured.filter(text => guards(text, task));
      assert.ok(own.length >= 300, `${task.id}: ${own.length}`);
      for (const language of task.languages) assert.ok(own.some(text => text.language === language));
    }
  });

  it('has each text once', () => {
    assert.equal(new Set(texts.map(({ text }) => splitKey(text))).size, texts.length);
  });

  it('has nothing that the functional tests ask', () => {
    const cases = path.join(import.meta.dirname, '../../functional/cases');
    const asked = new Set(texts.map(({ text }) => splitKey(text)));
    const theirs = readdirSync(cases).flatMap(name => {
      const { groups }: { groups: { texts: string[] }[] } = JSON.parse(
        readFileSync(path.join(cases, name), 'utf8'),
      );
      return groups.flatMap(group => group.texts);
    });
    assert.ok(theirs.length > 100);
    assert.deepEqual(
      theirs.filter(text => asked.has(splitKey(text))),
      [],
    );
  });
});

describe('a guard', () => {
  const rows = Array.from({ length: 900 }, (_, n) => ({
    text: `sentence number ${n}${n % 9 === 0 ? '?' : ''}`,
    ...{ en: `everyday sentence number ${n}`, zh: `第 ${n} 个日常句子在这里` },
  }));
  const held = new Held();
  for (const { text, en, zh } of rows.slice(0, 100))
    for (const key of [text, en, zh].map(splitKey)) held.add(key, 'test');
  const made = guardTexts(file => rows.map(row => ({ ...row, text: `${file}: ${row.text}` })), held);

  it('has as many texts of each part as the table says, and the same ones each time', () => {
    assert.equal(
      made.length,
      parts.reduce((sum, { texts }) => sum + texts, 0),
    );
    const again = guardTexts(file => rows.map(row => ({ ...row, text: `${file}: ${row.text}` })), held);
    assert.deepEqual(again, made);
  });

  it('has nothing that is held out', () => {
    const all = guardTexts(() => rows, held);
    assert.ok(all.length > 500);
    assert.deepEqual(
      all.filter(({ text }) => held.has(splitKey(text))),
      [],
    );
  });

  it('takes a question mark at the end for a question', () => {
    for (const { text, kinds } of made) assert.equal(kinds.includes('question'), text.endsWith('?'), text);
  });

  it('is the same when it was written and read', () => {
    assert.deepEqual(readGuard(writeGuard(made), 'toy'), made);
  });

  it('is refused by its line where a text is none', () => {
    const bytes = new TextEncoder().encode(`${JSON.stringify(one)}\n{"text":""}\n`);
    assert.throws(() => readGuard(bytes, 'toy'), /a text on line 2 of guard\.jsonl/);
  });

  function check(name: string, task: Parameters<typeof guards>[1], expected: boolean) {
    it(`${expected ? 'guards' : 'does not guard'} ${name}`, () => assert.equal(guards(one, task), expected));
  }
  check('a task of its language and kind', { languages: ['zh', 'en'], scope: ['prose'] }, true);
  check('a task of every language and kind', { languages: [] }, true);
  check('a task of another language', { languages: ['zh'] }, false);
  check('a task of other kinds', { languages: [], scope: ['comment', 'issue'] }, false);
});

describe('a bundle with a guard', () => {
  it('opens with it and without, and is refused where the guard is another', async () => {
    await useBackend('wasm');
    const files = await toyBundle();
    assert.equal((await readBundle(files, 'toy')).guard, undefined);
    const bytes = writeGuard([one]);
    const guarded = await withFile(files, GUARD, bytes, 'toy');
    assert.deepEqual((await readBundle(guarded, 'toy')).guard, bytes);
    const other = new Map(guarded).set(GUARD, writeGuard([one, one]));
    await assert.rejects(readBundle(other, 'toy'), /guard\.jsonl with SHA-256/);
  });
});
