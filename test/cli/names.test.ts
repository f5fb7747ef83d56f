/** Tasks and labels may be called anything, also what every JavaScript object has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './support/run.ts';
import { type Workspace, workspace } from './support/workspace.ts';

const tasks: readonly (readonly [string, readonly string[]])[] = [
  ['__proto__', ['constructor', 'toString']],
  ['valueOf', ['__proto__', 'b']],
];

describe('Tasks and labels by any name', () => {
  let at: Workspace;
  before(async () => {
    at = await workspace();
    const rows = (labels: readonly string[]) =>
      Array.from(
        { length: 60 },
        (_, n) => `${JSON.stringify({ text: `it is ${n % 2}`, label: labels[n % 2] })}\n`,
      );
    const experiment = tasks.map(([id, labels], k) => {
      const file = `names${k}.jsonl`;
      at.file(file, rows(labels).join(''));
      return { id, labels, sources: [{ format: 'jsonl', train: [file], validation: 0.2, test: [file] }] };
    });
    const architecture = {
      preset: 'manylens',
      initialise: 'random',
      embeddingSize: 8,
      units: 4,
      headUnits: 4,
    };
    at.file(
      'names.json',
      JSON.stringify({ tasks: experiment, architecture: { ...architecture, vocabularySize: 50 } }),
    );
    const trained = await run(['train', 'names.json', '--out', 'names', '--epochs', '1'], { cwd: at.folder });
    assert.equal(trained.code, 0, trained.stderr);
  });

  it('have figures in the bundle', () => {
    const manifest = JSON.parse(readFileSync(join(at.folder, 'names/manifest.json'), 'utf8'));
    for (const { id, metrics } of manifest.tasks) assert.equal(typeof metrics?.macroF1, 'number', id);
  });

  for (const by of ['sentence', 'document', 'line']) {
    it(`are scored by ${by}`, async () => {
      const ran = await run(['score', '--model', 'names', '--by', by, '-'], {
        input: 'It is 1.\n',
        cwd: at.folder,
      });
      const { scores } = JSON.parse(ran.stdout);
      assert.deepEqual(
        Object.entries(scores).map(([id, score]) => [id, ...Object.keys(Object(score).probabilities)]),
        tasks.map(([id, labels]) => [id, ...labels]),
      );
    });
  }

  it('are columns and cells', async () => {
    for (const format of ['csv', 'table']) {
      const args = ['score', '--model', 'names', '--format', format, '-'];
      const ran = await run(args, { input: 'It is 1.\n\n```\n', cwd: at.folder });
      assert.equal(ran.code, 0, ran.stderr);
      for (const [id] of tasks) assert.ok(ran.stdout.includes(id), ran.stdout);
    }
  });

  it('are learnt from labels', async () => {
    const lines = Array.from(
      { length: 20 },
      (_, n) =>
        `{"text":"it was ${n % 2} ${n}","labels":{"__proto__":"${tasks[0][1][n % 2]}","hasOwnProperty":"${n % 2}"}}\n`,
    );
    at.file('names-labels.jsonl', lines.join(''));
    const args = [
      'finetune',
      'names-labels.jsonl',
      '--model',
      'names',
      '--out',
      'names-tuned',
      '--json',
      '-',
    ];
    const ran = await run(args, { cwd: at.folder });
    assert.deepEqual(Object.keys(JSON.parse(ran.stdout).tasks), ['__proto__', 'hasOwnProperty']);
  });
});
