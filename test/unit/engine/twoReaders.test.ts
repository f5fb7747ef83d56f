import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../../src/base/errors.ts';
import { FusedNetwork } from '../../../src/engine/fusedNetwork.ts';
import { openScorerIn } from '../../../src/engine/node/openScorerIn.ts';
import { type ReaderThread, startReader } from '../../../src/engine/node/startReader.ts';
import { packReadings, unpackReadings } from '../../../src/engine/node/threadProtocol.ts';
import { TwoReaders, WORTH } from '../../../src/engine/node/twoReaders.ts';
import { OwnReader, type TextReader } from '../../../src/engine/reader.ts';
import type { Reading } from '../../../src/engine/readings.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { readBundle } from '../../../src/model/bundleContent.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { textEncoderOf } from '../../../src/model/textEncoder.ts';
import type { Precision } from '../../../src/protocol/scores.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { readKernels } from '../kernels/support.ts';

const wasmPath = path.resolve('dist/wasm') + path.sep;
const base = path.resolve('models/base');
const labels = [2, 3];

/** Texts enough for a second thread, of different lengths. */
const many = Array.from({ length: WORTH }, (_, n) => `text ${n} ${'and more '.repeat(n % 7)}`);

/** What both readers say of a text here: numbers that depend on it alone. */
function readingOf(text: string): Reading {
  const p = 1 / (1 + text.length);
  const probabilities = [
    [p, 1 - p],
    [p, p, 1 - 2 * p],
  ];
  return { tokens: text.length, words: 2, known: 1, probabilities };
}

/** Both readers, of no model; `read` is what the thread does. */
function pair(read: (texts: readonly string[]) => Promise<void> = async () => undefined, idle?: number) {
  const seen = { own: 0, thread: 0, started: 0, ended: 0 };
  const own: TextReader = {
    async read(texts, told, signal) {
      seen.own += texts.length;
      await new Promise(resolve => setImmediate(resolve));
      signal?.throwIfAborted();
      told([...texts.keys()], texts.map(readingOf));
    },
    dispose() {},
  };
  const start = (): ReaderThread => {
    seen.started++;
    let ended = false;
    return {
      service: {
        async open() {},
        async read(texts) {
          seen.thread += texts.length;
          await read(texts);
          return packReadings(texts.map(readingOf));
        },
      },
      get ended() {
        return ended;
      },
      dispose() {
        if (!ended) seen.ended++;
        ended = true;
      },
    };
  };
  return { seen, readers: new TwoReaders(own, labels, start, idle) };
}

async function readAll(reader: TextReader, texts: readonly string[], signal?: AbortSignal) {
  const found = new Array<Reading>(texts.length);
  await reader.read(
    texts,
    (places, readings) =>
      places.forEach((place, n) => {
        assert.equal(found[place], undefined, `text ${place} is told of twice`);
        found[place] = readings[n];
      }),
    signal,
  );
  return found;
}

describe('Two readers', () => {
  it('read each text once, on both threads', async () => {
    const { readers, seen } = pair();
    assert.deepEqual(await readAll(readers, many), many.map(readingOf));
    assert.equal(seen.own + seen.thread, many.length);
    assert.ok(seen.own > 0 && seen.thread > 0, JSON.stringify(seen));
    readers.dispose();
    assert.equal(seen.ended, 1);
  });

  it('start no thread for what is short, or stops being long', async () => {
    const { readers, seen } = pair();
    const few = many.slice(0, 399);
    for (const texts of [few, few, few, many.slice(0, 5), few, few, few]) await readAll(readers, texts);
    assert.equal(seen.started, 0);
    await readAll(readers, few);
    assert.equal(seen.started, 1);
    readers.dispose();
  });

  it('give the thread’s memory back when nobody needs it', async () => {
    const { readers, seen } = pair(undefined, 1);
    await readAll(readers, many);
    while (seen.ended === 0) await new Promise(resolve => setTimeout(resolve, 5));
    await readAll(readers, many);
    assert.equal(seen.started, 2);
    readers.dispose();
  });

  it('end with the thread’s error, and go on with another thread', async () => {
    let fails = true;
    const { readers, seen } = pair(async () => {
      if (fails) throw new Error('out of memory');
    });
    await assert.rejects(readAll(readers, many), /out of memory/);
    fails = false;
    assert.deepEqual(await readAll(readers, many), many.map(readingOf));
    assert.ok(seen.started >= 1);
    readers.dispose();
  });

  it('hear a cancel, whoever is reading', async () => {
    const abort = new AbortController();
    const { readers } = pair(async () => abort.abort());
    await assert.rejects(readAll(readers, many, abort.signal), { code: 'cancelled' });
    readers.dispose();
  });

  it('pass readings on as they are', () => {
    const readings = many.slice(0, 9).map(readingOf);
    assert.deepEqual(unpackReadings(packReadings(readings), labels), readings);
    assert.deepEqual(unpackReadings(packReadings([]), labels), []);
  });
});

