import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { clearRemains } from '../../../src/model/node/bundleRemains.ts';

describe('What is left of a bundle', () => {
  const gone = 999_999_999;
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'manylens-remains-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  function make(name: string, file: string): void {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, file), name);
  }

  const check = (name: string, before: Record<string, string>, after: string[]) =>
    it(name, async () => {
      for (const [folder, file] of Object.entries(before)) make(folder, file);
      await clearRemains(parent);
      assert.deepEqual(readdirSync(parent), after);
    });

  check('is removed where its writer runs no more', { [`a.partial-${gone}`]: 'model.json' }, []);
  check(
    'is removed beside other bundles, and they stay',
    { b: 'manifest.json', [`b.former-${gone}`]: 'manifest.json' },
    ['b'],
  );
  const running = `a.partial-${process.pid}`;
  check('stays where its writer runs', { [running]: 'model.json' }, [running]);
  const own = `a.partial-${gone}`;
  check('stays where anything else is in it', { [own]: 'letter.txt' }, [own]);
  check('is nothing where a name only looks like it', { 'a.partial-b': 'model.json' }, ['a.partial-b']);

  it('is put back where nothing replaced it', async () => {
    make(`a.former-${gone}`, 'manifest.json');
    await clearRemains(parent);
    assert.deepEqual(readdirSync(parent), ['a']);
    assert.equal(readFileSync(join(parent, 'a', 'manifest.json'), 'utf8'), `a.former-${gone}`);
  });

  it('is nothing where there is no folder', () => clearRemains(join(parent, 'none')));
});
