/** What a base gives to an experiment whose sentence vector is its own, or none. */
import assert from 'node:assert/strict';
import { Random } from '../../../src/base/random.ts';
import { openBundle } from '../../../src/model/bundle.ts';
import { LoadedModel } from '../../../src/model/loadedModel.ts';
import { startTraining } from '../../../src/training/start.ts';
import { distance, useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';

const example = { text: 'good food', label: 0, language: 'en' };
const data = { id: 'tone', labels: ['a', 'b'], languages: [], train: [example], validation: [], test: [] };

interface Case {
  /** Numbers of the base's vector, and of the experiment's. */
  base: number;
  asked?: number;
  initialise?: 'base';
  /** Whose weights these are, or the error. */
  expected: string | RegExp;
  /** Layers of the base with all their weights. */
  kept?: string[];
  /** The experiment's task, where it is one of the base's. */
  task?: { id: string; labels: string[] };
  /** Whether its head is the base's. */
  goesOn?: boolean;
}

const encoder = ['embedding', 'encoder'];
const vector = ['sentence_attention', 'sentence_dense'];

const cases: Record<string, Case> = {
  'fits a base that has a vector, without it': {
    base: 8,
    initialise: 'base',
    expected: 'the encoder of toy',
    kept: encoder,
  },
  'takes the vector that it asks for': {
    base: 8,
    asked: 8,
    expected: 'the encoder of toy',
    kept: [...encoder, ...vector],
  },
  'refuses a base whose vector is of another size': {
    base: 8,
    asked: 4,
    initialise: 'base',
    expected: /fits the base model's .*"sentenceSize":8}, found .*"sentenceSize":4}/,
  },
  "goes on with the head of the base's own task": {
    ...{ base: 8, initialise: 'base', expected: 'the encoder of toy', kept: encoder },
    ...{ task: { id: 'topic', labels: ['a', 'b', 'c'] }, goesOn: true },
  },
  'begins a head anew where the task has other labels': {
    ...{ base: 8, initialise: 'base', expected: 'the encoder of toy', kept: encoder },
    ...{ task: { id: 'topic', labels: ['c', 'b', 'a'] }, goesOn: false },
  },
  'leaves a base without a vector aside where it asks for one': { base: 0, asked: 4, expected: 'random' },
};

describe('Training from a base', () => {
  before(() => useBackend('wasm'));

  for (const [title, { task, goesOn, ...each }] of Object.entries(cases)) {
    const { base: size, asked, initialise, expected, kept = [] } = each;
    it(title, async () => {
      const files = await toyBundle([toyTask('topic', ['a', 'b', 'c'])], 'manylens', { sentenceSize: size });
      const open = async () =>
        new LoadedModel(await openBundle(files, 'toy'), { name: 'wasm', reason: '' }, 'toy');
      const fields = { embeddingSize: 16, units: 16, ...(asked && { sentenceSize: asked }) };
      const started = startTraining(
        { preset: 'manylens', initialise, ...fields },
        [{ ...data, ...task }],
        new Random(1),
        {
          base: open,
          vectors: () => Promise.reject(new Error('no vectors here')),
        },
      );
      if (expected instanceof RegExp) return await assert.rejects(started, expected);
      const { network, origin } = await started;
      assert.equal(origin, expected);
      assert.equal(network.outputs.length, asked ? 2 : 1);
      const base = await open();
      for (const name of kept) {
        const theirs = base.network.getLayer(name).getWeights();
        network
          .getLayer(name)
          .getWeights()
          .forEach((weight, n) => {
            assert.equal(distance(weight, theirs[n]), 0, name);
          });
      }
      if (goesOn !== undefined) {
        const [theirs, ours] = [base.network, network].map(
          one => one.getLayer('task_0_dense').getWeights()[0],
        );
        assert.equal(distance(ours, theirs) === 0, goesOn);
      }
      base.dispose();
      network.dispose();
    });
  }
});
