import process from 'node:process';
import * as vscode from 'vscode';
import { findNative, nativeHome } from '../../native/node/home.ts';
import { knownPreference } from '../../native/node/preference.ts';
import { callSetup } from '../../native/node/setupProcess.ts';
import type { LoadRequest } from '../../protocol/worker.ts';
import type { NativeCall } from '../nativeSetup.ts';
import { setting } from '../settings.ts';

/** The native library's folder. */
export function nativeFolder(): string {
  const path = setting('native.path').trim();
  return nativeHome(path === '' ? process.env : { MANYLENS_NATIVE_HOME: path });
}

/**
 * Whether a process of its own is to score, because native code may take its process down: where the native library is
 * asked for by name, or was measured to be the quicker one. In Restricted Mode never.
 * @param givenUp whether it went down too often for `auto` to take it
 */
export function scoresNatively({ backend, location }: LoadRequest, givenUp: boolean): boolean {
  if (!vscode.workspace.isTrusted) return false;
  if (backend !== 'auto') return backend === 'tensorflow';
  const home = nativeFolder();
  if (givenUp || findNative(home).files === undefined) return false;
  return knownPreference('score', location, home)?.name === 'tensorflow';
}

/** Calls the set-up process. `log` takes what it prints. @param file `dist/native.js` */
export function nativeCall(file: string, log: (line: string) => void): NativeCall {
  return (call, signal, progress) => callSetup({ file, home: nativeFolder(), signal, progress, log }, call);
}
