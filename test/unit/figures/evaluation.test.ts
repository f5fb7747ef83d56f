/** The table of a toy model: small, but scored by the engine as any other. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Answers, answersOf, chosenAnswers, type TestSet } from '../../../scripts/base/answers.ts';
import { cardWith, picturesOf } from '../../../scripts/base/card.ts';
import { speedAgainst } from '../../../scripts/base/cost.ts';
import { falseAlarms, readmeSentences } from '../../../scripts/base/documentation.ts';
import type { Goal } from '../../../scripts/base/goals.ts';
import { type Measured, type Row, rowsOf } from '../../../scripts/base/rows.ts';
import { markdownTable, textTable } from '../../../scripts/base/table.ts';
import type { Scorer } from '../../../src/engine/scorer.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { openToy } from '../engine/support.ts';
import { useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';

const labels = ['negative', 'neutral', 'positive'];
const row = (text: string, label: string, source = 'films', part = 'test') => ({ text, label, source, part });
const set: TestSet = {
  task: 'sentiment',
  language: 'en',
  rows: [
    row('good food', 'positive'),
    row('a bad day', 'negative'),
    row('a day', 'neutral'),
    row('bad food', 'negative', 'shops', 'north'),
    row('good day', 'positive', 'shops', 'south'),
  ],
};
const goal = (fields: Partial<Goal> & Pick<Goal, 'kind'>): Goal =>
  ({ id: 'x', title: 'X', ...fields }) as Goal;
const nothing: Measured = {
  answers: [],
  experiments: new Map(),
  sources: [],
  fewShot: new Map(),
  documentation: new Map(),
  bytes: 7_500_000,
};

describe('the table of figures', () => {
  let model: Scorer;
  let answers: Answers[];
  before(async () => {
    await useBackend('cpu');
    const tasks = [toyTask('sentiment', labels, { languages: ['en'] }), toyTask('tone', ['none', 'rude'])];
    model = await openToy(await toyBundle(tasks, 'manylens', { sentenceSize: 8 }));
    const chinese = { ...set, language: 'zh' };
    answers = await answersOf(model, [set, chinese, { ...set, task: 'hate' }]);
  });
  after(() => model.dispose());

  it('answers every row of the tasks and languages that the model has', () => {
    assert.deepEqual(
      answers.map(({ task, language, probabilities }) => [task, language, probabilities.length]),
      [['sentiment', 'en', 5]],
    );
  });

  const chooses = (name: string, fields: object, expected: string[] | undefined) =>
    it(name, () => {
      const rows = goal({
        kind: 'rows',
        task: 'sentiment',
        language: 'en',
        measures: ['accuracy'],
        ...fields,
      });
      assert.ok(rows.kind === 'rows');
      const chosen = chosenAnswers(answers, rows);
      assert.deepEqual(
        chosen?.rows.map(({ text }) => text),
        expected,
      );
      for (const p of chosen?.probabilities ?? []) assert.equal(p.length, chosen!.labels.length);
    });
  chooses('takes the rows of a source', { source: 'films' }, ['good food', 'a bad day', 'a day']);
  chooses('takes those of a part', { source: 'shops', part: 'south' }, ['good day']);
  chooses('takes those of some labels', { source: 'films', labels: ['negative', 'positive'] }, [
    'good food',
    'a bad day',
  ]);
  chooses('finds none of another source', { source: 'books' }, undefined);

  const judges = (name: string, fields: Partial<Goal> & Pick<Goal, 'kind'>, expected: Partial<Row>[]) =>
    it(name, () => {
      const rows = rowsOf([goal(fields)], { ...nothing, answers });
      const seen = rows.map(row =>
        Object.fromEntries(Object.keys(expected[0]).map(key => [key, Reflect.get(row, key)])),
      );
      assert.deepEqual(seen, expected);
    });
  judges(
    'says that a task is missing',
    { kind: 'rows', task: 'hate', language: 'en', source: 'films', measures: ['accuracy'], goal: 0.5 },
    [{ note: 'the model has no task hate in en', figure: undefined, met: undefined }],
  );
  judges(
    'says that rows are missing',
    { kind: 'rows', task: 'sentiment', language: 'en', source: 'books', measures: ['accuracy', 'macroF1'] },
    [
      { measure: 'accuracy', note: 'the data have no such rows' },
      { measure: 'macroF1', note: 'the data have no such rows' },
    ],
  );
  judges('holds a size to what it is to be at most', { kind: 'size', atMost: 8 }, [{ met: true }]);
  judges('says that a size is over it', { kind: 'size', atMost: 7 }, [{ met: false }]);
  judges('has the calibration of each task and language', { kind: 'calibration', atMost: 1 }, [
    { title: 'X, sentiment (en)', met: true },
  ]);
  judges('asks for the reports of experiments', { kind: 'experiment', goal: 0.5, measures: ['accuracy'] }, [
    { note: 'no report x.json in --reports', met: undefined },
  ]);

  it('takes the mean over the tasks of an experiment', () => {
    const tasks = [
      [8, 2],
      [6, 4],
    ].map(([right, wrong]) => ({
      perClass: { a: {}, b: {} },
      confusion: [
        [right, wrong],
        [0, 0],
      ],
    }));
    const report = { split: 'test', tasks: { one: tasks[0], two: tasks[1] } } as unknown;
    const experiments = new Map([['x', report]]) as Measured['experiments'];
    const [found] = rowsOf([goal({ kind: 'experiment', goal: 0.7, measures: ['accuracy'] })], {
      ...nothing,
      experiments,
    });
    assert.deepEqual([found.figure?.n, found.figure?.value, found.met], [20, 0.7, true]);
  });

  it('counts false alarms as they are shown and as they are most probable', async () => {
    const sentences = segmentText('A good day. Please, a bad day!\n\n`code`\n', { languageId: 'markdown' });
    const found = await falseAlarms(model, sentences, { task: 'tone', labels: ['none', 'rude'] });
    assert.deepEqual([found?.best.n, found?.best.value], [2, 1]);
    assert.ok(found!.shown.value <= 1);
    assert.equal(await falseAlarms(model, sentences, { task: 'hate', labels: ['hate'] }), undefined);
  });
  it('finds the sentences of the READMEs', () => {
    const root = mkdtempSync(join(tmpdir(), 'manylens-'));
    const file = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const packages = {
      '': {},
      'node_modules/a': {},
      'node_modules/b': { optional: true },
      'node_modules/c': {},
    };
    file('package-lock.json', JSON.stringify({ packages }));
    file('node_modules/a/readme.md', '# A thing\n\nIt reads. It writes `files`.\n\n```\ncode();\n```\n');
    file('node_modules/b/README.md', 'Only on one platform.\n');
    const texts = readmeSentences(root).map(({ text }) => text);
    rmSync(root, { recursive: true });
    assert.deepEqual(texts, ['A thing', 'It reads.', 'It writes .']);
  });
  it('compares the time of two models on the same sentences', async () => {
    let clock = 0;
    const takes = (ms: number) => ({
      score: async () => {
        clock += ms;
        return [];
      },
    });
    const sentences = segmentText('One here. Two here. One here.', { languageId: 'plaintext' });
    assert.deepEqual(await speedAgainst(takes(6), takes(2), sentences, () => clock), {
      n: 2,
      ours: 3000,
      theirs: 1000,
      ratio: 3,
    });
  });

  it('is a card, with pictures, whose former figures it replaces', () => {
    const rows = rowsOf([goal({ kind: 'size', atMost: 8 })], nothing);
    const sources = [
      { id: 'a', title: 'A', licence: 'MIT', citation: 'x' },
      { id: 'b', title: 'B', licence: 'not stated', citation: 'y' },
      { id: 'c', title: 'C', licence: 'as b', citation: 'z' },
    ];
    const parts = { rows, answers, sources, trust: 'Trusted.', pictures: '../p/' };
    const once = cardWith('# Card\n', parts);
    assert.equal(cardWith(once, parts), once);
    assert.ok(
      once.startsWith('# Card\n\n') && once.includes(markdownTable(rows)) && once.includes('Trusted.'),
    );
    assert.deepEqual(
      once.match(/^\| [abc].*\|/gm)?.map(line => line.includes('*')),
      [false, true, true],
    );
    const [[name, svg]] = picturesOf(answers);
    assert.ok(once.includes(`](../p/${name})`));
    assert.match(svg, /<title>sentiment \(en\): 5 rows, calibration error [\d.]+ %<\/title>/);
    assert.doesNotMatch(svg, /NaN/);
    assert.match(textTable(rows), /X +MB +1 +7\.500 +≤ 8\.000 +yes/);
  });
});
