/** Nothing leaves the machine: the command line opens no socket. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { socketsOf, watchesSockets } from '../support/sockets.ts';
import { cli } from './support/run.ts';
import { type Workspace, workspace } from './support/workspace.ts';

if (watchesSockets) describe('The command line opens no socket', watched);
else console.log('  The sockets of the command line are watched on Linux only.');

function watched(): void {
  let at: Workspace;
  before(async () => {
    at = await workspace();
    at.file('sockets.txt', 'It is lovely. And this is awful.\n'.repeat(2000));
    const label = (n: number) => ({ text: `the cable was ${n}`, task: 'tone', label: n % 2 ? 'a' : 'b' });
    const labels = Array.from({ length: 20 }, (_, n) => `${JSON.stringify(label(n))}\n`);
    at.file('sockets.jsonl', labels.join(''));
  });

  function check(name: string, ...args: string[]) {
    it(name, async () => {
      const command = [cli, ...args, '--model', at.model];
      assert.deepEqual(await socketsOf(process.execPath, command, at.folder), []);
    });
  }

  check('to score', 'score', '--format', 'jsonl', 'sockets.txt');
  check('to score on plain JavaScript', 'score', '--backend', 'cpu', 'sockets.txt');
  check('to fine-tune', 'finetune', 'sockets.jsonl', '--out', 'sockets-tuned');

  it('or this test would see it', async () => {
    const lookUp = "require('node:dns').lookup('localhost.invalid', () => {})";
    const call = "require('node:net').connect(1, '127.0.0.1').on('error', () => {})";
    const inThread = `new (require('node:worker_threads').Worker)(${JSON.stringify(call)}, { eval: true })`;
    const inChild = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(call)}])`;
    for (const script of [lookUp, call, inThread, inChild])
      assert.ok((await socketsOf(process.execPath, ['-e', script])).length > 0, script);
  });
}
