/** Runs inside VS Code's extension host: what an edit and a cold start cost, in milliseconds, into the launcher's file. */
import { renameSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import * as vscode from 'vscode';
import type { Internals } from '../../src/host/node/extension.ts';
import type { Cold, Keystroke, Measured } from './measured.ts';

/** Edits that warm up, before those that are timed. */
const WARM_UP = 5;
/** Between an edit's end and the next one: whatever else follows an edit is not to be in the way. */
const REST = 600;

export async function run(): Promise<void> {
  const target = process.env.MANYLENS_BENCH_RESULTS;
  if (target === undefined) throw new Error('MANYLENS_BENCH_RESULTS names no file for the results.');
  let measured: Measured;
  try {
    // In this order: the first one starts the extension.
    measured = {
      cold: await coldStart(),
      keystrokes: await keystrokes(Number(process.env.MANYLENS_BENCH_EDITS)),
    };
  } catch (error) {
    measured = { error: error instanceof Error ? error.message : String(error) };
  }
  writeFileSync(`${target}.unfinished`, JSON.stringify(measured));
  renameSync(`${target}.unfinished`, target);
}

const extension = vscode.extensions.getExtension<Internals>('manylens.manylens')!;

/** The command on a sentence, while neither the extension nor its worker runs: a document of prose would start them. */
async function coldStart(): Promise<Cold> {
  const language = 'json';
  const document = await vscode.workspace.openTextDocument({ language, content: 'The coffee was awful.' });
  await vscode.window.showTextDocument(document);
  if (extension.isActive) throw new Error('expected a cold extension: it runs already');
  const started = performance.now();
  const { store } = await extension.activate();
  const activated = performance.now();
  await vscode.commands.executeCommand('manylens.analyzeDocument');
  const scored = performance.now();
  if (store.get(document.uri.toString())?.results === undefined) throw new Error('the first analysis failed');
  return { activation: activated - started, score: scored - activated };
}

/** A character typed into the middle of a sentence in sight, somewhere in a long document, over and over. */
async function keystrokes(edits: number): Promise<Keystroke[]> {
  if (edits === 0) return [];
  const { store, client, decorations } = await extension.activate();
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, 'long.md');
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const current = () => {
    const results = store.get(uri.toString())?.results;
    return results?.version === document.version && !results.outdated ? results : undefined;
  };
  await until('the first analysis', () => current() !== undefined, 120_000);

  const times = { changed: 0, asked: 0, scored: 0, drawn: 0 };
  vscode.workspace.onDidChangeTextDocument(event => {
    if (event.document === document && event.contentChanges.length > 0)
      Object.assign(times, { changed: performance.now(), asked: 0, scored: 0, drawn: 0 });
  });
  const { analyze } = client;
  client.analyze = (...args) => {
    times.asked ||= performance.now();
    return analyze.apply(client, args);
  };
  store.onDidChange(() => {
    if (current() !== undefined) times.scored ||= performance.now();
  });
  // Drawing asks for the spans, and sets decorations in the same turn.
  const { spans } = decorations;
  decorations.spans = (...args) => {
    if (times.scored > 0 && times.drawn === 0)
      queueMicrotask(() => {
        times.drawn = performance.now();
      });
    return spans.apply(decorations, args);
  };

  const found: Keystroke[] = [];
  for (let n = 0; n < WARM_UP + edits; n++) {
    const { segments } = current()!;
    // Spread over the document by the golden ratio.
    const segment = segments[Math.floor((((n + 1) * 0.618034) % 1) * segments.length)];
    const at = document.positionAt((segment.start + segment.end) >> 1);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
    await sleep(REST);
    times.drawn = 0;
    await editor.edit(edit => edit.insert(at, 'x'));
    await until('the decorations', () => times.drawn > 0, 30_000);
    const { changed, asked, scored, drawn } = times;
    if (n >= WARM_UP)
      found.push({ pause: asked - changed, scoring: scored - asked, drawing: drawn - scored });
  }
  return found;
}

async function until(what: string, holds: () => boolean, timeout: number): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited ${timeout / 1000} s in vain for ${what}`);
    await sleep(50);
  }
}

const sleep = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));
