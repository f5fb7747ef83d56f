import { fork } from 'node:child_process';
import { deferred } from '../../base/deferred.ts';
import type { NativeStatus } from '../../protocol/native.ts';

/** What the checking process sends: one of the two. */
export interface CheckReply {
  status?: NativeStatus;
  error?: string;
}

/**
 * Has a process of its own load the library in `root` and compute with it: a library that takes its process down takes
 * that one.
 * @param file `dist/native.js`, which checks when it is told a folder
 */
export async function checkInProcess(file: string, root: string, signal: AbortSignal): Promise<NativeStatus> {
  const child = fork(file, ['check', root], { execArgv: [], silent: true, signal });
  const { promise, resolve, reject } = deferred<NativeStatus>();
  child.on('message', ({ status, error }: CheckReply) => {
    if (status !== undefined) resolve(status);
    else reject(new Error(`the library does not work here: ${error}`));
  });
  child.on('error', reject);
  child.on('exit', (code, killer) =>
    reject(new Error(`the library took its process down (${killer ?? `exit code ${code}`})`)),
  );
  return promise;
}
