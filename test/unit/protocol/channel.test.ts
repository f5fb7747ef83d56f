import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { errors, ManylensError, sentences } from '../../../src/base/errors.ts';
import { wire } from '../../../src/protocol/channel.ts';

interface Service {
  fail(how: string): Promise<void>;
}

describe('A channel', () => {
  const { port1, port2 } = new MessageChannel();
  const failures: Record<string, unknown> = {
    coded: errors.badBundle('/m', 'weights', 'none'),
    plain: new RangeError('too far'),
    text: 'just words',
  };
  createBirpc<object, Service>(
    { fail: async how => Promise.reject(failures[how]) },
    { ...wire, post: message => port2.postMessage(message), on: receive => port2.on('message', receive) },
  );
  const caller = createBirpc<Service, object>(
    {},
    { ...wire, post: message => port1.postMessage(message), on: receive => port1.on('message', receive) },
  );
  after(() => port1.close());

  it('keeps the code of an error, and its words', async () => {
    await assert.rejects(caller.fail('coded'), error => {
      assert.ok(error instanceof ManylensError);
      assert.equal(error.code, 'bad-bundle');
      assert.match(error.message, /expected weights, found none/);
      assert.deepEqual([error.sentence, error.args], [sentences.badBundle, ['/m', 'weights', 'none']]);
      return true;
    });
  });

  it('keeps the name of an error without a code', async () => {
    await assert.rejects(caller.fail('plain'), { name: 'RangeError', message: 'too far' });
  });

  it('makes an error of anything thrown', async () => {
    await assert.rejects(caller.fail('text'), { message: 'just words' });
  });
});
