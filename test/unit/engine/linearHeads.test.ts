import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Scorer } from '../../../src/engine/scorer.ts';
import { openBundle, writeBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import type { LinearHead } from '../../../src/model/linearHead.ts';
import type { BackendChoice } from '../../../src/protocol/scores.ts';
import type { Segment } from '../../../src/text/segment.ts';
import { useBackend } from '../model/support.ts';
import { toyBundle, toyHead, toyTask } from '../model/toyBundle.ts';
import { openToy } from './support.ts';

const segment = (text: string): Segment => ({
  start: 0,
  end: text.length,
  text,
  language: 'en',
  kinds: ['prose'],
});

const tasks = [
  toyTask('sentiment', ['negative', 'positive']),
  toyTask('topic', ['food', 'day'], { temperature: 1.5 }),
  toyTask('tone', ['a', 'b', 'c'], { temperature: 0.7 }),
];
const SIZE = 12;
/** The network's own head, one that goes on from it, and one that it has nothing beside. */
const mixed: ReadonlyMap<number, LinearHead> = new Map([
  [1, toyHead(2, SIZE, 0.8)],
  [2, toyHead(3, SIZE, 0, 2)],
]);
const cases: { title: string; preset: string; heads: ReadonlyMap<number, LinearHead> }[] = [
  { title: 'beside the own heads of manylens', preset: 'manylens', heads: mixed },
  { title: 'beside those of keras-multitask', preset: 'keras-multitask', heads: mixed },
  {
    title: 'of all tasks',
    preset: 'manylens',
    heads: new Map([[0, toyHead(2, SIZE, 1, 3)], ...mixed]),
  },
];
const sentences = fc
  .array(
    fc.constantFrom(
      'good',
      'bad',
      'food',
      'day',
      'and',
      'a',
      'never met',
      '好吃',
      '不',
      ',',
      '?',
      'good food',
    ),
  )
  .map(words => words.join(' '));

const probabilities = async (scorer: Scorer, texts: readonly string[]) =>
  (await scorer.score(texts.map(segment))).map(({ scores }) =>
    Object.values(scores).flatMap(score => score.probabilities),
  );

const near = (found: readonly number[], expected: readonly number[], what: string) => {
  assert.equal(found.length, expected.length, what);
  found.forEach((p, n) => {
    assert.ok(Math.abs(p - expected[n]) < 1e-5, `${what}: expected ${expected[n]}, found ${p}`);
  });
};

describe('linear heads', () => {
  const backends: BackendChoice[] = ['wasm', 'cpu'];
  const open = async (files: BundleFiles) =>
    Promise.all(backends.map(backend => openToy(files, 'toy', backend)));
  before(() => useBackend('cpu'));

  for (const { title, preset, heads } of cases) {
    const bundle = () => toyBundle(tasks, preset, { sentenceSize: SIZE }, 0.1, heads);

    it(`answer the same on the kernels as behind TensorFlow.js: ${title}`, async () => {
      const [fused, oracle] = await open(await bundle());
      await fc.assert(
        fc.asyncProperty(fc.array(sentences, { minLength: 1, maxLength: 8 }), async texts => {
          const expected = await probabilities(oracle, texts);
          (await probabilities(fused, texts)).forEach((row, n) => {
            near(row, expected[n], texts[n]);
          });
        }),
        { numRuns: 10 },
      );
      for (const scorer of [fused, oracle]) scorer.dispose();
    });

    it(`answer a text by itself, read before or not: ${title}`, async () => {
      const [scorer, fresh] = await Promise.all([openToy(await bundle()), openToy(await bundle())]);
      const texts = ['good food', 'a bad day and bad food', '好吃', 'good food', '?'];
      const together = await probabilities(scorer, texts);
      assert.deepEqual(await probabilities(scorer, texts), together);
      for (const [n, text] of texts.entries())
        near((await probabilities(fresh, [text]))[0], together[n], text);
      for (const one of [scorer, fresh]) one.dispose();
    });

    it(`lose without a word what the n-grams say too: ${title}`, async () => {
      for (const scorer of await open(await bundle())) {
        const text = 'good food and a bad day: 好吃';
        const [whole] = await scorer.score([segment(text)]);
        for (const { id } of tasks) {
          const { label, words } = (await scorer.explain(segment(text), id))!;
          assert.equal(words.length, 8);
          const { probabilities, label: best } = whole.scores[id];
          assert.equal(label, best);
          const k = probabilities.indexOf(Math.max(...probabilities));
          const blanked = words.map(({ start, end }) =>
            segment(text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)),
          );
          const without = await scorer.score(blanked);
          near(
            words.map(({ drop }) => drop),
            without.map(({ scores }) => probabilities[k] - scores[id].probabilities[k]),
            id,
          );
        }
        scorer.dispose();
      }
    });
  }

  it('change nothing of the other tasks and of the vectors', async () => {
    const texts = ['good food', 'a bad day'];
    const with_ = await openToy(await toyBundle(tasks, 'manylens', { sentenceSize: SIZE }, 0, mixed));
    // The same network: the heads that stand behind it are left out.
    const without = await openToy(await toyBundle(tasks.slice(0, 2), 'manylens', { sentenceSize: SIZE }));
    const own = (scorer: Scorer) => scorer.score(texts.map(segment), { tasks: ['sentiment'] });
    assert.deepEqual(await own(with_), await own(without));
    assert.deepEqual(await with_.embed(texts.map(segment)), await without.embed(texts.map(segment)));
    for (const scorer of [with_, without]) scorer.dispose();
  });

  it('are the same when a bundle is read and written again', async () => {
    const files = await toyBundle(tasks, 'manylens', { sentenceSize: SIZE }, 0, mixed);
    const { manifest, vocabulary, network, heads } = await openBundle(files, 'toy');
    assert.equal(manifest.formatVersion, 2);
    const { formatVersion: _, files: __, ...draft } = manifest;
    const again = await writeBundle(draft, vocabulary, network, '# Toy\n', heads);
    for (const name of ['heads.bin', 'heads.json', 'weights.bin'])
      assert.deepEqual(again.get(name), files.get(name));
    network.dispose();
  });

  const edited = (files: BundleFiles, edit: (manifest: string) => string): BundleFiles => {
    const manifest = new TextDecoder().decode(files.get('manifest.json'));
    return new Map(files).set('manifest.json', new TextEncoder().encode(edit(manifest)));
  };
  const refused: {
    title: string;
    heads?: typeof mixed;
    edit: (manifest: string) => string;
    message: RegExp;
  }[] = [
    {
      title: 'a label that a head does not know',
      edit: manifest => manifest.replace('"c"', '"c", "d"'),
      message: /an output of 3 numbers for the 4 labels of tone/,
    },
    {
      title: 'a task with neither a head of its own nor a linear one',
      edit: manifest => manifest.replaceAll(/,\s*"head": "linear"/g, ''),
      message: /a network of 2 outputs for 3 tasks/,
    },
    {
      title: 'vectors of another length',
      heads: new Map([...mixed, [2, toyHead(3, SIZE + 1, 0)]]),
      edit: manifest => manifest,
      message: /sentence vectors of 12 numbers, tone reads 13/,
    },
    {
      title: 'a file that is not there',
      edit: manifest => manifest.replace(/,\s*"heads.bin": "[0-9a-f]+"/, ''),
      message: /heads\.bin in the manifest's files, found none/,
    },
  ];
  for (const { title, heads = mixed, edit, message } of refused) {
    it(`refuse ${title}`, async () => {
      const files = await toyBundle(tasks, 'manylens', { sentenceSize: SIZE }, 0, heads);
      await assert.rejects(openBundle(edited(files, edit), 'toy'), message);
    });
  }
});
