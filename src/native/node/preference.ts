import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { deferred } from '../../base/deferred.ts';
import { messageOf } from '../../base/errors.ts';
import { type Said, say } from '../../base/words.ts';
import type { BackendName } from '../../protocol/scores.ts';
import { findNative, nativeHome } from './home.ts';

export type Purpose = 'score' | 'train';

/** What is quicker here, and why that is said. */
export interface Preference {
  name: Extract<BackendName, 'tensorflow' | 'wasm'>;
  reason: Said;
}

/** What the measuring process sends: one of the two. */
export interface MeasureReply {
  /** Of one batch. */
  milliseconds?: number;
  error?: string;
}

/** What it is asked, as its second argument. */
export interface MeasureRequest {
  backend: Preference['name'];
  purpose: Purpose;
  /** The bundle's folder. */
  bundle: string;
}

/**
 * Which backend is quicker at a model on this machine, by a measurement at first use, whose result is kept. Each is
 * measured in a process of its own, which the native library may take down. Undefined where there is nothing to choose.
 * @param bundle the model's folder
 * @param program `dist/native.js`, which measures when it is told to
 */
export async function preferred(
  purpose: Purpose,
  bundle: string,
  program: string,
): Promise<Preference | undefined> {
  const home = nativeHome();
  const native = findNative(home);
  if (native.files === undefined) return { name: 'wasm', reason: native.reason };
  const key = keyOf(purpose, bundle, home);
  if (key === undefined || !existsSync(program)) return undefined;
  const known = read(home)[key];
  if (known !== undefined) return known;
  const [tensorflow, wasm] = [
    await measure(program, { backend: 'tensorflow', purpose, bundle }),
    await measure(program, { backend: 'wasm', purpose, bundle }),
  ];
  if (tensorflow.milliseconds === undefined)
    return { name: 'wasm', reason: say('the native library does not work: {0}', tensorflow.error ?? '') };
  const took = (found: MeasureReply) => `${found.milliseconds?.toFixed(1)} ms`;
  const better = wasm.milliseconds !== undefined && wasm.milliseconds <= tensorflow.milliseconds;
  const figures =
    wasm.milliseconds === undefined
      ? say('{0} does not load: {1}', 'wasm', wasm.error ?? '')
      : say('tensorflow {0}, wasm {1} a batch', took(tensorflow), took(wasm));
  const found: Preference = {
    name: better ? 'wasm' : 'tensorflow',
    reason: say('the quicker one when measured here ({0})', figures),
  };
  await keep(home, key, found);
  return found;
}

/** What an earlier measurement found; undefined where there was none. */
export function knownPreference(
  purpose: Purpose,
  bundle: string,
  home = nativeHome(),
): Preference | undefined {
  const key = keyOf(purpose, bundle, home);
  return key === undefined ? undefined : read(home)[key];
}

/** What a measurement holds for; undefined where there is no native library, or no bundle. */
function keyOf(purpose: Purpose, bundle: string, home: string): string | undefined {
  const native = findNative(home);
  if (native.files === undefined) return undefined;
  try {
    const { files } = JSON.parse(readFileSync(path.join(bundle, 'manifest.json'), 'utf8'));
    const parts = [purpose, files['weights.bin'], native.record.library, cpus()[0]?.model, cpus().length];
    return [...parts, process.versions.v8].join('|');
  } catch {
    return undefined;
  }
}

const fileOf = (home: string) => path.join(home, 'preferences.json');

function read(home: string): Record<string, Preference> {
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8'));
  } catch {
    return {};
  }
}

async function keep(home: string, key: string, found: Preference): Promise<void> {
  const beside = `${fileOf(home)}.${process.pid}`;
  try {
    await mkdir(home, { recursive: true });
    await writeFile(beside, JSON.stringify({ ...read(home), [key]: found }));
    await rename(beside, fileOf(home));
  } catch {
    // A folder that cannot be written to costs a measurement the next time.
  }
}

function measure(program: string, request: MeasureRequest): Promise<MeasureReply> {
  const { promise, resolve } = deferred<MeasureReply>();
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const child = fork(program, ['measure', JSON.stringify(request)], { execArgv: [], silent: true, env });
  let reply: MeasureReply | undefined;
  child.on('message', message => {
    reply = message as MeasureReply;
  });
  child.on('error', error => resolve({ error: messageOf(error) }));
  // Not before it is gone: its end is a signal to this process, which may load the library now.
  child.on('exit', (code, killer) =>
    resolve(reply ?? { error: `it took its process down (${killer ?? `exit code ${code}`})` }),
  );
  return promise;
}
