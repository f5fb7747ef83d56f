import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { inEnglish } from '../../../src/base/words.ts';
import { type Backend, type BackendStarts, startBackend } from '../../../src/model/backends.ts';
import { nodeStarts } from '../../../src/model/node/nodeBackends.ts';
import { wasmPath } from './support.ts';

const fails = (message: string) => async () => {
  throw new Error(message);
};

interface Case {
  title: string;
  choice: 'auto' | 'tensorflow' | 'wasm' | 'cpu';
  starts: Partial<BackendStarts>;
  /** The backend that runs, or the error. */
  expected: string | RegExp;
  reason?: RegExp;
  preferred?: Backend;
}

const cases: Case[] = [
  {
    title: 'auto falls back to wasm and says why',
    choice: 'auto',
    preferred: { name: 'tensorflow', reason: 'measured' },
    starts: { tensorflow: fails('no library') },
    expected: 'wasm',
    reason: /WebAssembly.*tensorflow does not load: no library/,
  },
  {
    title: 'auto falls back to cpu',
    choice: 'auto',
    starts: { wasm: fails('no SIMD') },
    expected: 'cpu',
    reason: /always runs; wasm does not load: no SIMD/,
  },
  {
    title: 'auto takes what is preferred, and says why',
    choice: 'auto',
    preferred: { name: 'tensorflow', reason: 'the quicker one when measured here' },
    starts: { tensorflow: async () => {} },
    expected: 'tensorflow',
    reason: /^the quicker one when measured here$/,
  },
  {
    title: 'auto leaves native code alone where it is not preferred',
    choice: 'auto',
    starts: { tensorflow: fails('never asked') },
    expected: 'wasm',
    reason: /^the embedded WebAssembly backend loads here$/,
  },
  { title: 'a choice by name is kept', choice: 'cpu', starts: {}, expected: 'cpu', reason: /chosen by name/ },
  {
    title: 'a choice by name fails loudly',
    choice: 'tensorflow',
    starts: { tensorflow: fails('no library\n  at x') },
    expected: /"tensorflow" does not load here: no library\. Use/,
  },
  {
    title: 'nothing loads',
    choice: 'auto',
    preferred: { name: 'tensorflow', reason: 'measured' },
    starts: { tensorflow: fails('a'), wasm: fails('b'), cpu: fails('c') },
    expected: /tensorflow does not load: a; wasm does not load: b; cpu does not load: c/,
  },
];

describe('backends', () => {
  it('wasm files that are not there are named', () => {
    // In a process of its own: this one has its wasm backend already.
    const script = `
      const { startBackend } = await import('./src/model/backends.ts');
      const { nodeStarts } = await import('./src/model/node/nodeBackends.ts');
      await startBackend('wasm', nodeStarts('/nowhere/')).catch(error => console.log(error.message));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    assert.match(printed, /"wasm" does not load here: .*\/nowhere\//);
  });

  for (const { title, choice, starts, expected, reason, preferred } of cases) {
    it(title, async () => {
      const started = startBackend(choice, { ...nodeStarts(wasmPath), ...starts }, preferred);
      if (expected instanceof RegExp) return await assert.rejects(started, expected);
      const found = await started;
      assert.equal(found.name, expected);
      if (reason) assert.match(inEnglish(found.reason), reason);
    });
  }
});
