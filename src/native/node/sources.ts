import os from 'node:os';
import process from 'node:process';
import { errors, messageOf } from '../../base/errors.ts';
import { findCompiler } from './addon.ts';
import { sizeOf } from './download.ts';
import { TFJS_VERSION } from './home.ts';
import { findInIndex, indexUrl } from './packageIndex.ts';
import type { Resource } from './resource.ts';

/** One file to fetch. */
export interface Archive extends Resource {
  name: string;
  size: number;
  /** Where somebody vouches for it. */
  sha256?: string;
}

/** A way to the library. */
export interface Source {
  kind: 'official' | 'wheel';
  /** The library's version. */
  library: string;
  /** `official`: the library and the compiled add-on; `wheel`: the wheel. */
  archives: Archive[];
  /** Bytes on the disk for each byte of the download. */
  expansion: number;
  /** `wheel`: compiles the add-on. */
  compiler?: string;
}

/** The first way that can be gone from here: what tfjs-node's own install fetches, else the wheel on Linux x64. */
export async function findSource(signal: AbortSignal): Promise<Source> {
  const reasons: string[] = [];
  for (const find of [official, wheel]) {
    try {
      return await find(signal);
    } catch (error) {
      signal.throwIfAborted();
      reasons.push(messageOf(error));
    }
  }
  throw errors.nativeSetup(reasons.join('; '));
}

/** As in tfjs-node's scripts/install.js: its hosts, its versions, its variable for a mirror. */
async function official(signal: AbortSignal): Promise<Source> {
  const host = process.env.TFJS_NODE_CDN_STORAGE || 'https://storage.googleapis.com/';
  const key = `${process.platform}-${os.arch()}`;
  const libraries: Record<string, { version: string; file: string }> = {
    'linux-x64': {
      version: '2.9.1',
      file: 'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
    },
    'darwin-x64': {
      version: '2.9.1',
      file: 'tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz',
    },
    'win32-x64': {
      version: '2.9.1',
      file: 'tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip',
    },
    'darwin-arm64': { version: '2.7', file: 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz' },
    'linux-arm64': { version: '2.7', file: 'tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz' },
  };
  const found = libraries[key];
  if (found === undefined) throw new Error(`there is no TensorFlow library for ${key}`);
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const packed = process.platform === 'win32' ? 'zip' : 'tar.gz';
  const addon = `tf-builds/pre-built-binary/napi-v8/${TFJS_VERSION}/CPU-${system}-${TFJS_VERSION}.${packed}`;
  const archives = [found.file, addon].map(async file => {
    const resource = { url: host + file, headers: {} };
    return { ...resource, name: file.split('/').at(-1)!, size: await sizeOf(resource, signal) };
  });
  return { kind: 'official', library: found.version, archives: await Promise.all(archives), expansion: 5 };
}

/** Of the Python package, whose wheel carries the library with its whole C interface. */
const WHEEL_VERSION = '2.15.1';

async function wheel(signal: AbortSignal): Promise<Source> {
  const key = `${process.platform}-${os.arch()}`;
  if (key !== 'linux-x64') throw new Error(`no other way is known for ${key}`);
  const compiler = await findCompiler();
  if (compiler === undefined)
    throw new Error('expected a C++ compiler (c++, g++ or clang++) in PATH, found none');
  const index = await indexUrl();
  const fits = new RegExp(
    `^tensorflow_cpu-${WHEEL_VERSION.replaceAll('.', '\\.')}-.*manylinux.*x86_64\\.whl$`,
  );
  try {
    const file = await findInIndex(index, 'tensorflow-cpu', fits, signal);
    const archive = { ...file, size: file.size ?? (await sizeOf(file, signal)) };
    return { kind: 'wheel', library: WHEEL_VERSION, archives: [archive], expansion: 3.1, compiler };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new Error(`the Python package index gives no library (${messageOf(error)}${cause})`);
  }
}