describe('A second thread', () => {
  const start = async (precision: Precision = 'int8', file = path.resolve('dist/reader.js')) =>
    startReader(file, {
      files: await readBundleFiles(base),
      location: base,
      precision,
      wasmPath,
    });

  it('scores the same bytes as one', async () => {
    const texts = await Promise.all(
      ['ARCHITECTURE.md', 'README.md', 'README.zh-CN.md', 'docs/learning.md', 'docs/expectations.md'].map(
        file => readFile(file, 'utf8'),
      ),
    );
    // Sentences that no other sentence is: what is known already is not read.
    const one = texts.flatMap(text => segmentText(text, { languageId: 'markdown' }));
    const segments = Array.from({ length: 4 }, (_, n) =>
      one.map(segment => ({ ...segment, text: `${segment.text} ${n}` })),
    ).flat();
    assert.ok(segments.length > WORTH, `${segments.length} sentences`);
    for (const precision of ['float', 'int8'] as const) {
      const answers: string[] = [];
      for (const threads of [1, 2]) {
        const scorer = await openScorerIn(base, {
          backend: 'wasm',
          precision,
          wasmPath,
          native: false,
          threads,
          remember: 0,
        });
        // Twice: the first time the thread may not be open before all is read.
        for (const _ of [1, 2]) answers.push(JSON.stringify(await scorer.score(segments)));
        scorer.dispose();
      }
      for (const answer of answers) assert.ok(answer === answers[0], `other bytes in ${precision}`);
    }
  });

  for (const precision of ['float', 'int8'] as const)
    it(`says the same of texts as the first one, ${precision}`, async () => {
      const files = await readBundleFiles(base);
      const { manifest, vocabulary, heads } = await readBundle(files, base);
      const own = new OwnReader({
        ...{ manifest, heads, location: base },
        encoder: textEncoderOf(manifest.tokenizer.kind, vocabulary),
        network: new FusedNetwork(await Kernels.load(readKernels), await readBundle(files, base), precision),
        backend: { name: 'wasm', reason: '' },
      });
      const texts = [...many.slice(0, 200), '', '谢谢你的帮助。'];
      const expected = packReadings(await readAll(own, texts));
      const thread = await start(precision);
      // In other batches than here.
      const found = [...texts.keys()].reverse();
      const { counts, probabilities } = await thread.service.read(found.map(n => texts[n]));
      const labels = manifest.tasks.map(task => task.labels.length);
      const readings = unpackReadings({ counts, probabilities }, labels);
      assert.deepEqual(packReadings(texts.map((_, n) => readings[found.indexOf(n)])), expected);
      thread.dispose();
    });

  it('reads on its own', async () => {
    const thread = await start();
    await thread.service.open();
    const packed = await thread.service.read(['This is a fine day.', '', 'No.']);
    assert.equal(packed.counts.length, 9);
    assert.ok(packed.counts[0] > 3);
    thread.dispose();
  });

  it('that dies rejects what it was asked, and what it is asked from then on', async () => {
    const thread = await start();
    await thread.service.open();
    const asked = thread.service.read(many);
    thread.dispose();
    await assert.rejects(asked, { code: 'reader-gone', message: /^The second thread that scores stopped: / });
    assert.ok(thread.ended);
    await assert.rejects(thread.service.read(['more']));
  });

  it('that cannot start says why', async () => {
    const thread = await start('int8', path.resolve('dist/no-such-file.js'));
    await assert.rejects(thread.service.open(), error => {
      assert.equal(codeOf(error), 'reader-gone');
      assert.match(String(error), /no-such-file/);
      return true;
    });
  });
});
