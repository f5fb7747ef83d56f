import assert from 'node:assert/strict';
import { extension, internals } from './support.ts';

// Mocha reads the files in the order of their names, and this must be the first to use the extension.
describe('Activation', () => {
  // The time stands in the title and is not judged: half of it passes in VS Code, and a busy machine takes the rest.
  it('starts no worker', async function () {
    // Some part of VS Code may have made a plain text already.
    const was = extension.isActive ? 'was active before, ' : '';
    const started = performance.now();
    const { client } = await internals();
    const milliseconds = performance.now() - started;
    this.test!.title += `: ${was}took ${milliseconds.toFixed(0)} ms`;
    assert.equal(client.running, false);
  });
});
