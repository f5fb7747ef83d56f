import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { errors } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { type Said, say } from '../../base/words.ts';
import { wire } from '../../protocol/channel.ts';
import type { ReaderData, ReadingService } from './threadProtocol.ts';

/** A thread that reads. Its calls reject with `reader-gone` once it is gone. */
export interface ReaderThread extends Disposable {
  readonly service: Pick<ReadingService, 'open' | 'read'>;
  /** Whether it is gone, whoever ended it. */
  readonly ended: boolean;
}

/** @param file `dist/reader.js` */
export function startReader(file: string, workerData: ReaderData): ReaderThread {
  const worker = new Worker(file, { workerData, name: 'manylens reader' });
  let reason: Said = say('it was stopped');
  let ended = false;
  const service = createBirpc<ReadingService, object>(
    {},
    {
      ...wire,
      bind: 'functions',
      post: message => worker.postMessage(message),
      on: receive => worker.on('message', receive),
    },
  );
  worker.on('error', error => {
    reason = error.message;
  });
  worker.on('exit', () => {
    ended = true;
    service.$close(errors.readerGone(reason));
  });
  return {
    service,
    get ended() {
      return ended;
    },
    dispose: () => void worker.terminate(),
  };
}
