import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension', () => {
  it('is found by VS Code', () => {
    assert.ok(vscode.extensions.getExtension('manylens.manylens'));
  });
});
