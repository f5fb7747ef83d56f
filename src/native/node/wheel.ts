import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Unzip, UnzipInflate } from 'fflate';
import type { BytesProgress } from './download.ts';

/**
 * Unpacks some files of a zip archive, which a Python wheel is, in one pass with little memory.
 * The caller has checked the archive's hash.
 * @param targetOf where an entry goes; undefined for one that nobody needs
 * @param size bytes of the archive
 */
export async function unzipSome(
  archive: string,
  size: number,
  targetOf: (entry: string) => string | undefined,
  signal: AbortSignal,
  progress: BytesProgress,
): Promise<void> {
  let failure: unknown;
  const unpacking = new Set<number>();
  const unzip = new Unzip(entry => {
    const target = targetOf(entry.name);
    if (target === undefined) return;
    mkdirSync(path.dirname(target), { recursive: true });
    const file = openSync(target, 'w');
    unpacking.add(file);
    // Called from `push`: what it threw would leave the entry's file open.
    entry.ondata = (error, data, final) => {
      try {
        if (error) throw error;
        for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
      } catch (thrown) {
        failure ??= thrown;
      }
      if (final && unpacking.delete(file)) closeSync(file);
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  let done = 0;
  try {
    for await (const chunk of createReadStream(archive, { highWaterMark: 1 << 20, signal })) {
      done += chunk.length;
      unzip.push(chunk, done === size);
      if (failure !== undefined) throw failure;
      progress(done, size);
    }
  } finally {
    for (const file of unpacking) closeSync(file);
  }
}
