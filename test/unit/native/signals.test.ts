/** A process that computes natively stands a storm of signals that somebody handles: a terminal that is resized. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { findNative, nativeHome } from '../../../src/native/node/home.ts';

const SIGNALS = 2000;

/** Handles the signal, then runs the LSTM and its gradient, in sizes that took the process down. */
const script = `
  import * as tf from '@tensorflow/tfjs-core';
  const { startBackend } = await import('./src/model/backends.ts');
  const { nodeStarts } = await import('./src/model/node/nodeBackends.ts');
  const { fusedLstm } = await import('./src/model/fusedKernel.ts');
  process.on('SIGWINCH', () => {});
  await startBackend('tensorflow', nodeStarts('dist/wasm/', 1));
  const weights = [tf.randomNormal([100, 512]), tf.randomNormal([128, 512]), tf.zeros([512])];
  const x = tf.randomNormal([32, 50, 100]);
  const lstm = (x, kernel, recurrentKernel, bias) =>
    tf.sum(fusedLstm(x, [{ kernel, recurrentKernel, bias }], null, true));
  console.log('computes');
  process.stdin.resume().on('end', () => process.exit());
  for (;;) {
    tf.dispose(tf.grads(lstm)([x, ...weights]));
    await new Promise(resolve => setImmediate(resolve));
  }`;

if (findNative(nativeHome()).files !== undefined && process.platform !== 'win32')
  describe('A process that computes natively', () => {
    it('stands signals that it handled before', async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
      });
      let said = '';
      child.stderr.on('data', data => (said += data));
      const closed = once(child, 'close');
      await Promise.race([once(child.stdout, 'data'), closed]);
      for (let n = 0; n < SIGNALS && child.kill('SIGWINCH'); n++) await setTimeout(1);
      child.stdin.end();
      assert.deepEqual(await closed, [0, null], said);
    }).timeout(60_000);
  });
