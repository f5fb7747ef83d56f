/** Runs inside VS Code's extension host: what an edit and a cold start cost, in milliseconds, into the launcher's file. */
import { renameSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import type { WorkerOptions } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { Internals } from '../../src/host/node/extension.ts';
import type { Cold, Keystroke, Measured } from './measured.ts';

/** What is typed in one place after another, and the places that warm up before those that are timed. */
const WORD = ' good';
const WARM_UP = 2;
/** Milliseconds until nothing of what went before is in the way: of VS Code's own start, of a place come into sight. */
const START = 5000;
const REST = 1000;

/** Milliseconds between two keys, as a quick typist has them: 120 to 200. */
const rhythm = (key: number) => 120 + ((key * 37) % 81);

export async function run(): Promise<void> {
  const target = process.env.MANYLENS_BENCH_RESULTS;
  if (target === undefined) throw new Error('MANYLENS_BENCH_RESULTS names no file for the results.');
  const words = Number(process.env.MANYLENS_BENCH_WORDS);
  let measured: Measured;
  try {
    if (words > 0) watchPosts();
    // In this order: the first one starts the extension.
    measured = {
      cold: await coldStart(),
      keystrokes: await keystrokes(words),
    };
  } catch (error) {
    measured = { error: error instanceof Error ? error.message : String(error) };
  }
  writeFileSync(`${target}.unfinished`, JSON.stringify(measured));
  renameSync(`${target}.unfinished`, target);
}

/** Milliseconds, by the clock that all threads have. */
const now = () => Number(process.hrtime.bigint()) / 1e6;

/** When the scoring worker sent something last, in nanoseconds. */
const posted = new BigInt64Array(new SharedArrayBuffer(8));

/** Has workers that are started from now on note when they send something. */
function watchPosts(): void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const noting = `
    const { parentPort, workerData } = require('node:worker_threads');
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (...args) => {
      Atomics.store(workerData.posted, 0, process.hrtime.bigint());
      post(...args);
    };
    require(workerData.file);
  `;
  threads.Worker = class extends threads.Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(noting, { ...options, eval: true, workerData: { file, posted } });
    }
  };
}

const extension = vscode.extensions.getExtension<Internals>('manylens.manylens')!;

/** The command on a sentence, while neither the extension nor its worker runs: a document of prose would start them. */
async function coldStart(): Promise<Cold> {
  const language = 'json';
  const document = await vscode.workspace.openTextDocument({ language, content: 'The coffee was awful.' });
  await vscode.window.showTextDocument(document);
  await sleep(START);
  if (extension.isActive) throw new Error('expected a cold extension: it runs already');
  const started = now();
  const { store } = await extension.activate();
  const activated = now();
  await vscode.commands.executeCommand('manylens.analyzeDocument');
  const scored = now();
  if (store.get(document.uri.toString())?.results === undefined) throw new Error('the first analysis failed');
  return { activation: activated - started, score: scored - activated };
}

/** Words typed into the middle of a sentence in sight, here and there in a long document. */
async function keystrokes(words: number): Promise<Keystroke[]> {
  if (words === 0) return [];
  const { store, client, decorations } = await extension.activate();
  const name = process.env.MANYLENS_BENCH_DOCUMENT!;
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, name);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const current = () => {
    const results = store.get(uri.toString())?.results;
    return results?.version === document.version && results.segments.every(({ edited }) => !edited);
  };
  await until('the first analysis', current, 120_000);

  const found: Keystroke[] = [];
  /** When those edits were made that no decorations followed yet, and when the worker was asked last. */
  let changed: number[] = [];
  let asked = 0;
  vscode.workspace.onDidChangeTextDocument(event => {
    if (event.document === document && event.contentChanges.length > 0) changed.push(now());
  });
  const { analyze } = client;
  client.analyze = (...args) => {
    asked = now();
    return analyze.apply(client, args);
  };
  // The store's event draws: decorations are set before it returns, or in a later turn, which asks for the spans too.
  let scored = 0;
  let sent = 0;
  const { set } = store;
  store.set = (...args) => {
    scored = now();
    sent = Math.max(asked, Number(Atomics.load(posted, 0)) / 1e6);
    set.apply(store, args);
  };
  const { spans } = decorations;
  decorations.spans = (...args) => {
    if (args[1] !== undefined && changed.length > 0 && current()) queueMicrotask(drawn);
    return spans.apply(decorations, args);
  };
  const drawn = () => {
    const ended = now();
    found.push(
      ...changed.map(at => ({
        pause: asked - at,
        scoring: sent - asked,
        waiting: scored - sent,
        drawing: ended - scored,
      })),
    );
    changed = [];
  };

  for (let n = 0; n < WARM_UP + words; n++) {
    if (n === WARM_UP) found.length = 0;
    const { segments } = store.get(uri.toString())!.results!;
    // Spread over the document by the golden ratio.
    const segment = segments[Math.floor((((n + 1) * 0.618034) % 1) * segments.length)];
    let at = document.positionAt((segment.start + segment.end) >> 1);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
    await sleep(REST);
    for (const [i, letter] of [...WORD].entries()) {
      const next = sleep(rhythm(n * WORD.length + i));
      await editor.edit(edit => edit.insert(at, letter));
      at = at.translate(0, 1);
      await next;
    }
    await until('the decorations', () => changed.length === 0, 30_000);
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
