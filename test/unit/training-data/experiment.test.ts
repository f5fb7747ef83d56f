import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../src/base/random.ts';
import { stratifiedSplit } from '../../../src/training/examples.ts';
import { parseExperiment } from '../../../src/training/experiment.ts';
import { readExperiment } from '../../../src/training/node/readExperiment.ts';

const source = { format: 'tsv', language: 'en', label: 0, text: 1, train: ['train.tsv'] };
const task = { id: 'MR', labels: ['negative', 'positive'], sources: [source] };
const json = (value: unknown) => JSON.stringify(value, null, 1);

describe('EXPERIMENT.json', () => {
  it('has defaults', () => {
    const { architecture, training, tasks } = parseExperiment('E', json({ tasks: [task] }));
    assert.deepEqual({ architecture, training }, { architecture: { preset: 'manylens' }, training: {} });
    assert.deepEqual(tasks[0].sources[0], { ...source, encoding: 'utf-8', validation: [], test: [] });
  });
  it('passes on the fields of presets', () => {
    const architecture = { preset: 'keras-single', units: 32, initialise: 'random' };
    const parsed = parseExperiment('E', json({ tasks: [task], architecture, training: { epochs: 8 } }));
    assert.deepEqual([parsed.architecture, parsed.training], [architecture, { epochs: 8 }]);
  });

  const check = (name: string, content: unknown, expected: RegExp) =>
    it(name, () => {
      const text = typeof content === 'string' ? content : json(content);
      assert.throws(
        () => parseExperiment('E', text),
        error => {
          assert.match(String(error), expected);
          assert.doesNotMatch(String(error), /\n/);
          return true;
        },
      );
    });
  const withSource = (fields: object) => ({ tasks: [{ ...task, sources: [{ ...source, ...fields }] }] });
  check('broken JSON', '{\n "tasks": [],\n "training": }\n', /E:3: expected JSON, found Unexpected token/);
  check('JSON that ends early', '{\n "tasks": [\n', /E:3: expected JSON/);
  check(
    'an unknown key at the root',
    '{\n"tasks": 1,\n"task": 2}',
    /E:\d: expected (known keys, found "task"|a list of tasks)/,
  );
  check(
    'an unknown key',
    withSource({ encodng: 'x' }),
    /E:\d+: expected known keys in tasks\[0\]\.sources\[0\], found "encodng"/,
  );
  check(
    'its line',
    '{\n"tasks": [{\n"id": "a", "labels": ["b", "c"],\n"sources": [{\n"format": "prefix",\n"txt": 1\n}]}]}',
    /E:6: /,
  );
  check(
    'an unknown training option',
    '{"tasks": [{"id": "a", "labels": ["b", "c"], "sources": [{"format": "prefix"}]}],\n"training": {\n"epochz": 3}}',
    /E:3: expected known keys in training, found "epochz"/,
  );
  check(
    'a training option of the wrong kind',
    { tasks: [task], training: { epochs: 0 } },
    /E:\d+: expected number to be >0 in training\.epochs, found 0/,
  );
  check(
    'a field that no architecture has',
    { tasks: [task], architecture: { preset: 'manylens', unitz: 3 } },
    /E:\d+: expected known keys in architecture, found "unitz"/,
  );
  check(
    'an unknown preset',
    { tasks: [task], architecture: { preset: 'keras' } },
    /E:\d+: expected one of the presets manylens, keras-single.* in architecture\.preset, found "keras"/,
  );
  check('no tasks', { tasks: [] }, /E:2: expected at least one task in tasks, found \[\]/);
  check(
    'a task without an id',
    { tasks: [{ ...task, id: undefined }] },
    /expected a non-empty string in tasks\[0\]\.id, found nothing/,
  );
  check(
    'an unknown format',
    withSource({ format: 'xml' }),
    /expected one of the formats .* in tasks\[0\]\.sources\[0\].format, found "xml"/,
  );
  check(
    'a share of one',
    withSource({ validation: 1 }),
    /expected a share from 0 to below 1, or a list of files .* found 1/,
  );
  check(
    'a label that is no label',
    withSource({ map: { 0: 'neutral' } }),
    /expected one of the task's labels negative, positive in .*\.map\.0, found "neutral"/,
  );
  check(
    'a pair elsewhere',
    withSource({ train: [{ text: 'a', label: 'b' }] }),
    /expected a file's path in .*train\[0\], found \{/,
  );
  check(
    'a label twice',
    { tasks: [{ ...task, labels: ['a', 'a'] }] },
    /expected a label of its own in tasks\[0\]\.labels\[1\]/,
  );
  check(
    'an unknown kind of text',
    { tasks: [{ ...task, scope: ['poem'] }] },
    /expected one of the kinds prose, heading, .* in tasks\[0\]\.scope\[0\], found "poem"/,
  );
  check('auxiliary tasks alone', { tasks: [{ ...task, auxiliary: true }] }, /a task that is not auxiliary/);
  check('a task twice', { tasks: [task, task] }, /expected an id of its own in tasks\[1\]\.id, found "MR"/);
  check(
    'an unknown start',
    { tasks: [task], architecture: { preset: 'manylens', initialise: 'b' } },
    /expected base, vectors or random/,
  );
});

