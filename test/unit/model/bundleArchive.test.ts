import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { codeOf } from '../../../src/base/errors.ts';
import { packBundle, unpackBundle } from '../../../src/model/node/bundleArchive.ts';
import { readBundleFiles, writeBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { useBackend } from './support.ts';
import { toyBundle } from './toyBundle.ts';

describe('A bundle as one file', () => {
  let folder = '';
  const place = (...names: string[]) => path.join(folder, ...names);
  before(async () => {
    await useBackend('cpu');
    folder = await mkdtemp(path.join(os.tmpdir(), 'manylens-archive-'));
    await writeBundleFiles(place('toy'), await toyBundle());
    await packBundle(place('toy'), place('toy.zip'));
  });
  after(() => rm(folder, { recursive: true }));

  it('comes out as it went in, under its name', async () => {
    assert.equal(await unpackBundle(place('toy.zip'), place('in')), place('in', 'toy'));
    assert.deepEqual(await readBundleFiles(place('in', 'toy')), await readBundleFiles(place('toy')));
  });

  it('is the same file each time', async () => {
    await packBundle(place('toy'), place('again.zip'));
    assert.deepEqual(await readFile(place('again.zip')), await readFile(place('toy.zip')));
  });

  it('mends what was damaged of itself, and leaves another of its name alone', async () => {
    const models = place('mend');
    await unpackBundle(place('toy.zip'), models);
    await truncate(path.join(models, 'toy', 'weights.bin'), 10);
    assert.equal(await unpackBundle(place('toy.zip'), models), path.join(models, 'toy'));
    assert.deepEqual(await readBundleFiles(path.join(models, 'toy')), await readBundleFiles(place('toy')));
    await writeFile(path.join(models, 'toy', 'manifest.json'), 'another');
    assert.equal(await unpackBundle(place('toy.zip'), models), path.join(models, 'toy-2'));
    assert.equal(await readFile(path.join(models, 'toy', 'manifest.json'), 'utf8'), 'another');
  });

  it('may lie in a folder of the archive, beside other things', async () => {
    const entries = unzipSync(await readFile(place('toy.zip')));
    const inside = Object.entries(entries).map(([name, bytes]) => [`mine/${name}`, bytes]);
    const others = { '../evil.txt': new Uint8Array(1), '__MACOSX/._manifest.json': new Uint8Array(1) };
    await writeFile(place('hand.zip'), zipSync({ ...Object.fromEntries(inside), ...others }));
    await unpackBundle(place('hand.zip'), place('hand'));
    assert.deepEqual(await readdir(place('hand')), ['toy']);
    assert.deepEqual(await readBundleFiles(place('hand', 'toy')), await readBundleFiles(place('toy')));
  });

  it('whose name is no name of a folder gets one', async () => {
    for (const [name, expected] of [
      ['../../up', '-up'],
      ['.', 'model'],
      ['模型 1', '模型-1'],
    ]) {
      const files = await readBundleFiles(place('toy'));
      const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
      files.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, name })));
      await writeFile(place('named.zip'), zipSync(Object.fromEntries(files)));
      assert.equal(await unpackBundle(place('named.zip'), place('named')), place('named', expected));
    }
  });

  it('is not made of a damaged bundle', async () => {
    await cp(place('toy'), place('damaged'), { recursive: true });
    await truncate(place('damaged', 'weights.bin'), 10);
    await assert.rejects(packBundle(place('damaged'), place('damaged.zip')), is('bad-bundle'));
    assert.ok(!(await readdir(folder)).some(name => name.startsWith('damaged.zip')));
  });

  it('says so where it cannot be written, and leaves nothing', async () => {
    await assert.rejects(packBundle(place('toy'), place('nowhere', 'toy.zip')), is('bad-input'));
  });

  /** What is no archive of a whole bundle. */
  function check(name: string, content: () => Promise<Uint8Array>) {
    it(`${name} is refused in words, and nothing is written`, async () => {
      await writeFile(place('bad.zip'), await content());
      await assert.rejects(unpackBundle(place('bad.zip'), place('bad')), is('bad-archive'));
      await assert.rejects(readdir(place('bad')));
    });
  }
  const is = (code: string) => (error: unknown) => codeOf(error) === code;
  const changed = async (change: (entries: Record<string, Uint8Array>) => void) => {
    const entries = unzipSync(await readFile(place('toy.zip')));
    change(entries);
    return zipSync(entries);
  };
  check('no zip file', async () => Buffer.from('Dear all'));
  check('an empty zip file', async () => zipSync({}));
  check('a zip file that was cut short', async () => (await readFile(place('toy.zip'))).subarray(0, 2000));
  check('a bundle without weights', () =>
    changed(entries => {
      delete entries['weights.bin'];
    }),
  );
  check('a bundle with a bit turned', () =>
    changed(entries => {
      entries['weights.bin'][100] ^= 1;
    }),
  );

  it('of more bytes than a machine holds is refused before it is unpacked', async () => {
    const archive = await readFile(place('toy.zip'));
    // Each entry of the directory at the end says its size unpacked at byte 24.
    const signature = Buffer.from('PK\x01\x02', 'latin1');
    for (let at = archive.indexOf(signature); at >= 0; at = archive.indexOf(signature, at + 4))
      archive.writeUInt32LE(0x7fffffff, at + 24);
    await writeFile(place('bomb.zip'), archive);
    await assert.rejects(
      unpackBundle(place('bomb.zip'), place('bomb')),
      /expected 1000000000 bytes at most, found 2147483647/,
    );
  });
});
