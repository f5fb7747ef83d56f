/** VS Code's own server: the same workbench and the same Node extension host as the desktop build, shown by a browser. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRelease, environment, type Installed, type Release, run } from './releases.ts';

export { root } from './releases.ts';

export interface ServerOptions {
  /** The VS Code to run: the current one unless said otherwise. */
  release?: Release;
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
  const installed = await ensureRelease(options.release ?? 'current');
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
  await symlink(join(installed.folder, 'extensions'), join(data, 'builtin'), 'junction');
  args.push('--builtin-extensions-dir', join(data, 'builtin'));
  if (!options.keep) args.push('--enable-remote-auto-shutdown');
  if (options.trust !== false) args.push('--disable-workspace-trust');
  if (options.vsix !== undefined) {
    const extensions = join(data, 'extensions');
    await installExtension(installed, options.vsix, extensions, data);
    args.push('--extensions-dir', extensions);
  }
  const child = spawn(installed.node, [join(installed.folder, 'out/server-main.js'), ...args], {
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

/** Installs a package the way a user does, by VS Code's own command: `code --install-extension FILE.vsix`. */
async function installExtension(
  { node, folder }: Installed,
  vsix: string,
  extensions: string,
  data: string,
): Promise<void> {
  const args = [join(folder, 'out/server-main.js'), '--accept-server-license-terms'];
  args.push('--install-extension', vsix, '--extensions-dir', extensions, '--server-data-dir', data);
  const { stdout, stderr } = await run(node, args, { env: environment() });
  if (!/successfully installed/.test(stdout))
    throw new Error(`Could not install ${vsix}: ${stdout}${stderr}`);
}