describe('the stratified split', () => {
  const examples = Array.from({ length: 100 }, (_, i) => ({
    text: `${i}`,
    label: i % 10 === 0 ? 1 : 0,
    language: 'en',
  }));
  const split = (seed: number) => stratifiedSplit(examples, 0.2, new Random(seed));
  it('gives each label its share', () => {
    const { train, validation } = split(1);
    const rare = (rows: { label: number }[]) => rows.filter(({ label }) => label === 1).length;
    assert.deepEqual([train.length, validation.length, rare(train), rare(validation)], [80, 20, 8, 2]);
  });
  it('depends on the seed alone', () => {
    assert.deepEqual(split(1), split(1));
    assert.notDeepEqual(split(1), split(2));
  });
  it('leaves a label that is alone in training', () => {
    assert.equal(stratifiedSplit(examples.slice(0, 1), 0.9, new Random(1)).train.length, 1);
  });
});

describe('reading an experiment', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const read = (sources: object[], options: { dataRoot?: string; split?: 'test' | 'validation' } = {}) => {
    write('E.json', json({ tasks: [{ ...task, sources }] }));
    return readExperiment(join(folder, 'E.json'), { seed: 1, ...options });
  };
  const map = { 0: 'negative', 1: 'positive' };

  it('joins sources, formats and languages', () => {
    write('a.tsv', Array.from({ length: 10 }, (_, i) => `${i % 2}\ten ${i}\n`).join(''));
    write('t.txt', '好\n坏\n');
    write('l.txt', '1\n0\n');
    const pairs = [{ text: 't.txt', label: join(folder, 'l.txt') }];
    const { tasks, warnings } = read([
      { ...source, map, train: ['a.tsv'], validation: 0.2 },
      { format: 'pairs', language: 'zh', map, train: [], test: pairs },
    ]);
    const [{ train, validation, test, languages }] = tasks;
    assert.deepEqual([train.length, validation.length, languages, warnings], [8, 2, ['en', 'zh'], []]);
    assert.deepEqual(test, [
      { text: '好', label: 1, language: 'zh' },
      { text: '坏', label: 0, language: 'zh' },
    ]);
  });
  it('has the fields of one that it extends, but for its own', () => {
    write('a.tsv', '0\ta\n');
    read([{ ...source, map, train: ['a.tsv'] }]);
    write('second.json', json({ extends: 'E.json', training: { epochs: 2 } }));
    const { experiment, tasks } = readExperiment(join(folder, 'second.json'), { seed: 1 });
    assert.deepEqual(experiment.training, { epochs: 2 });
    assert.equal(tasks[0].train.length, 1);
  });
  const refuses = (what: string, files: Record<string, string>, expected: RegExp) =>
    it(`refuses to extend ${what}`, () => {
      for (const [name, content] of Object.entries(files)) write(name, content);
      assert.throws(() => readExperiment(join(folder, 'second.json'), { seed: 1 }), expected);
    });
  const other = /second\.json: expected the file of another experiment in "extends", found/;
  refuses('no file', { 'second.json': json({ extends: 7 }) }, other);
  refuses('itself', { 'second.json': json({ extends: 'second.json' }) }, other);
  refuses('what is not there', { 'second.json': json({ extends: 'nowhere.json' }) }, /nowhere\.json/);
  refuses(
    'what is broken',
    { 'second.json': json({ extends: 'first.json' }), 'first.json': '{"tasks": [' },
    /first\.json: expected a JSON object/,
  );
  refuses(
    'one that extends it',
    { 'second.json': json({ extends: 'first.json' }), 'first.json': json({ extends: 'second.json' }) },
    /first\.json: expected the file of another experiment/,
  );
  it('reads for a test what the test needs', () => {
    write('test.tsv', '0\ta\n');
    const { tasks } = read([{ ...source, map, train: ['absent'], test: ['test.tsv'] }], { split: 'test' });
    assert.deepEqual([tasks[0].train.length, tasks[0].test.length], [0, 1]);
  });
  it('warns of undecodable bytes', () => {
    write('a.tsv', Uint8Array.from([0x30, 0x09, 0xff, 0x0a]));
    const { tasks, warnings } = read([{ ...source, map, train: ['a.tsv'] }]);
    assert.deepEqual(warnings, ['a.tsv: 1 undecodable bytes were replaced (utf-8).']);
    assert.equal(tasks[0].train[0].text, '\uFFFD');
  });
  const check = (name: string, fields: object, expected: RegExp) =>
    it(name, () => {
      write('a.tsv', '0\ta\n7\tb\n');
      const run = () => read([{ ...source, map, train: ['a.tsv'], ...fields }], { dataRoot: folder });
      assert.throws(run, { code: 'bad-input', message: expected });
    });
  check('names the line of an unknown label', {}, /^a\.tsv:2: expected one of the labels .* found "7"\.$/);
  check(
    'names the file that is missing',
    { train: ['b.tsv'] },
    /b\.tsv.*no file at .*b\.tsv.*--data-root, here /,
  );
  check('names the encoding', { encoding: 'klingon' }, /^a\.tsv: expected an encoding's name.*"klingon"/);
});
