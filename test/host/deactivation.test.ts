import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { scoringThread } from './scoringThread.ts';
import { analyzed, closeEverything, internals, withSettings } from './support.ts';

/** VS Code disposes what an extension has subscribed to; test/host/index.ts has this file last. */
describe('Deactivation', () => {
  after(closeEverything);

  it('takes the worker, the commands, the results and whatever listens with it', async () => {
    const { document } = await analyzed('last.md', 'This one is good. That one is bad.');
    const { owned, client, store, statusBar } = await internals();
    const thread = await scoringThread();
    const ended = new Promise(resolve => thread.once('exit', resolve));
    const commands = async () =>
      (await vscode.commands.getCommands(true)).filter(command => /^manylens\.\w+$/.test(command));
    assert.ok((await commands()).length > 10);
    owned.dispose();

    await ended;
    assert.equal(client.running, false);
    assert.deepEqual(await commands(), []);
    const before = store.get(document.uri.toString());
    const said = statusBar.text;
    await withSettings({ run: 'onType' }, async () => {
      await vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(0, 0), 'So '));
      await new Promise(resolve => setTimeout(resolve, 2000));
    });
    assert.equal(client.running, false);
    assert.equal(store.get(document.uri.toString()), before);
    assert.equal(statusBar.text, said);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 5),
    );
    assert.deepEqual(hovers, []);
  });
});
