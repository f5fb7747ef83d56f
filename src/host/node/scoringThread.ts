import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { errors } from '../../base/errors.ts';
import { Emitter } from '../../base/events.ts';
import { type Said, say } from '../../base/words.ts';
import { wire } from '../../protocol/channel.ts';
import type { ScoringEvents, ScoringService } from '../../protocol/worker.ts';
import type { ScoringConnection } from '../scoringClient.ts';

/** Starts the thread that scores. `log` takes what its libraries print. */
export function startScoringThread(
  file: string,
  events: ScoringEvents,
  log: (line: string) => void,
): ScoringConnection {
  const worker = new Worker(file, { stdout: true, stderr: true, name: 'manylens' });
  const ended = new Emitter<Said>();
  let reason: Said = say('it was stopped');

  const service = createBirpc<ScoringService, ScoringEvents>(events, {
    ...wire,
    bind: 'functions',
    eventNames: ['close'],
    post: message => worker.postMessage(message),
    on: receive => worker.on('message', receive),
  });
  for (const output of [worker.stdout, worker.stderr])
    output.on('data', (data: Buffer) => log(data.toString().trimEnd()));
  worker.on('error', error => {
    reason = error.message;
  });
  worker.on('exit', () => {
    service.$close(errors.workerGone(reason));
    ended.fire(reason);
    ended.dispose();
  });
  return { service, onDidEnd: ended.event, dispose: () => void worker.terminate() };
}
