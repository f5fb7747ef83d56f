import assert from 'node:assert/strict';
import { Random } from '../../../src/base/random.ts';
import { openBundle } from '../../../src/model/bundle.ts';
import { LinearHead } from '../../../src/model/linearHead.ts';
import { Weight } from '../../../src/model/weights.ts';
import { countNgrams, TfIdf } from '../../../src/text/tfIdf.ts';
import { distance, useBackend } from './support.ts';
import { toyBundle, toyTask } from './toyBundle.ts';

const LABELS = 150;
const NGRAMS = 11_300;
const SIZE = 256;

describe('a linear head of 150 labels', () => {
  before(() => useBackend('wasm'));

  it('is below 2 MB in a bundle, and answers there as it did', async () => {
    const random = new Random(1);
    const weight = (rows: number) =>
      new Weight(
        [rows, LABELS],
        Float32Array.from({ length: rows * LABELS }, () => random.normal()),
      );
    const texts = Array.from({ length: NGRAMS }, (_, n) => countNgrams(`w${n}`, 200));
    const tfIdf = TfIdf.fit(texts, NGRAMS);
    const { length } = tfIdf.hashes;
    const bias = new Float32Array(LABELS);
    const head = new LinearHead({ kernel: weight(SIZE), bias, tfIdf, ngrams: weight(length), prior: 0 }, 200);
    const tasks = [
      toyTask('sentiment', ['negative', 'positive']),
      toyTask(
        'intent',
        Array.from({ length: LABELS }, (_, k) => `intent ${k}`),
      ),
    ];
    const files = await toyBundle(tasks, 'manylens', { sentenceSize: SIZE }, 0, new Map([[1, head]]));
    const bytes = files.get('heads.bin')!.length + files.get('heads.json')!.length;
    assert.ok(length > 11_000 && bytes < 2e6, `${bytes} bytes for ${length} n-grams`);

    const { heads, network } = await openBundle(files, 'toy');
    const vector = Float32Array.from({ length: SIZE }, () => random.normal() / 16);
    for (const text of ['w1 w2 w3', 'w11299', 'never met']) {
      const found = heads.get(1)!.probabilities(text, vector);
      assert.ok(distance(found, head.probabilities(text, vector)) < 5e-3, text);
    }
    network.dispose();
  });
});
