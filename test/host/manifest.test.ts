import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { labelColors } from '../../src/protocol/colors.ts';
import { extension, internals } from './support.ts';

const { contributes, activationEvents } = extension.packageJSON;

interface Property {
  order?: number;
  scope?: string;
  description?: string;
  markdownDescription?: string;
  enum?: unknown[];
  enumDescriptions?: string[];
}

describe('The manifest', () => {
  it('contributes the commands that are registered', async () => {
    await internals();
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command, category } of contributes.commands) {
      assert.ok(registered.has(command), command);
      assert.equal(category, 'Manylens');
    }
  });

  it('is activated by languages of prose, by label files and by its panel, not by a window that opens', () => {
    const prose = ['markdown', 'mdx', 'plaintext', 'restructuredtext', 'asciidoc', 'latex', 'git-commit'];
    assert.deepEqual(activationEvents, [
      'onWebviewPanel:manylens.panel',
      ...[...prose, 'jsonl'].map(language => `onLanguage:${language}`),
    ]);
  });

  it('gives each setting a place, a default, a description and a scope; and each choice a description', () => {
    for (const { order, properties } of contributes.configuration) {
      assert.equal(typeof order, 'number');
      const places = new Set<number | undefined>();
      for (const [name, property] of Object.entries<Property>(properties)) {
        assert.ok(property.order !== undefined && !places.has(property.order), name);
        places.add(property.order);
        assert.ok('default' in property, name);
        assert.match(
          property.scope ?? '',
          /^(?:language-overridable|window|machine|machine-overridable)$/,
          name,
        );
        assert.ok((property.description ?? property.markdownDescription ?? '').length > 10, name);
        assert.equal(property.enumDescriptions?.length, property.enum?.length, name);
      }
    }
  });

  it('puts into menus only what it contributes', () => {
    const known = new Set(contributes.commands.map(({ command }: { command: string }) => command));
    const items = Object.values(contributes.menus).flat() as { command?: string }[];
    for (const { command } of items) assert.ok(command === undefined || known.has(command), command);
  });

  it('has its strings: none is left as a key, none is missing', () => {
    assert.doesNotMatch(JSON.stringify(extension.packageJSON), /"%[\w.]+%"/);
  });

  it('contributes a line and a background for every colour, in every kind of theme', () => {
    const kinds = ['dark', 'light', 'highContrast', 'highContrastLight'];
    const colors = new Map(
      contributes.colors.map(({ id, defaults }: { id: string; defaults: object }) => [id, defaults]),
    );
    for (const color of labelColors)
      for (const id of [`manylens.${color}`, `manylens.${color}Background`])
        assert.deepEqual(Object.keys(colors.get(id) ?? {}), kinds, id);
  });

  it('takes no key that VS Code or another extension has', async () => {
    const defaults = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(defaults)).getText();
    assert.ok(text.includes('"editor.action.marker.nextInFiles"'), 'no list of keybindings');
    const keys = new Set<string>(contributes.keybindings.map(({ key }: { key: string }) => key));
    for (const [, key, command] of text.matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g))
      assert.ok(!keys.has(key) || command.startsWith('manylens.'), `${key}: ${command}`);
  });

  it('has the pictures of its walkthrough, and steps that end with a command or a setting of its own', async () => {
    const commands = new Set(contributes.commands.map(({ command }: { command: string }) => command));
    for (const { media, completionEvents } of contributes.walkthroughs[0].steps) {
      for (const path of Object.values<string>(media.image))
        assert.ok(
          (await vscode.workspace.fs.stat(vscode.Uri.joinPath(extension.extensionUri, path))).size > 0,
        );
      for (const event of completionEvents as string[]) {
        const [kind, name] = event.split(':');
        if (kind === 'onCommand') assert.ok(commands.has(name), event);
        else
          assert.notEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, undefined, event);
      }
    }
  });

  it('restricts the model of a workspace that is not trusted', () => {
    const { untrustedWorkspaces } = extension.packageJSON.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, [
      'manylens.model.path',
      'manylens.backend',
      'manylens.native.path',
    ]);
  });
});
