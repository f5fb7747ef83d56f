import assert from 'node:assert/strict';
import type { LoadRequest } from '../../../src/protocol/worker.ts';
import { ModelHolder } from '../../../src/worker/node/modelHolder.ts';
import { model } from '../host/samples.ts';

const request = (location: string): LoadRequest => ({ location, backend: 'cpu' });

function holderOf(fail = (_location: string) => false) {
  const opened: string[] = [];
  const disposed: string[] = [];
  const holder = new ModelHolder(async ({ location }) => {
    opened.push(location);
    if (fail(location)) throw new Error(`no ${location}`);
    return { model: { ...model, location }, dispose: () => void disposed.push(location) };
  });
  return { holder, opened, disposed };
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('ModelHolder', () => {
  it('opens once what is loaded twice at the same time, or again later', async () => {
    const { holder, opened } = holderOf();
    await Promise.all([holder.load(request('a')), holder.load(request('a'))]);
    assert.equal((await holder.load(request('a'))).location, 'a');
    assert.deepEqual(opened, ['a']);
  });

  it('disposes the former model only after its last use', async () => {
    const { holder, disposed } = holderOf();
    await holder.load(request('a'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const use = holder.use(async held => {
      await promise;
      return held.model.location;
    });
    await holder.load(request('b'));
    await turn();
    assert.deepEqual(disposed, []);
    resolve();
    assert.equal(await use, 'a');
    await turn();
    assert.deepEqual(disposed, ['a']);
    assert.equal(await holder.use(async held => held.model.location), 'b');
  });

  it('opens again after a failure', async () => {
    let broken = true;
    const { holder, opened } = holderOf(() => broken);
    await assert.rejects(holder.load(request('a')), /no a/);
    await assert.rejects(
      holder.use(async () => undefined),
      /loaded model/,
    );
    broken = false;
    await holder.load(request('a'));
    assert.deepEqual(opened, ['a', 'a']);
  });

  it('disposes a model that was replaced before it was open', async () => {
    const { holder, disposed } = holderOf();
    await Promise.all([holder.load(request('a')), holder.load(request('b'))]);
    await turn();
    assert.deepEqual(disposed, ['a']);
    holder.dispose();
    await turn();
    assert.deepEqual(disposed, ['a', 'b']);
  });
});
