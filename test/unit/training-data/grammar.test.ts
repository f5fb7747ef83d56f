import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Expander } from '../../../scripts/data/expand.ts';
import { type Grammar, type GrammarRow, grammarRows } from '../../../scripts/data/grammar.ts';
import { readGrammars } from '../../../scripts/data/readGrammars.ts';
import { Random } from '../../../src/base/random.ts';

const folder = join(import.meta.dirname, '../../../experiments/base/grammar');
const options = { seed: 7, perTask: 600 };

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

  for (const grammar of grammars.filter(({ task }) => task === 'toxicity')) {
    it(`tells no label by a term of identity: ${grammar.language}`, () => {
      const [key, lines] = Object.entries(grammar.lists).find(([name]) => name.startsWith('identity'))!;
      const plural = Math.max(0, key.split('/').indexOf('many') - 1);
      const terms = lines.flatMap(line => line.split('|')).map(word => word.split('/')[plural].toLowerCase());
      const named = rowsOf(grammar).filter(row => terms.some(term => row.text.toLowerCase().includes(term)));
      const { none, toxic } = count(named, row => row.label);
      assert.ok(none > 50 && toxic > 0.7 * none && toxic < 1.3 * none, `${none} none, ${toxic} toxic`);
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
        const expander = new Expander(grammar.lists, new Random(1));
        for (const { name, label, templates } of grammar.groups) {
          assert.ok(grammar.labels.includes(label), `${name}: ${label}`);
          for (const template of templates) assert.ok(expander.expand(template).length > 0, template);
        }
      });
    });
  }
});

describe('a template', () => {
  const lists = {
    'child/one/many': ['a boy/boys|an ox/oxen'],
    colour: ['red|blue', 'pale {shade}'],
    shade: ['grey'],
  };
  const check = (name: string, template: string, expected: string[]) =>
    it(name, () => {
      const expander = new Expander(lists, new Random(3));
      const found = Array.from({ length: 60 }, () => expander.expand(template));
      assert.deepEqual(new Set(found), new Set(expected));
    });
  check('has alternatives, one of them empty', 'a[ b| c[d|e]|]', ['a b', 'a cd', 'a ce', 'a']);
  check('has words, which are templates', '{colour}', ['red', 'blue', 'pale grey']);
  check('has forms of one word', '{child.one} of {child.many}', ['a boy of boys', 'an ox of oxen']);

  it('takes the words of a list in turn', () => {
    const expander = new Expander(lists, new Random(3));
    const found = Array.from({ length: 30 }, () => expander.expand('{colour}'));
    assert.deepEqual(
      [...Map.groupBy(found, text => text).values()].map(same => same.length),
      [10, 10, 10],
    );
  });

  const refuse = (name: string, template: string, expected: RegExp) =>
    it(name, () => assert.throws(() => new Expander(lists, new Random(3)).expand(template), expected));
  refuse('cannot name an unknown list', '{size}', /expected a list out of .*, found "size"/);
  refuse('cannot name an unknown form', '{child.few}', /found "child.few"/);
  refuse('cannot leave a bracket open', 'a [b|c', /expected a "\]"/);
});

describe('a row', () => {
  const grammar: Grammar = {
    language: 'en',
    task: 't',
    labels: ['a', 'b'],
    about: '',
    ends: '.',
    casual: 0,
    respell: [['\\byou\\b', 'u']],
    lists: {},
    groups: [],
  };
  const check = (name: string, template: string, expected: string[], changes: Partial<Grammar> = {}) =>
    it(name, () => {
      const groups = [{ name, label: 'b', weight: 1, templates: [template] }];
      assert.deepEqual(
        grammarRows([{ ...grammar, groups, ...changes }], { seed: 1, perTask: 8 }).toSorted((a, b) =>
          a.text < b.text ? -1 : 1,
        ),
        expected.map(text => ({ text, label: 'b', language: 'en', task: 't' })),
      );
    });
  check('begins with a capital, ends in a mark and stands once', 'it works', ['It works.']);
  check('keeps its own mark', 'does it? yes! and  you ?', ['Does it? Yes! And you?']);
  check('has the right article', 'a apple, a user, a hour', ['An apple, a user, an hour.']);
  check('is in small letters in a chat', 'I see Ann', ['i see ann.'], { casual: 1, respell: [] });
  check('is respelt at times in a chat', 'I see you', ['i see u.', 'i see you.'], { casual: 1 });
});
