/** The standard output: waits for a slow reader, and is content when the reader has seen enough. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { codeOf } from '../base/errors.ts';

export interface Output {
  write(text: string): Promise<void>;
}

/** @param closed called when the reader has gone, as `head` does */
export function outputTo(stream: Writable, closed: () => void): Output {
  stream.on('error', error => {
    if (codeOf(error) === 'EPIPE') closed();
    else throw error;
  });
  return {
    async write(text) {
      if (text !== '' && !stream.write(text)) await once(stream, 'drain');
    },
  };
}
