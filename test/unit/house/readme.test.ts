/** The READMEs' tables say what package.json, its strings and the model card say. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('The READMEs', () => {
  it('have the tables that `npm run readme` writes', () => {
    const args = ['scripts/readme.mjs', '--check'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  for (const name of ['README.md', 'README.zh-CN.md']) {
    it(`know every setting: ${name}`, () => {
      const text = readFileSync(join(root, name), 'utf8');
      for (const { properties } of manifest.contributes.configuration)
        for (const setting of Object.keys(properties))
          assert.match(text, new RegExp(`^\\| \`${setting.replaceAll('.', '\\.')}\` \\| \``, 'm'));
    });
  }
});
