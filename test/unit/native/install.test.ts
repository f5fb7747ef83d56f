/** The set-up of the native library, from a site on this machine: whole, cut, damaged, twice at once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { findNative, nativeFiles } from '../../../src/native/node/home.ts';
import { planInstall, removeNative } from '../../../src/native/node/install.ts';
import { assertWhole, describeSetUp, installFrom, startSite, wheel, wheelName } from './support.ts';

const signal = new AbortController().signal;

describeSetUp(at => {
  for (const format of ['json', 'html'] as const) {
    it(`fetches, unpacks and builds from an index in ${format}; a second time does nothing`, async () => {
      at.site.format = format;
      const stages = await installFrom(at.site, at.place);
      assert.deepEqual(stages, ['download', 'check', 'unpack', 'build', 'check']);
      assertWhole(at.place);
      assert.deepEqual(await installFrom(at.site, at.place), []);
      assert.equal(await planInstall(at.place.home, signal), null);
      assert.deepEqual(at.site.ranges, ['']);
    });
  }

  it('goes on where the connection broke, in the same call', async () => {
    at.site.cutAfter = 300_000;
    await installFrom(at.site, at.place);
    assertWhole(at.place);
    assert.equal(at.site.ranges.length, 2);
    assert.match(at.site.ranges[1], /^bytes=[1-9]\d*-$/);
  });

  it('goes on where an earlier call was cut', async () => {
    mkdirSync(join(at.place.home, 'downloads'), { recursive: true });
    writeFileSync(join(at.place.home, 'downloads', wheelName), wheel.subarray(0, 400_000));
    await installFrom(at.site, at.place);
    assertWhole(at.place);
    assert.deepEqual(at.site.ranges, ['bytes=400000-']);
  });

  it('refuses a download with another hash, and starts over the next time', async () => {
    const { sha256 } = at.site;
    at.site.sha256 = '0'.repeat(64);
    await assert.rejects(
      installFrom(at.site, at.place),
      /expected a download with SHA-256 0{64}, found [0-9a-f]{64}/,
    );
    assert.deepEqual(readdirSync(at.place.home), ['downloads']);
    assert.deepEqual(readdirSync(join(at.place.home, 'downloads')), []);
    at.site.sha256 = sha256;
    await installFrom(at.site, at.place);
    assertWhole(at.place);
  });

  it('keeps nothing of a library that does not work but its download', async () => {
    const check = () => Promise.reject(new Error('the library took its process down (SIGILL)'));
    await assert.rejects(
      installFrom(at.site, at.place, { check }),
      /cannot be set up: .*SIGILL.*WebAssembly/,
    );
    assert.deepEqual(readdirSync(at.place.home), ['downloads']);
    await installFrom(at.site, at.place);
    assertWhole(at.place);
    assert.deepEqual(at.site.ranges, [''], 'the download is not fetched again');
  });

  it('stops where it is cancelled, and leaves nothing half-made', async () => {
    const abort = new AbortController();
    const progress = (stage: string) => stage === 'unpack' && abort.abort();
    await assert.rejects(installFrom(at.site, at.place, { signal: abort.signal, progress }), {
      code: 'cancelled',
    });
    assert.deepEqual(readdirSync(at.place.home), ['downloads']);
  });

  it('of two at once one works, and the other waits for it', async () => {
    const script = `
      const { install } = await import('./src/native/node/install.ts');
      const home = ${JSON.stringify(at.place.home)};
      await install({ home, sources: {}, check: async () => {}, signal: new AbortController().signal,
        progress: stage => console.log(stage) });`;
    let printed = '';
    let ended: Promise<unknown[]> | undefined;
    // The first one is not done before the second one waits.
    const check = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
      child.stdout.on('data', data => (printed += data));
      ended = once(child, 'close');
      await Promise.race([once(child.stdout, 'data'), ended]);
    };
    await installFrom(at.site, at.place, { check });
    assert.deepEqual(await ended, [0, null]);
    assert.equal(printed, 'wait\n');
    assertWhole(at.place);
    assert.deepEqual(at.site.ranges, ['']);
  });

  it('takes a lock over whose holder died, and sweeps what it left', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    mkdirSync(join(at.place.home, 'partial-1'), { recursive: true });
    writeFileSync(join(at.place.home, 'lock'), String(child.pid));
    await installFrom(at.site, at.place);
    assertWhole(at.place);
  });

  it('says in a line that there is no compiler', async () => {
    const path = process.env.PATH;
    process.env.PATH = '';
    const installed = installFrom(at.site, { home: at.place.home, compiler: join(at.place.folder, 'none') });
    await assert.rejects(installed, /expected a C\+\+ compiler .* in PATH, found none/);
    process.env.PATH = path;
  });

  it('says in a line that nothing can be reached', async () => {
    const closed = await startSite();
    await closed.close();
    await assert.rejects(
      installFrom(closed, at.place),
      /127\.0\.0\.1:\d+ cannot be reached .*the Python package index gives no library/,
    );
    assert.deepEqual(readdirSync(at.place.home), []);
  });

  it('says in a line that the add-on does not compile', async () => {
    writeFileSync(
      at.place.compiler,
      '#!/bin/sh\n[ "$1" = --version ] || { echo "x.cc:1: error: no" >&2; exit 1; }\n',
    );
    await assert.rejects(
      installFrom(at.site, at.place),
      /does not compile with .*toy-compiler: x\.cc:1: error: no/,
    );
    assert.deepEqual(readdirSync(at.place.home), ['downloads']);
  });

  it('is found damaged where a file is truncated or missing, and repaired', async () => {
    await installFrom(at.site, at.place);
    const { libraries, addon } = nativeFiles(join(at.place.home, 'current'));
    for (const [file, reason] of [
      [join(libraries, 'libtensorflow_cc.so.2'), /libtensorflow_cc\.so\.2 has 4 bytes instead of 1000000/],
      [addon, /tfjs_binding\.node has 4 bytes instead of 7/],
    ] as const) {
      chmodSync(file, 0o644);
      writeFileSync(file, 'torn');
      const found = findNative(at.place.home);
      assert.match('reason' in found ? inEnglish(found.reason) : '', reason);
      await installFrom(at.site, at.place);
      assertWhole(at.place);
    }
  });

  it('is removed with what was cut', async () => {
    await installFrom(at.site, at.place);
    mkdirSync(join(at.place.home, 'downloads'));
    await removeNative(at.place.home, signal);
    assert.deepEqual(readdirSync(at.place.home), []);
  });
});
