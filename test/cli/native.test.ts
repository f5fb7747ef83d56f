import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNative, nativeHome } from '../../src/native/node/home.ts';
import { node, run } from './support/run.ts';

describe('manylens native', () => {
  let home: string;
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'manylens-native-home-'));
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('status says what is missing, and how to get it', async () => {
    const { code, stderr, stdout } = await run(['native', 'status'], { env: { MANYLENS_NATIVE_HOME: home } });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, /^manylens: .*not set up; "manylens native install" sets it up\.\n$/);
  });

  it('a backend that was asked for by name fails with the same line', async () => {
    const { code, stderr } = await run(['score', '-', '--backend', 'tensorflow'], {
      input: 'Good.',
      env: { MANYLENS_NATIVE_HOME: home },
    });
    assert.equal(code, 2);
    assert.match(stderr, /^manylens: The backend "tensorflow" does not load here: .*not set up; .*\n$/);
  });

  it('remove removes what there is, and says where', async () => {
    mkdirSync(join(home, 'current'));
    writeFileSync(join(home, 'current', 'native.json'), '{}');
    const { code, stdout } = await run(['native', 'remove'], { env: { MANYLENS_NATIVE_HOME: home } });
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^${home}: `));
    assert.ok(!existsSync(join(home, 'current')));
  });

  // Where the library is set up: scripts/test.mjs says so where it is not.
  if (findNative(nativeHome()).files !== undefined) {
    it('status names the library, Node, threads and memory', async () => {
      const { code, stdout } = await run(['native', 'status', '--json']);
      assert.equal(code, 0);
      const { library, node: version, threads, size, memory } = JSON.parse(stdout);
      assert.match(library, /^TensorFlow \d+\.\d+\.\d+$/);
      assert.equal(version, execFileSync(node, ['-p', 'process.versions.node']).toString().trim());
      assert.ok(threads >= 1 && size > 1e8 && memory.after > memory.before);
    });

    it('install does nothing where it is there', async () => {
      const { code, stdout, stderr } = await run(['native', 'install']);
      assert.equal(code, 0);
      assert.match(stdout, /^TensorFlow .* works here: /);
      assert.equal(stderr, '');
    });
  }
});
