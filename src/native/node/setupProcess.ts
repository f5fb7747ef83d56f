import { fork } from 'node:child_process';
import process from 'node:process';
import { createBirpc } from 'birpc';
import { deferred } from '../../base/deferred.ts';
import { errors } from '../../base/errors.ts';
import { say } from '../../base/words.ts';
import { wire } from '../../protocol/channel.ts';
import type { NativeEvents, NativeService } from '../../protocol/native.ts';

export interface SetupOptions {
  /** `dist/native.js`. */
  file: string;
  home: string;
  signal: AbortSignal;
  progress: NativeEvents['progress'];
  /** Takes what the process prints. */
  log: (line: string) => void;
}

/** One call of the set-up process, which ends with it, however that ends, and cleans up after itself. */
export async function callSetup<T>(
  { file, home, signal, progress, log }: SetupOptions,
  call: (service: NativeService) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw errors.cancelled();
  // A company's proxy and certificates: both are known to Node only when it is told so.
  const certificates = '--use-system-ca';
  const child = fork(file, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_USE_ENV_PROXY: '1', MANYLENS_NATIVE_HOME: home },
    execArgv: process.allowedNodeEnvironmentFlags.has(certificates) ? [certificates] : [],
    silent: true,
    serialization: 'advanced',
  });
  const service = createBirpc<NativeService, NativeEvents>(
    { progress },
    {
      ...wire,
      bind: 'functions',
      post: message => void child.send(message),
      on: receive => child.on('message', receive),
    },
  );
  const gone = deferred<never>();
  const ended = deferred<void>();
  // It hears that nobody listens any more, removes what is half-made, and goes.
  const leave = () => child.connected && child.disconnect();
  const abort = () => gone.reject(errors.cancelled());
  signal.addEventListener('abort', abort);
  child.on('error', error => {
    gone.reject(errors.nativeSetup(error.message));
    ended.resolve();
  });
  child.on('exit', (code, killer) => {
    gone.reject(
      errors.nativeSetup(say('its process ended with {0}', killer ?? say('exit code {0}', String(code)))),
    );
    ended.resolve();
  });
  for (const output of [child.stdout, child.stderr])
    output?.on('data', (data: Buffer) => log(data.toString().trimEnd()));
  try {
    return await Promise.race([call(service), gone.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    service.$close(errors.cancelled());
    leave();
    await ended.promise;
  }
}
