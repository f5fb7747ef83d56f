import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './support/run.ts';
import { type ScoreRecord, score } from './support/score.ts';
import { type Workspace, workspace } from './support/workspace.ts';

describe('score, where a task has a scope,', () => {
  let at: Workspace;
  let model: string;
  before(async () => {
    at = await workspace();
    model = join(at.folder, 'scoped');
    cpSync(at.model, model, { recursive: true });
    const file = join(model, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.tasks[1].scope = ['comment', 'question'];
    for (const task of manifest.tasks) task.threshold = 0;
    writeFileSync(file, JSON.stringify(manifest));
  });

  const reasons = (records: readonly ScoreRecord[]) =>
    records.map(({ scores }) => Object.values(scores).map(({ reason }) => reason));

  function check(name: string, args: string[], input: string, expected: (string | undefined)[][]) {
    it(name, async () => {
      const records = await score(['--model', model, ...args], input);
      assert.deepEqual(reasons(records), expected);
      for (const record of records)
        for (const { label, probabilities, abstained, reason } of Object.values(record.scores)) {
          assert.deepEqual([abstained, label === null], [reason !== undefined, reason !== undefined]);
          assert.equal(Object.keys(probabilities).length, 2);
        }
    });
  }

  const said = 'It is the lovely table.';
  const asked = 'Is it the lovely table?';
  check('abstains for that reason elsewhere', [], said, [[undefined, 'scope']]);
  check('asks it where the caller says so', ['--kind', 'comment'], said, [[undefined, undefined]]);
  check('asks a question of what ends as one', [], `${said} ${asked}`, [
    [undefined, 'scope'],
    [undefined, undefined],
  ]);
  check('still asks a question of what is said to be an issue', ['--kind', 'issue'], `${said} ${asked}`, [
    [undefined, 'scope'],
    [undefined, undefined],
  ]);
  check('asks it of a line', ['--by', 'line', '--kind', 'comment'], said, [[undefined, undefined]]);
  check('abstains on a document that it is nowhere asked of', ['--by', 'document'], said, [
    [undefined, 'scope'],
  ]);
  check('says how near a document came to an answer', ['--by', 'document'], `${said}\n\nIs?\n`, [
    [undefined, 'short'],
  ]);
  check('says why it abstains', [], 'Table.', [['short', 'scope']]);

  it('asks it of the comments of code', async () => {
    at.file('scoped.ts', `const a = 1; // ${said}\n`);
    assert.deepEqual(reasons(await score(['--model', model, 'scoped.ts'])), [[undefined, undefined]]);
  });

  it('says it quietly in the table', async () => {
    const args = ['score', '--model', model, '--format', 'table', '--backend', 'wasm'];
    const { stdout } = await run(args, { input: said, cwd: at.folder });
    assert.match(stdout, /^ {2}toxicity .* {3}asked of comments and questions$/m);
    assert.doesNotMatch(stdout, /not sure of any/);
  });
});
