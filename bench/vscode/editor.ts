import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { launchWorkbench } from '../../test/window/support/workbench.ts';
import { median } from '../contest/contest.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';
import { CannotRun, type Figures } from '../report/row.ts';
import { round } from '../report/table.ts';
import { installed } from './extension.ts';
import type { Cold, Keystroke, Measured } from './measured.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/bench');

/** Starts of VS Code, each a cold start of the extension; and the words of five letters that are typed in each. */
const WORDS = [0, 0, 8];
const LINES = 10_000;
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

export async function keystroke(): Promise<Figures> {
  const { keystrokes } = await once();
  const p95 = (of: (k: Keystroke) => number) => {
    const sorted = keystrokes.map(of).sort((a, b) => a - b);
    return sorted[Math.ceil(0.95 * sorted.length) - 1];
  };
  const ours = p95(({ pause, scoring, drawing }) => pause + scoring + drawing);
  const parts = (['pause', 'scoring', 'drawing'] as const).map(part => {
    return `${part} ${round(median(keystrokes.map(k => k[part])))} / ${round(p95(k => k[part]))}`;
  });
  const note = `${keystrokes.length} edits, median / p95 ms: ${parts.join(', ')}`;
  return { ours, peer: KEYSTROKE, ratio: KEYSTROKE / ours, note };
}

export async function cold(): Promise<Figures> {
  const { cold: starts } = await once();
  const ours = median(starts.map(({ activation, score }) => activation + score));
  const note = `${starts.length} starts: activation ${starts.map(c => round(c.activation)).join(', ')} ms`;
  return { ours, peer: COLD, ratio: COLD / ours, note };
}

/** In the VS Code that a browser shows: window tests run in the same one. */
async function measure(): Promise<{ cold: Cold[]; keystrokes: Keystroke[] }> {
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
  const lines = readmes(MEGABYTE).split('\n').slice(0, LINES);
  if (lines.length < LINES) throw new Error(`expected ${LINES} lines, found ${lines.length}`);
  const extensionDevelopmentPath = installed(join(out, 'extension'));
  const found: { cold: Cold[]; keystrokes: Keystroke[] } = { cold: [], keystrokes: [] };
  for (const words of WORDS) {
    const one = await start({ extensionDevelopmentPath, extensionTestsPath }, lines.join('\n'), words);
    if ('error' in one) throw new Error(one.error);
    found.cold.push(one.cold);
    found.keystrokes.push(...one.keystrokes);
  }
  return found;
}

async function start(
  paths: { extensionDevelopmentPath: string; extensionTestsPath: string },
  text: string,
  words: number,
): Promise<Measured> {
  const results = join(out, 'measured.json');
  rmSync(results, { force: true });
  const workbench = await launchWorkbench({
    workspace: { 'long.md': text },
    settings: { 'manylens.run': 'onType', 'manylens.runLimit': 10 * MEGABYTE },
    ...paths,
    env: { MANYLENS_BENCH_RESULTS: results, MANYLENS_BENCH_WORDS: `${words}` },
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
