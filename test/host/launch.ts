/**
 * Runs the host suite in a real VS Code, the same suite either way:
 *   desktop  through @vscode/test-electron, where VS Code can be downloaded and there is a display (or xvfb-run)
 *   browser  through VS Code's server and a headless Chromium, everywhere else
 * MANYLENS_VSCODE=desktop|browser forces one, MANYLENS_VSCODE_RELEASE=minimum runs the oldest that Manylens supports.
 * MANYLENS_TEST_RESULTS names the results file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { type Release, releases, root } from '../window/support/releases.ts';
import { launchWorkbench } from '../window/support/workbench.ts';
import { report } from './report.ts';

const results = process.env.MANYLENS_TEST_RESULTS ?? join(root, 'test-results/host.json');
const workspace = join(root, 'media/sample');
const extensionTestsPath = join(root, 'out/test/host/index.js');
/** `-- --grep PATTERN` runs the tests whose full title fits. */
const { grep = '' } = parseArgs({ options: { grep: { type: 'string' } } }).values;
const env = { MANYLENS_TEST_RESULTS: results, MANYLENS_TEST_GREP: grep };
const release = chosenRelease();

await mkdir(dirname(results), { recursive: true });
await rm(results, { force: true });
await rm(`${results}.running`, { force: true });
const executable = await desktop();
if (executable !== undefined) await inDesktop(executable);
else await inBrowser();
process.exitCode = report(readResults());

function chosenRelease(): Release {
  const choice = process.env.MANYLENS_VSCODE_RELEASE ?? 'current';
  if (choice === 'minimum' || choice === 'current') return choice;
  throw new Error(`MANYLENS_VSCODE_RELEASE: expected "minimum" or "current", found "${choice}".`);
}

/** The desktop VS Code, or undefined where the browser-hosted one is to be used; says which, and why. */
async function desktop(): Promise<string | undefined> {
  const choice = process.env.MANYLENS_VSCODE;
  const browser = (why: string) =>
    void console.log(`Host tests: the ${release} VS Code in a browser (${why}).`);
  if (choice === 'browser') return browser('MANYLENS_VSCODE=browser');
  if (choice !== undefined && choice !== 'desktop') {
    throw new Error(`MANYLENS_VSCODE: expected "desktop" or "browser", found "${choice}".`);
  }
  try {
    if (!hasDisplay()) throw new Error('no display and no xvfb-run here');
    const version = release === 'current' ? 'stable' : releases.minimum.vscode;
    const path = await downloadAndUnzipVSCode({ version, timeout: 15_000 });
    console.log(`Host tests: the ${release} desktop VS Code (${path}).`);
    return path;
  } catch (error) {
    if (choice === 'desktop') throw error;
    return browser(`the desktop build cannot be used: ${(error as Error).message}`);
  }
}

function hasDisplay(): boolean {
  return (
    process.platform !== 'linux' ||
    process.env.DISPLAY !== undefined ||
    spawnSync('which', ['xvfb-run']).status === 0
  );
}

async function inDesktop(vscodeExecutablePath: string): Promise<void> {
  if (process.platform === 'linux' && process.env.DISPLAY === undefined) {
    // Once more, with a virtual display around it.
    const again = ['-a', process.execPath, ...process.argv.slice(1)];
    process.exit(spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1);
  }
  const scratch = await mkdtemp(join(tmpdir(), 'manylens-host-'));
  try {
    const folder = join(scratch, 'workspace');
    await cp(workspace, folder, { recursive: true });
    const launchArgs = [folder, '--disable-workspace-trust', '--disable-extensions', '--skip-welcome'];
    launchArgs.push(`--user-data-dir=${join(scratch, 'data')}`);
    const options = { extensionDevelopmentPath: root, extensionTestsPath, extensionTestsEnv: env };
    await runTests({ ...options, vscodeExecutablePath, launchArgs });
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The workbench starts the suite in its extension host; the suite's results are its end, as is the host's death. */
async function inBrowser(): Promise<void> {
  const workbench = await launchWorkbench({ workspace, release, extensionTestsPath, env });
  try {
    const deadline = Date.now() + 600_000;
    const died = () => /Extension Host Process exited/.test(workbench.log());
    while (!existsSync(results) && !died() && Date.now() < deadline) await sleep(200);
    if (existsSync(results)) return;
    console.error(died() ? workbench.log().slice(-2000) : 'The host tests did not end within 10 minutes.');
  } finally {
    await workbench.close();
  }
}

function readResults(): unknown {
  if (existsSync(results)) return JSON.parse(readFileSync(results, 'utf8'));
  const running = `${results}.running`;
  const where = existsSync(running)
    ? `in the test "${readFileSync(running, 'utf8')}"`
    : 'before the first test';
  return { error: `VS Code ended ${where} and left no results in ${results}.` };
}
