import { type ExecFileException, execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { NativeFiles } from './home.ts';

const run = promisify(execFile);

/** What tfjs-node's add-on is compiled from; both folders ship with Manylens. */
export interface AddonSources {
  /** The package's `binding`. */
  binding: string;
  /** Of Node-API, whose binary interface is the same in every Node. */
  headers: string;
}

/** The C++ compiler of this machine: CXX, else the first usual name that runs; undefined where there is none. */
export async function findCompiler(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const name of [env.CXX, 'c++', 'g++', 'clang++']) {
    if (!name) continue;
    const runs = await run(name, ['--version']).then(
      () => true,
      () => false,
    );
    if (runs) return name;
  }
  return undefined;
}

/**
 * Compiles the add-on against the library: two files, a few seconds. It is what the package's binding.gyp says, without
 * node-gyp, which would need Python.
 * @param include the library's own headers
 */
export async function buildAddon(
  compiler: string,
  sources: AddonSources,
  include: string,
  files: NativeFiles,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(path.dirname(files.addon), { recursive: true });
  const args = [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-w'],
    ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
    ...[`-I${sources.headers}`, `-I${include}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => path.join(sources.binding, file)),
    ...[`-L${files.libraries}`, '-ltensorflow', '-ltensorflow_framework'],
    // Where the add-on finds the library at run time, wherever both are moved to.
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ...['-o', files.addon],
  ];
  try {
    await run(compiler, args, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const { stderr, message } = error as ExecFileException;
    const lines = (stderr || message).split('\n');
    const line = lines.find(text => /error|undefined reference|cannot find/i.test(text)) ?? lines[0];
    throw new Error(`the add-on does not compile with ${compiler}: ${line}`);
  }
}
