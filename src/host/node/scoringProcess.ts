import { fork } from 'node:child_process';
import process from 'node:process';
import { createBirpc } from 'birpc';
import { errors } from '../../base/errors.ts';
import { Emitter } from '../../base/events.ts';
import { type Said, say } from '../../base/words.ts';
import { wire } from '../../protocol/channel.ts';
import type { ScoringEvents, ScoringService } from '../../protocol/worker.ts';
import type { ScoringConnection } from '../scoringClient.ts';

/**
 * Starts the process that scores on the native library, which may take it down. `log` takes what it prints.
 * @param home the native library's folder
 */
export function startScoringProcess(
  file: string,
  home: string,
  events: ScoringEvents,
  log: (line: string) => void,
): ScoringConnection & { readonly pid: number | undefined } {
  const child = fork(file, {
    // As for the training process.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', MANYLENS_NATIVE_HOME: home },
    execArgv: [],
    silent: true,
    serialization: 'advanced',
  });
  const ended = new Emitter<Said>();
  let stopped = false;
  const service = createBirpc<ScoringService, ScoringEvents>(events, {
    ...wire,
    bind: 'functions',
    eventNames: ['close'],
    // What is sent to a process that just died is answered by its end.
    post: message => void child.send(message, () => undefined),
    on: receive => child.on('message', receive),
  });
  for (const output of [child.stdout, child.stderr])
    output?.on('data', (data: Buffer) => log(data.toString().trimEnd()));
  const end = (reason: Said) => {
    service.$close(errors.workerGone(reason));
    ended.fire(reason);
    ended.dispose();
  };
  child.once('error', error => end(error.message));
  child.once('exit', (code, killer) =>
    end(
      stopped
        ? say('it was stopped')
        : say('it ended with {0}', killer ?? say('exit code {0}', String(code))),
    ),
  );
  return {
    service,
    onDidEnd: ended.event,
    pid: child.pid,
    dispose() {
      stopped = true;
      child.kill();
    },
  };
}
