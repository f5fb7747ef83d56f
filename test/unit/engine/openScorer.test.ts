import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { inEnglish } from '../../../src/base/words.ts';
import type { Engines } from '../../../src/engine/openScorer.ts';
import { openScorer } from '../../../src/engine/openScorer.ts';
import { MANIFEST, readManifest } from '../../../src/model/bundleContent.ts';
import type { BackendChoice, Precision, PrecisionChoice } from '../../../src/protocol/scores.ts';
import { useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';
import { engines } from './support.ts';

interface Case {
  title: string;
  preset?: string;
  choice: BackendChoice;
  /** What is asked for, and what the bundle's manifest says. */
  precision?: PrecisionChoice;
  measured?: Precision;
  engines?: Partial<Engines>;
  /** The backend that runs and why, or the error. */
  expected: { name: string; reason: RegExp } | RegExp;
}

const noKernels = { kernels: () => Promise.reject(new Error('no vectors here\n  at x')) };
const noTensorFlow = { tensorflow: () => Promise.reject(new Error('TensorFlow.js was asked for')) };

const cases: Case[] = [
  {
    title: 'auto takes the fused kernels, without TensorFlow.js',
    choice: 'auto',
    engines: noTensorFlow,
    expected: { name: 'wasm', reason: /^the fused WebAssembly kernels load here$/ },
  },
  {
    title: 'wasm is the fused kernels, without TensorFlow.js',
    choice: 'wasm',
    preset: 'keras-single',
    engines: noTensorFlow,
    expected: { name: 'wasm', reason: /^chosen by name$/ },
  },
  {
    title: "wasm is TensorFlow.js's for another encoder than an LSTM",
    choice: 'wasm',
    preset: 'keras-recurrent',
    expected: { name: 'wasm', reason: /^chosen by name; .*simple-rnn/ },
  },
  {
    title: 'auto says why another encoder has no fused kernels',
    choice: 'auto',
    preset: 'keras-convolutional',
    expected: { name: 'wasm', reason: /WebAssembly.*convolutional/ },
  },
  {
    title: 'auto falls back where the kernels do not load',
    choice: 'auto',
    engines: noKernels,
    expected: { name: 'wasm', reason: /the fused kernels do not load: no vectors here$/ },
  },
  {
    title: 'wasm by name fails loudly where the kernels do not load',
    choice: 'wasm',
    engines: noKernels,
    expected: /"wasm" does not load here: .*no vectors here/,
  },
  {
    title: 'a bundle that says so is read in 8 bits',
    choice: 'auto',
    measured: 'int8',
    engines: noTensorFlow,
    expected: {
      name: 'wasm',
      reason: /^the fused WebAssembly kernels load here; recurrent weights of 8 bits$/,
    },
  },
  {
    title: 'a bundle that says so is read in floats',
    choice: 'auto',
    measured: 'float',
    expected: { name: 'wasm', reason: /load here$/ },
  },
  {
    title: 'floats are to be had of a bundle of 8 bits',
    choice: 'wasm',
    measured: 'int8',
    precision: 'float',
    expected: { name: 'wasm', reason: /^chosen by name$/ },
  },
  {
    title: '8 bits are to be had of any bundle with an LSTM',
    choice: 'wasm',
    precision: 'int8',
    expected: { name: 'wasm', reason: /^chosen by name; recurrent weights of 8 bits$/ },
  },
  {
    title: 'TensorFlow.js computes in floats, whatever the bundle says',
    choice: 'cpu',
    measured: 'int8',
    expected: { name: 'cpu', reason: /^chosen by name$/ },
  },
  {
    title: '8 bits by name fail loudly on TensorFlow.js',
    choice: 'cpu',
    precision: 'int8',
    expected:
      /The precision "int8" is not to be had here: the backend cpu computes in floats\. Use "auto" or "float"\./,
  },
  {
    title: '8 bits by name fail loudly for another encoder than an LSTM',
    preset: 'keras-recurrent',
    choice: 'auto',
    precision: 'int8',
    expected: /The precision "int8" is not to be had here: .*simple-rnn/,
  },
  { title: 'cpu is TensorFlow.js', choice: 'cpu', expected: { name: 'cpu', reason: /^chosen by name$/ } },
  {
    title: 'the editor refuses native code',
    choice: 'tensorflow',
    expected: /native code stays out of the editor/,
  },
];

describe('opening a model for scoring', () => {
  before(() => useBackend('cpu'));

  for (const { title, preset = 'manylens', choice, precision, measured, engines: own, expected } of cases) {
    it(title, async () => {
      const files = await toyBundle([toyTask('tone', ['formal', 'casual'])], preset);
      if (measured !== undefined) {
        const manifest = readManifest(files, 'toy');
        files.set(MANIFEST, Buffer.from(JSON.stringify({ ...manifest, precision: measured })));
      }
      const opened = openScorer(files, 'toy', { backend: choice, precision }, { ...engines, ...own });
      if (expected instanceof RegExp) return await assert.rejects(opened, expected);
      const scorer = await opened;
      assert.equal(scorer.model.backend, expected.name);
      assert.match(inEnglish(scorer.model.backendReason), expected.reason);
      scorer.dispose();
    });
  }

  it('reads no file of TensorFlow.js for the shipped model', () => {
    const script = `
      const { registerHooks } = await import('node:module');
      const files = [];
      registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
      const { openScorerIn } = await import('./src/engine/node/openScorerIn.ts');
      const scorer = await openScorerIn('models/base', { backend: 'wasm', wasmPath: 'dist/wasm/', native: false });
      const [{ tokens }] = await scorer.score([{ start: 0, end: 4, text: 'good food', language: 'en', kinds: ['prose'] }]);
      console.log(JSON.stringify({ tokens, files }));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    });
    const { tokens, files } = JSON.parse(printed) as { tokens: number; files: string[] };
    assert.equal(tokens, 2);
    assert.ok(files.some(file => file.includes('fusedNetwork')));
    assert.deepEqual(
      files.filter(file => file.includes('tfjs')),
      [],
    );
  });
});
