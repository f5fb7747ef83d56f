/** The set-up where a disk or a folder does not take it: said in a line, and nothing half-made stays. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { unzipSome } from '../../../src/native/node/wheel.ts';
import { assertWhole, describeSetUp, installFrom, wheel, wheelName } from './support.ts';

const signal = new AbortController().signal;

/** Writes until the disk has room for so many bytes, once. */
function fill(file: string, room: number): void {
  if (existsSync(file)) return;
  const bytes = new Uint8Array(1 << 16);
  try {
    for (;;) appendFileSync(file, bytes);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
  truncateSync(file, statSync(file).size - room);
}

describeSetUp(at => {
  it('says that its folder cannot be written to', async () => {
    writeFileSync(join(at.place.folder, 'file'), '');
    const home = join(at.place.folder, 'file', 'home');
    await assert.rejects(
      installFrom(at.site, { ...at.place, home }),
      /file\/home cannot be written to \(ENOTDIR\); MANYLENS_NATIVE_HOME names another/,
    );
  });

  it('says that its folder is not for this user to write to', async () => {
    mkdirSync(at.place.home);
    chmodSync(at.place.home, 0o555);
    chmodSync(at.place.folder, 0o755);
    // Root may write everywhere: nobody may not.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      const installed = installFrom(at.site, at.place);
      await assert.rejects(
        installed,
        /home cannot be written to \(EACCES\); MANYLENS_NATIVE_HOME names another/,
      );
    } finally {
      if (root) process.seteuid?.(0);
    }
    assert.deepEqual(readdirSync(at.place.home), []);
  });

  it('leaves nothing half-made where the disk becomes full while it unpacks', async () => {
    mkdirSync(at.place.home);
    const disk = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', at.place.home];
    if (spawnSync('mount', disk, { stdio: 'ignore' }).status !== 0) {
      console.warn(
        'NOT RUN with a disk of its own: this user may mount none. /dev/full stands for it below.',
      );
      return;
    }
    try {
      const progress = (stage: string) => stage === 'check' && fill(join(at.place.home, 'other'), 300_000);
      await assert.rejects(installFrom(at.site, at.place, { progress }), /the disk of .*home is full/);
      rmSync(join(at.place.home, 'other'));
      assert.deepEqual(readdirSync(at.place.home), ['downloads']);
      await installFrom(at.site, at.place);
      assertWhole(at.place);
      assert.deepEqual(at.site.ranges, [''], 'the download is not fetched again');
    } finally {
      spawnSync('umount', [at.place.home]);
    }
  });

  it('says that the disk is full', async () => {
    mkdirSync(join(at.place.home, 'downloads'), { recursive: true });
    symlinkSync('/dev/full', join(at.place.home, 'downloads', wheelName));
    await assert.rejects(installFrom(at.site, at.place), /the disk of .* is full/);
  });

  it('leaves no file open where the disk is full while it unpacks', async () => {
    const archive = join(at.place.folder, wheelName);
    writeFileSync(archive, wheel);
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    const toFull = unzipSome(
      archive,
      wheel.length,
      () => '/dev/full',
      signal,
      () => undefined,
    );
    await assert.rejects(toFull, { code: 'ENOSPC' });
    // The archive's own closes a moment later.
    while (open() > before) await setTimeout(5);
  });
});
