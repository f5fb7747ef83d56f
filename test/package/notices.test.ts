/** The notices that ship: whose work is in the package, and under which licence. */
import assert from 'node:assert/strict';
import { packaged, readJson, shipped } from './support.ts';

/** Permissive licences: their texts may stand beside ours, and ask for nothing but that. */
const allowed = ['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC-BY-4.0', 'CC0-1.0'];

/** What the build that runs the tests says of its files, by name (`*` for any). */
const packages: Record<string, string[]> = readJson('dist/packages.json');
const lock: Record<string, { version: string; license?: string }> = readJson('package-lock.json').packages;

function entryOf(file: string): string | undefined {
  return Object.keys(packages).find(name => {
    const [start, end] = name.split('*');
    return end === undefined ? file === name : file.startsWith(start) && file.endsWith(end);
  });
}

/** From the lock file, else in the form of packages older than SPDX. */
function licenseOf(folder: string): string {
  return lock[folder].license ?? readJson(`${folder}/package.json`).licenses?.[0].type;
}

describe('The third-party notices', () => {
  let text: string;
  /** The folders of the packages that ship. */
  let folders: string[];

  before(() => {
    text = shipped('ThirdPartyNotices.txt');
    const files = Object.keys(packaged()).flatMap(file => file.split('extension/dist/')[1] ?? []);
    folders = [...new Set(files.flatMap(file => packages[entryOf(file) ?? ''] ?? []))];
  });

  it('know of every file where it comes from', () => {
    const files = Object.keys(packaged()).flatMap(file => file.split('extension/dist/')[1] ?? []);
    assert.deepEqual(
      files.filter(file => entryOf(file) === undefined),
      [],
    );
    assert.ok(folders.includes('node_modules/@tensorflow/tfjs-core'), folders.join());
  });

  it('name every package that ships, with its version', () => {
    const missing = folders.filter(folder => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return !text.includes(`\n${name} ${lock[folder].version}, `);
    });
    assert.deepEqual(missing, []);
  });

  it('have no licence but permissive ones', () => {
    const others = folders
      .map(folder => `${folder}: ${licenseOf(folder)}`)
      .filter(
        line =>
          !line
            .replace(/.*: |[()]/g, '')
            .split(' AND ')
            .every(id => allowed.includes(id)),
      );
    assert.deepEqual(others, []);
  });

  it('carry the words that those licences ask for', () => {
    for (const words of [
      'Apache License\nVersion 2.0, January 2004',
      'Permission is hereby granted, free of charge',
      'Permission to use, copy, modify, and/or distribute this software',
      'Creative Commons Attribution 4.0 International Public License',
    ])
      assert.ok(text.includes(words), words);
  });

  it('name what was compiled into WebAssembly', () => {
    for (const part of ['XNNPACK', 'Emscripten', 'musl'])
      assert.match(text, new RegExp(`^${part}, in @tensorflow/tfjs-backend-wasm, `, 'm'));
  });

  it('name the word vectors and each data set behind the model, and their licences', () => {
    assert.match(text, /GloVe .* Public Domain Dedication and License 1\.0/);
    for (const { id, licence } of readJson('scripts/data/sources.json'))
      assert.match(text, new RegExp(`^${id}: .*\\n.*\\n {2}Licence: ${licence.slice(0, 3)}`, 'm'));
  });
});
