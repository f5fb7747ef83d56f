import { fork } from 'node:child_process';
import process from 'node:process';
import { createBirpc } from 'birpc';
import { deferred } from '../../base/deferred.ts';
import { errors } from '../../base/errors.ts';
import { say } from '../../base/words.ts';
import { wire } from '../../protocol/channel.ts';
import type { TrainingEvents, TrainingService } from '../../protocol/training.ts';
import type { Trainer } from '../finetune.ts';
import type { InProcess } from '../labelImport.ts';
import { nativeFolder } from './native.ts';

/** Fine-tunes in a process of its own. `log` takes what it prints. */
export function trainingProcess(file: string, log: (line: string) => void): Trainer {
  const inProcess = workProcess(file, log);
  return (request, signal, progress) => inProcess(service => service.finetune(request), signal, progress);
}

/** Works in a process of its own, which ends with the call, however that ends. */
export function workProcess(file: string, log: (line: string) => void): InProcess {
  return async <T>(
    work: (service: TrainingService) => Promise<T>,
    signal: AbortSignal,
    progress: TrainingEvents['progress'],
  ) => {
    if (signal.aborted) throw errors.cancelled();
    const child = fork(file, {
      // In the desktop VS Code the extension host's executable is Electron, which is a Node only when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', MANYLENS_NATIVE_HOME: nativeFolder() },
      execArgv: [],
      silent: true,
      serialization: 'advanced',
    });
    const training = createBirpc<TrainingService, TrainingEvents>(
      { progress },
      {
        ...wire,
        bind: 'functions',
        post: message => void child.send(message),
        on: receive => child.on('message', receive),
      },
    );
    const gone = deferred<never>();
    const abort = () => gone.reject(errors.cancelled());
    signal.addEventListener('abort', abort);
    const ended = deferred<void>();
    child.on('error', error => {
      gone.reject(errors.trainerGone(error.message));
      ended.resolve();
    });
    child.on('exit', (code, killer) => {
      gone.reject(errors.trainerGone(say('it ended with {0}', killer ?? say('exit code {0}', String(code)))));
      ended.resolve();
    });
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (data: Buffer) => log(data.toString().trimEnd()));
    try {
      return await Promise.race<T>([work(training), gone.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
      training.$close(errors.cancelled());
      child.kill();
      // Whoever cleans up after it must not be quicker than what it still writes.
      await ended.promise;
    }
  };
}
