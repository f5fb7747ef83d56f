import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, run } from './support/run.ts';
import { workspace } from './support/workspace.ts';

const models = join('.manylens', 'models');
const [first, second] = ['first', 'second'].map(name => join(models, name));
let cwd: string;
let model: string;
const versions = (...args: string[]) => run(['versions', ...args], { cwd });

describe('versions', function () {
  this.timeout(120_000);

  before(async () => {
    ({ model } = await workspace());
    cwd = mkdtempSync(join(tmpdir(), 'manylens-versions-'));
    mkdirSync(join(cwd, models), { recursive: true });
    const line = (text: string, label: string) => `${JSON.stringify({ text, task: 'tone', label })}\n`;
    const rows = ['Yo!', 'Hi you', 'Hey all', 'What now'].map(text => line(text, 'casual'));
    const formal = ['Dear all', 'Dear Sir', 'Kind regards', 'We regret'].map(text => line(text, 'formal'));
    writeFileSync(join(cwd, 'few.jsonl'), [...rows.slice(0, 3), ...formal.slice(0, 3)].join(''));
    writeFileSync(join(cwd, 'more.jsonl'), [...rows, ...formal].join(''));
    const tune = async (...args: string[]) => {
      const { code, stderr } = await run(['finetune', ...args, '--model', model], { cwd });
      assert.equal(code, 0, stderr);
    };
    await tune('few.jsonl', '--out', first);
    await tune('more.jsonl', '--out', second, '--parent', first);
  });
  after(() => rmSync(cwd, { recursive: true }));

  it('are listed with their labels and figures, and what cannot be read is named', async () => {
    mkdirSync(join(cwd, models, 'half'));
    mkdirSync(join(cwd, models, 'gone.partial-1'));
    const { code, stdout, stderr } = await versions();
    assert.deepEqual([code, stderr], [0, `${join(models, 'half')} cannot be read as a model.\n`]);
    assert.match(stdout, /^version +made +labels +macroF1 +before\n/);
    assert.match(stdout, new RegExp(`^${first} .* tone: 6 .*tone \\d\\.\\d{3}.* –$`, 'm'));
    assert.match(stdout, new RegExp(`^${second} .* tone: 8 .*tone \\d\\.\\d{3}.* first$`, 'm'));
    assert.equal(stdout.split('\n').length, 4);
  });

  it('that are none are none', async () => {
    const { code, stdout, stderr } = await versions('list', 'nowhere');
    assert.deepEqual([code, stdout, stderr], [0, '', 'no versions in nowhere.\n']);
  });

  it('are compared side by side', async () => {
    const { code, stdout } = await versions('compare', first, second);
    assert.equal(code, 0);
    assert.match(stdout, /^ +first +second\n/);
    assert.match(stdout, /^labels +tone: 6 +tone: 8$/m);
    assert.match(stdout, /^version before +– +first$/m);
    assert.match(stdout, /^tone, macroF1 +\d\.\d{3} +\d\.\d{3}$/m);
  });

  it('go back to the one before, and at last to the shipped model', async () => {
    assert.deepEqual(await versions('back', second), {
      code: 0,
      stdout: `${join(cwd, first)}\n`,
      stderr: '',
    });
    const shipped = join(cli, '..', '..', 'models', 'base');
    assert.deepEqual(await versions('back', first), { code: 0, stdout: `${shipped}\n`, stderr: '' });
  });

  it('go out into one file, and come in from it as they were', async () => {
    assert.equal((await versions('export', second, 'second.zip')).stdout, 'second.zip\n');
    const { stdout } = await versions('import', 'second.zip', 'elsewhere');
    assert.equal(stdout, `${join('elsewhere', 'second')}\n`);
    for (const name of ['manifest.json', 'weights.bin', 'heads.bin'])
      assert.ok(
        readFileSync(join(cwd, 'elsewhere', 'second', name)).equals(readFileSync(join(cwd, second, name))),
        name,
      );
  });

  it('that are damaged do not come in', async () => {
    writeFileSync(join(cwd, 'broken.zip'), 'PK no more');
    const { code, stderr } = await versions('import', 'broken.zip', 'nothing');
    assert.notEqual(code, 0);
    assert.match(stderr, /^manylens: .*broken\.zip/);
    assert.ok(!existsSync(join(cwd, 'nothing')));
  });
});
