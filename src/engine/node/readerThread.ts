/** The second thread of scoring: `dist/reader.js`, started by startReader.ts. It reads texts, as the first one does. */
import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { Kernels } from '../../kernels/kernels.ts';
import { kernelsIn } from '../../kernels/node/kernelFiles.ts';
import { readBundle } from '../../model/bundleContent.ts';
import { textEncoderOf } from '../../model/textEncoder.ts';
import { wire } from '../../protocol/channel.ts';
import { FusedNetwork } from '../fusedNetwork.ts';
import { OwnReader } from '../reader.ts';
import type { Reading } from '../readings.ts';
import { packReadings, type ReaderData, type ReadingService } from './threadProtocol.ts';

const port = parentPort;
if (port === null) throw new Error('Expected to run in a worker thread.');

async function openReader({ files, location, precision, wasmPath }: ReaderData): Promise<OwnReader> {
  const content = await readBundle(files, location);
  const { manifest, vocabulary, heads } = content;
  return new OwnReader({
    ...{ manifest, heads, location },
    encoder: textEncoderOf(manifest.tokenizer.kind, vocabulary),
    network: new FusedNetwork(await Kernels.load(kernelsIn(wasmPath)), content, precision),
    backend: { name: 'wasm', reason: '' },
  });
}

const opened = openReader(workerData as ReaderData);
// Whoever asks hears of it.
opened.catch(() => undefined);

const service: ReadingService = {
  async open() {
    await opened;
  },
  async read(texts) {
    const reader = await opened;
    const all = new Array<Reading>(texts.length);
    await reader.read(texts, (places, readings) => {
      places.forEach((place, n) => {
        all[place] = readings[n];
      });
    });
    return packReadings(all);
  },
};

createBirpc<object, ReadingService>(service, {
  ...wire,
  bind: 'functions',
  post: message => port.postMessage(message),
  on: receive => port.on('message', receive),
});
