import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type AddonSources, buildAddon } from './addon.ts';
import type { BytesProgress } from './download.ts';
import { type NativeFiles, nativeFiles } from './home.ts';
import type { Source } from './sources.ts';
import { unzipSome } from './wheel.ts';

const run = promisify(execFile);

export interface UnpackOptions {
  /** The downloaded archives, in the source's order. */
  archives: string[];
  /** An empty folder. */
  root: string;
  sources: AddonSources;
  signal: AbortSignal;
  unpacking: BytesProgress;
  building: () => void;
}

/** Lays out a library and its add-on as tfjs-node's package has them. */
export function unpack(source: Source, options: UnpackOptions): Promise<void> {
  return source.kind === 'official' ? unpackOfficial(options) : unpackWheel(source, options);
}

/** `tar` reads zip archives too where they occur: on Windows. */
async function unpackOfficial({ archives, root, signal, unpacking }: UnpackOptions): Promise<void> {
  const files = nativeFiles(root);
  const deps = path.join(root, 'deps');
  const [library, addon] = archives;
  await mkdir(deps, { recursive: true });
  await mkdir(path.dirname(files.addon), { recursive: true });
  unpacking(0, 0);
  await run('tar', ['-xf', library, '-C', deps], { signal });
  await run('tar', ['-xf', addon, '-C', path.dirname(files.addon), '--strip-components=1'], { signal });
  if (process.platform !== 'win32') return;
  // Windows looks beside the add-on.
  const names = await readdir(deps, { recursive: true });
  for (const name of names.filter(name => name.endsWith('.dll')))
    await copyFile(path.join(deps, name), path.join(path.dirname(files.addon), path.basename(name)));
}

/** The libraries by their names in the wheel, and the names that the linker and the add-on look for. */
const libraries: Record<string, string[]> = {
  'libtensorflow_cc.so.2': ['libtensorflow.so', 'libtensorflow.so.2'],
  'libtensorflow_framework.so.2': ['libtensorflow_framework.so'],
};

/** Headers of the C interface, and what they include. */
const headers = /^tensorflow\/include\/((?:tensorflow|tsl|xla)\/(?:c|core\/platform|platform)\/.*\.h)$/;

async function unpackWheel(source: Source, options: UnpackOptions): Promise<void> {
  const { archives, root, sources, signal, unpacking, building } = options;
  const files: NativeFiles = nativeFiles(root);
  const include = path.join(root, 'include');
  const targetOf = (entry: string) => {
    const name = path.posix.basename(entry);
    if (entry === `tensorflow/${name}` && Object.hasOwn(libraries, name))
      return path.join(files.libraries, name);
    const header = headers.exec(entry)?.[1];
    return header === undefined ? undefined : path.join(include, header);
  };
  await unzipSome(archives[0], source.archives[0].size, targetOf, signal, unpacking);
  for (const [name, links] of Object.entries(libraries))
    for (const link of links) await symlink(name, path.join(files.libraries, link));
  building();
  await buildAddon(source.compiler!, sources, include, files, signal);
  await rm(include, { recursive: true });
}
