import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Grammar, type GrammarRow, grammarRows } from '../../../scripts/data/grammar.ts';
import { readGrammars } from '../../../scripts/data/readGrammars.ts';

const folder = join(import.meta.dirname, '../../../experiments/base/grammar');
const options = { seed: 7, perTask: 1200 };

/** Rows by label, of one task and language. */
const count = (rows: GrammarRow[], of: (row: GrammarRow) => unknown) =>
  Object.fromEntries([...Map.groupBy(rows, of)].map(([key, same]) => [key, same.length]));

describe('the grammar of sentences', () => {
  const grammars = readGrammars(folder);
  const rows = grammarRows(grammars, options);
  const rowsOf = ({ task, language }: Grammar) =>
    rows.filter(row => row.task === task && row.language === language);

  it('has sentiment and toxicity in both languages', () => {
    const found = new Set(grammars.map(({ task, language }) => `${task}.${language}`));
    for (const name of ['sentiment.en', 'sentiment.zh', 'toxicity.en', 'toxicity.zh'])
      assert.ok(found.has(name), name);
  });
  it('gives the same rows for the same seed alone', () => {
    assert.deepEqual(grammarRows(grammars, options), rows);
    assert.notDeepEqual(grammarRows(grammars, { ...options, seed: 8 }), rows);
  });

  for (const [language, same] of Map.groupBy(grammars, grammar => grammar.language)) {
    it(`has no list that nothing uses: ${language}`, () => {
      const used = JSON.stringify(
        same.map(({ ends, lists, groups }) => [ends, Object.values(lists), groups]),
      );
      const names = same.flatMap(({ lists }) => Object.keys(lists).map(key => key.split('/')[0]));
      assert.deepEqual(
        new Set(names.filter(name => !used.includes(`{${name}}`) && !used.includes(`{${name}.`))),
        new Set(),
      );
    });
  }

  for (const grammar of grammars) {
    describe(`${grammar.task}.${grammar.language}`, () => {
      it('gives as many rows of each of its labels', () => {
        const each = options.perTask / grammar.labels.length;
        const expected = Object.fromEntries(grammar.labels.map(label => [label, Math.floor(each)]));
        const found = count(rowsOf(grammar), row => row.label);
        for (const label of grammar.labels)
          assert.ok(Math.abs(found[label] - expected[label]) <= 1, `${label}: ${found[label]}`);
        assert.deepEqual(new Set(Object.keys(found)), new Set(grammar.labels));
      });
      it('gives no text twice', () => {
        const texts = rowsOf(grammar).map(row => row.text.toLowerCase());
        assert.equal(new Set(texts).size, texts.length);
      });
      it('leaves no slot, bracket or empty text', () => {
        assert.deepEqual(
          rowsOf(grammar).filter(
            ({ text }) => /[{}[\]|]/.test(text) || text.trim() === '' || text !== text.trim(),
          ),
          [],
        );
      });
      it('can expand each template', () => {
        for (const { name, label, weight, templates } of grammar.groups) {
          assert.ok(grammar.labels.includes(label), `${name}: ${label}`);
          for (const template of templates) {
            const alone = { ...grammar, groups: [{ name, label, weight, templates: [template] }] };
            assert.ok(grammarRows([alone], { seed: 1, perTask: grammar.labels.length }).length > 0, template);
          }
        }
      });
    });
  }
});
