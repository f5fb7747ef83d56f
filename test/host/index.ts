/** Runs inside VS Code's extension host: every test file beside this one, results to the file that the launcher names. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'mocha';
import * as vscode from 'vscode';

const last = 'deactivation.test.js';

export async function run(): Promise<void> {
  const results = process.env.MANYLENS_TEST_RESULTS;
  if (results === undefined) throw new Error('MANYLENS_TEST_RESULTS names no file for the results.');
  const unfinished = `${results}.unfinished`;
  try {
    // What is analyzed by itself has tests of its own; in all others nothing happens unasked.
    const settings = vscode.workspace.getConfiguration('manylens');
    await settings.update('run', 'manual', vscode.ConfigurationTarget.Global);
    // Imported, not required: Node 22 and 24 differ in what `require` makes of an ES module.
    const { default: Mocha } = await import('mocha');
    const options = { timeout: 60_000, grep: process.env.MANYLENS_TEST_GREP };
    const mocha = new Mocha({ ...options, reporter: 'json', reporterOptions: { output: unfinished } });
    const files = readdirSync(import.meta.dirname).filter(file => file.endsWith('.test.js'));
    // Behind the one that takes the extension away nothing can be tested.
    for (const file of [...files.filter(file => file !== last).sort(), last])
      mocha.addFile(join(import.meta.dirname, file));
    // For the launcher to name, were this process to die in it.
    const note = (test: Test) => writeFileSync(`${results}.running`, test.fullTitle());
    await new Promise(resolve => mocha.run(resolve).on('test', note));
  } catch (error) {
    writeFileSync(unfinished, JSON.stringify({ error: (error as Error).stack }));
  }
  renameSync(unfinished, results); // The launcher takes the file's appearance as the end.
}
