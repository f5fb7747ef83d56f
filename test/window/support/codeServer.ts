/**
 * VS Code's own server (as the npm package code-server ships it): the same workbench and the same Node extension
 * host as the desktop build, shown by a browser. Installed once into `.cache/`, then started as often as needed.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../../..');

const version = '4.139.1';
const home = join(root, `.cache/code-server-${version}`);
const packageDir = join(home, 'node_modules/code-server');
const run = promisify(execFile);

/** Installs the server if it is not there yet: half a minute, 600 MB, no compiler. It appears whole or not at all. */
export async function ensureCodeServer(): Promise<void> {
  if (existsSync(home)) return;
  console.error(`Setting up VS Code's server (code-server ${version}, once, 600 MB in .cache/) ...`);
  await mkdir(dirname(home), { recursive: true });
  const scratch = await mkdtemp(join(dirname(home), 'installing-'));
  try {
    await writeFile(join(scratch, 'package.json'), '{ "private": true }\n');
    await npm(scratch, 'install', `code-server@${version}`);
    // Its own lock file is out of step with its package.json, so `npm ci` would fail here.
    await npm(join(scratch, 'node_modules/code-server/lib/vscode'), 'install', '--omit=dev');
    await rename(scratch, home).catch(error => {
      if (!existsSync(home)) throw error; // else another process was faster
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** No install script runs: the server does without its native add-ons. */
async function npm(cwd: string, ...args: string[]): Promise<void> {
  const cli = process.env.npm_execpath;
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    if (cli?.endsWith('.js'))
      await run(process.execPath, [cli, ...args, ...flags], { cwd, env: environment() });
    else
      await run('npm', [...args, ...flags], { cwd, env: environment(), shell: process.platform === 'win32' });
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n')
      .slice(0, 3)
      .join(' ');
    throw new Error(`Could not install code-server ${version} (npm ${args.join(' ')}): ${reason}`);
  }
}

/** This Node first in PATH; none of the settings that an outer `npm run` hands down. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
  };
}

export interface ServerOptions {
  /** False: the workspace opens in Restricted Mode, as any new folder does. */
  trust?: boolean;
  settings?: Record<string, unknown>;
  /** A package to install, instead of an extension under development. */
  vsix?: string;
  /** False: the server ends by itself, minutes after its last window, even where nobody could stop it. */
  keep?: boolean;
  /** For the extension host. */
  env?: Record<string, string>;
}

export interface CodeServer {
  origin: string;
  /** What the server printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** No guests, and nothing that depends on the machine. */
const quiet = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.startupPrompt': 'never',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'window.autoDetectHighContrast': false,
  'update.mode': 'none',
};

export async function startCodeServer(options: ServerOptions = {}): Promise<CodeServer> {
  await ensureCodeServer();
  const data = await mkdtemp(join(tmpdir(), 'manylens-vscode-'));
  await mkdir(join(data, 'data/Machine'), { recursive: true });
  await writeFile(
    join(data, 'data/Machine/settings.json'),
    JSON.stringify({ ...quiet, ...options.settings }, undefined, 2),
  );
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    '--accept-server-license-terms',
  ];
  args.push('--enable-smoke-test-driver', '--telemetry-level', 'off', '--server-data-dir', data);
  // VS Code counts what lies below the extension under development as that extension's (it would take its theme from
  // there), so its own extensions need a path that is not in this checkout.
  await symlink(join(packageDir, 'lib/vscode/extensions'), join(data, 'builtin'), 'junction');
  args.push('--builtin-extensions-dir', join(data, 'builtin'));
  if (!options.keep) args.push('--enable-remote-auto-shutdown');
  if (options.trust !== false) args.push('--disable-workspace-trust');
  if (options.vsix !== undefined) {
    const extensions = join(data, 'extensions');
    await installExtension(options.vsix, extensions, data);
    args.push('--extensions-dir', extensions);
  }
  const child = spawn(process.execPath, [join(packageDir, 'lib/vscode/out/server-main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that the extension hosts end with it.
    detached: process.platform !== 'win32',
    env: { ...environment(), ...options.env },
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const end = () => kill(child);
  process.once('exit', end);
  const port = await listening(child, () => output);
  return {
    origin: `http://127.0.0.1:${port}`,
    log: () => output,
    stop: async () => {
      process.off('exit', end);
      const gone = new Promise(resolve => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        kill(child);
        await gone;
      }
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function kill(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** The port, once the server says that it listens. */
function listening(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`VS Code's server ${why}:\n${output().slice(-2000)}`));
    const timer = setTimeout(() => failed('did not start within 60 s'), 60_000);
    child.once('exit', code => failed(`stopped with ${code}`));
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/** Installs a package the way a user does: `code --install-extension FILE.vsix`. */
async function installExtension(vsix: string, extensions: string, data: string): Promise<void> {
  const entry = join(packageDir, 'out/node/entry.js');
  const args = ['--install-extension', vsix, '--extensions-dir', extensions, '--user-data-dir', data];
  const { stdout, stderr } = await run(process.execPath, [entry, ...args], { env: environment() });
  if (!/successfully installed/.test(stdout))
    throw new Error(`Could not install ${vsix}: ${stdout}${stderr}`);
}
