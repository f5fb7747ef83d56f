/** What VS Code loads before anybody has asked for anything: little, and no machine learning. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../../..');

describe('The bundle that activation loads, as it is released,', () => {
  let scratch: string;
  before(function () {
    this.timeout(120_000);
    scratch = mkdtempSync(join(tmpdir(), 'manylens-release-'));
    const args = [join(root, 'esbuild.mjs'), `--release=${scratch}`];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(scratch, { recursive: true }));

  const modulesOf = (bundle: string): string[] =>
    JSON.parse(readFileSync(join(scratch, 'modules.json'), 'utf8'))[bundle];
  const learning = /tensorflow|^src\/(engine|model|text|worker)\//;

  it('has 200 KB at most', function () {
    const { size } = statSync(join(scratch, 'extension.js'));
    this.test!.title += `: ${(size / 1024).toFixed(0)} KB`;
    assert.ok(size <= 200 * 1024, `${size} bytes`);
  });

  it('has neither TensorFlow.js nor a model in it', () => {
    const modules = modulesOf('extension.js');
    assert.ok(modules.includes('src/host/node/extension.ts'), modules.join('\n'));
    assert.deepEqual(
      modules.filter(module => learning.test(module)),
      [],
    );
  });

  it('differs in that from the worker: this test can see it', () => {
    assert.ok(modulesOf('worker.js').filter(module => learning.test(module)).length > 10);
  });
});
