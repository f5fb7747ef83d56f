import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { launchWorkbench } from '../../test/window/support/workbench.ts';
import { median } from '../contest/contest.ts';
import { readmes } from '../markdown/readmes.ts';
import { CannotRun, type Figures } from '../report/row.ts';
import { round } from '../report/table.ts';
import { installed } from './extension.ts';
import type { Cold, Keystroke, Measured } from './measured.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/bench');

/** The documents that words of five letters are typed into, so many of them: one start of VS Code each. */
const WORDS = 8;
const DOCUMENTS = ['long.md', 'long.txt'] as const;
/** Cold starts of the extension, in VS Codes of their own. */
const STARTS = 3;
const LINES = 10_000;
/** Enough for the lines. */
const BYTES = 1_000_000;
const TIMEOUT = 180_000;

/** What the editor's user waits for, in milliseconds. */
const KEYSTROKE = 50;
const COLD = 300;

let measured: ReturnType<typeof measure> | undefined;

/** Both cases come from the same starts. */
function once(): ReturnType<typeof measure> {
  measured ??= measure();
  return measured;
}

/**
 * Ours is without the time in which the worker's reply was there and the extension host's thread, which all extensions
 * share, was in other hands.
 */
export async function keystroke(document: (typeof DOCUMENTS)[number]): Promise<Figures> {
  const keystrokes = (await once()).keystrokes[document];
  const p95 = (of: (k: Keystroke) => number) => {
    const sorted = keystrokes.map(of).sort((a, b) => a - b);
    return sorted[Math.ceil(0.95 * sorted.length) - 1];
  };
  const ours = p95(({ pause, scoring, drawing }) => pause + scoring + drawing);
  const whole = p95(({ pause, scoring, waiting, drawing }) => pause + scoring + waiting + drawing);
  const parts = (['pause', 'scoring', 'waiting', 'drawing'] as const).map(part => {
    return `${part} ${round(median(keystrokes.map(k => k[part])))} / ${round(p95(k => k[part]))}`;
  });
  const note = `${keystrokes.length} edits, the whole ${round(whole)} ms; median / p95 ms: ${parts.join(', ')}`;
  return { ours, peer: KEYSTROKE, ratio: KEYSTROKE / ours, note };
}

export async function cold(): Promise<Figures> {
  const { cold: starts } = await once();
  const ours = median(starts.map(({ activation, score }) => activation + score));
  const note = `${starts.length} starts: activation ${starts.map(c => round(c.activation)).join(', ')} ms`;
  return { ours, peer: COLD, ratio: COLD / ours, note };
}

/** In the VS Code that a browser shows: window tests run in the same one. */
async function measure(): Promise<{ cold: Cold[]; keystrokes: Record<string, Keystroke[]> }> {
  const extensionTestsPath = join(out, 'measure.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'measure.ts')],
    outfile: extensionTestsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const lines = readmes(BYTES).split('\n').slice(0, LINES);
  if (lines.length < LINES) throw new Error(`expected ${LINES} lines, found ${lines.length}`);
  const extensionDevelopmentPath = installed(join(out, 'extension'));
  const started = async (document: string, words: number) => {
    const one = await start(
      { extensionDevelopmentPath, extensionTestsPath },
      { [document]: lines.join('\n') },
      { MANYLENS_BENCH_DOCUMENT: document, MANYLENS_BENCH_WORDS: `${words}` },
    );
    if ('error' in one) throw new Error(one.error);
    return one;
  };
  const cold: Cold[] = [];
  for (let n = 0; n < STARTS; n++) cold.push((await started(DOCUMENTS[0], 0)).cold);
  const keystrokes: Record<string, Keystroke[]> = {};
  for (const document of DOCUMENTS) keystrokes[document] = (await started(document, WORDS)).keystrokes;
  return { cold, keystrokes };
}

async function start(
  paths: { extensionDevelopmentPath: string; extensionTestsPath: string },
  workspace: Record<string, string>,
  env: Record<string, string>,
): Promise<Measured> {
  const results = join(out, 'measured.json');
  rmSync(results, { force: true });
  const workbench = await launchWorkbench({
    workspace,
    settings: { 'manylens.run': 'onType', 'manylens.runLimit': 10 * BYTES },
    ...paths,
    env: { MANYLENS_BENCH_RESULTS: results, ...env },
  }).catch((error: Error) => {
    throw new CannotRun(`VS Code does not start here: ${error.message.split('\n')[0]}`);
  });
  try {
    const deadline = Date.now() + TIMEOUT;
    while (!existsSync(results)) {
      if (Date.now() > deadline) throw new Error(`VS Code left no results within ${TIMEOUT / 1000} s`);
      await sleep(200);
    }
    return JSON.parse(readFileSync(results, 'utf8'));
  } finally {
    await workbench.close();
  }
}
