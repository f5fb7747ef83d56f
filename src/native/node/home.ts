import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { say, type Words } from '../../base/words.ts';

/** Of tfjs-node, whose add-on is what the library is called through. */
export const TFJS_VERSION = '4.22.0';

/** What stands in the record of a library that is set up. */
export interface NativeRecord {
  /** Another one's library is fetched again. */
  tfjs: string;
  /** The library's version. */
  library: string;
  /** The bytes of each file, by its path: a truncated library may take down who loads it. */
  sizes: Record<string, number>;
}

/** The parts of a set-up library; the folders are those of tfjs-node's own package, whose add-on looks for them. */
export interface NativeFiles {
  root: string;
  libraries: string;
  addon: string;
  record: string;
}

export function nativeFiles(root: string): NativeFiles {
  return {
    root,
    libraries: path.join(root, 'deps', 'lib'),
    addon: path.join(root, 'lib', 'napi-v8', 'tfjs_binding.node'),
    record: path.join(root, 'native.json'),
  };
}

/**
 * The one folder for all that the set-up makes: outside of the package, so that it outlives updates of Manylens.
 * MANYLENS_NATIVE_HOME names another.
 */
export function nativeHome(env: NodeJS.ProcessEnv = process.env): string {
  if (env.MANYLENS_NATIVE_HOME) return path.resolve(env.MANYLENS_NATIVE_HOME);
  return path.join(userCache(env), 'manylens', 'native');
}

function userCache(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
}

/** A library that is set up and whole, as far as a look at the files tells; or why there is none. */
export type Found = { files: NativeFiles; record: NativeRecord } | { files?: undefined; reason: Words };

export function findNative(home: string): Found {
  const files = nativeFiles(path.join(home, 'current'));
  let record: NativeRecord;
  try {
    record = JSON.parse(readFileSync(files.record, 'utf8'));
  } catch {
    return { reason: say('the native library is not set up; "manylens native install" sets it up') };
  }
  if (record.tfjs !== TFJS_VERSION)
    return {
      reason: say(
        'the native library is of another version of Manylens; "manylens native install" sets it up',
      ),
    };
  for (const [name, size] of Object.entries(record.sizes)) {
    const found = statSync(path.join(files.root, name), { throwIfNoEntry: false })?.size;
    if (found === size) continue;
    const file = path.basename(name);
    const what =
      found === undefined
        ? say('{0} is missing', file)
        : say('{0} has {1} bytes instead of {2}', file, String(found), String(size));
    return { reason: say('the native library is damaged ({0}); "manylens native install" sets it up', what) };
  }
  return { files, record };
}

/** Bytes on the disk. */
export function sizeOnDisk({ sizes }: NativeRecord): number {
  return Object.values(sizes).reduce((total, size) => total + size, 0);
}
