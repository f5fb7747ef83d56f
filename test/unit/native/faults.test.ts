/** A native library that cannot be loaded takes nobody down but the process that tries it, and `auto` says so. */
import assert from 'node:assert/strict';
import { closeSync, copyFileSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { checkInProcess } from '../../../src/native/node/checkProcess.ts';
import { findNative, type NativeRecord, nativeFiles, nativeHome } from '../../../src/native/node/home.ts';
import { knownPreference, preferred } from '../../../src/native/node/preference.ts';
import { scratch } from './support.ts';

/** Built before the tests run. */
const program = 'dist/native.js';
const base = 'models/base';
const real = findNative(nativeHome());

/** Runs `work` with the native library's folder elsewhere. */
async function withHome<T>(home: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.MANYLENS_NATIVE_HOME;
  process.env.MANYLENS_NATIVE_HOME = home;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.MANYLENS_NATIVE_HOME;
    else process.env.MANYLENS_NATIVE_HOME = before;
  }
}

describe('A native library', () => {
  let place: ReturnType<typeof scratch>;
  beforeEach(() => {
    place = scratch();
  });
  afterEach(() => place.remove());

  it('that is not set up leaves the choice to the embedded backend, with the reason', async () => {
    const found = await withHome(place.home, () => preferred('score', base, program));
    assert.equal(found?.name, 'wasm');
    assert.match(inEnglish(found.reason), /not set up; "manylens native install" sets it up/);
  });

  if (real.files !== undefined) {
    const { files, record } = real;
    /** A library as if it had been set up, of these bytes; the add-on is the real one. */
    function pretend(library: Uint8Array): string {
      const fake = nativeFiles(join(place.home, 'current'));
      mkdirSync(fake.libraries, { recursive: true });
      mkdirSync(join(fake.addon, '..'), { recursive: true });
      copyFileSync(files.addon, fake.addon);
      const names = Object.keys(record.sizes).filter(name => name.startsWith('deps'));
      for (const name of [...names, 'deps/lib/libtensorflow.so.2', 'deps/lib/libtensorflow.so'])
        writeFileSync(join(fake.root, name), library);
      const sizes = Object.fromEntries(names.map(name => [name, library.length]));
      writeFileSync(fake.record, JSON.stringify({ ...record, sizes } satisfies NativeRecord));
      return fake.root;
    }
    const beginning = (count: number) => {
      const bytes = new Uint8Array(count);
      const file = openSync(join(files.libraries, 'libtensorflow.so.2'), 'r');
      readSync(file, bytes, 0, count, 0);
      closeSync(file);
      return bytes;
    };
    /** An ELF file says its machine in two bytes: AArch64. */
    const foreign = () => {
      const bytes = beginning(1 << 16);
      bytes.set([183, 0], 18);
      return bytes;
    };

    for (const [title, library, why] of [
      ['is truncated', () => beginning(1 << 20), /does not work here|took its process down/],
      ['is of another architecture', foreign, /does not work here|took its process down/],
      ['is empty', () => new Uint8Array(), /does not work here|took its process down/],
    ] as const) {
      it(`that ${title} is refused in words, and auto goes on without it`, async () => {
        const root = pretend(library());
        const { signal } = new AbortController();
        await assert.rejects(checkInProcess(program, root, signal), why);
        const found = await withHome(place.home, () => preferred('score', base, program));
        assert.equal(found?.name, 'wasm');
        assert.match(inEnglish(found.reason), /^the native library does not work: /);
        assert.equal(knownPreference('score', base, place.home), undefined, 'kept, though it may be mended');
      });
    }

    for (const purpose of ['score', 'train'] as const) {
      it(`is measured once to ${purpose}, and the result is kept`, async () => {
        const found = await preferred(purpose, base, program);
        assert.match(
          inEnglish(found?.reason ?? ''),
          /measured here \(tensorflow [\d.]+ ms, wasm [\d.]+ ms a batch\)/,
        );
        assert.deepEqual(await preferred(purpose, base, program), found);
        assert.deepEqual(knownPreference(purpose, base), found);
      });
    }
  }
});
