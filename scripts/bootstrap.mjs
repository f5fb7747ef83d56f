// What `npm start` and `npm test` run first, with any Node from 20 on and before anything is installed:
// installs when needed, checks what it got, builds, and goes on under Node 24. It has no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const [mode, ...rest] = process.argv.slice(2);
process.chdir(root);

/** What each `npm` script goes on with. */
const next = {
  start: [
    'dist/cli.js',
    'score',
    '--format',
    'table',
    ...(rest.length > 0 ? rest : ['media/sample/welcome.md']),
  ],
  test: ['scripts/test.mjs', ...rest],
  vscode: ['scripts/vscode.mjs', ...rest],
  native: ['dist/cli.js', 'native', ...(rest.length > 0 ? rest : ['install'])],
  package: ['scripts/package.mjs', ...rest],
  bench: ['bench/main.ts', ...rest],
  'train:base': ['scripts/base/train.ts', ...rest],
}[mode];

try {
  if (next === undefined) throw new Error(`expected start, test, vscode, package or bench, found ${mode}.`);
  if (!inStep()) await install();
  const node = findNode();
  check(node);
  if (mode !== 'package') await step('Building', node, ['esbuild.mjs']);
  process.exitCode = hand(node, next);
} catch (error) {
  console.error(`manylens: ${error instanceof Error ? error.message : error}`);
  if (mode === 'test') console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

/** Whether node_modules holds what package-lock.json asks for; npm leaves a list of what it installed. */
function inStep() {
  const installed = packages(join(modules, '.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(packages('package-lock.json') ?? {}).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

/** @returns {Record<string, { version: string, optional?: boolean }> | undefined} */
function packages(/** @type {string} */ lock) {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')).packages : undefined;
}

async function install() {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) await step('Installing', process.execPath, [npm, ...args]);
  else await step('Installing', 'npm', args, { shell: process.platform === 'win32' });
}

/** Node 24 from npm where there is one for this platform, else this Node where it is new enough. */
function findNode() {
  const name = process.platform === 'win32' ? 'node-win' : `node-${process.platform}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(modules, `${name}-${process.arch}`, 'bin', file);
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  throw new Error(
    `expected Node 22 or newer, found ${process.version}: npm has no Node for this platform, install one.`,
  );
}

/** Install scripts may not have run, and an optional package may be missing: say so here, not somewhere later. */
function check(/** @type {string} */ node) {
  const options = {
    encoding: /** @type {const} */ ('utf8'),
    shell: process.platform === 'win32',
    env: environment(node),
  };
  for (const tool of ['esbuild', 'tsc', 'mocha', 'biome']) {
    const { status, stderr, error } = spawnSync(tool, ['--version'], options);
    if (status === 0) continue;
    const why = error?.message ?? stderr.trim().split('\n').at(0);
    throw new Error(`${tool} does not run (${why}): remove node_modules and run this again.`);
  }
  const { stdout: version } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  console.error(`Node ${version.trim()}.`);
}

/**
 * Runs a program quietly: a line that counts the seconds on a terminal, its whole output when it fails.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
async function step(title, command, args, options) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const terminal = process.stderr.isTTY;
  const timer = terminal
    ? setInterval(() => process.stderr.write(`\r${title} ... ${seconds()}`), 200)
    : undefined;
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(command),
  });
  let output = '';
  child.stdout?.on('data', chunk => (output += chunk));
  child.stderr?.on('data', chunk => (output += chunk));
  const code = await new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', resolve);
  });
  clearInterval(timer);
  process.stderr.write(
    `${terminal ? '\r' : ''}${title} ${code === 0 ? 'took' : 'failed after'} ${seconds()}.\n`,
  );
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`${[command, ...args].join(' ')} failed (${code}).`);
}

/** The same terminal, under the right Node; Ctrl-C is for the program to answer. @returns its exit code */
function hand(/** @type {string} */ node, /** @type {string[]} */ args) {
  process.on('SIGINT', () => {});
  return spawnSync(node, args, { stdio: 'inherit', env: environment(node) }).status ?? 1;
}

/** The tools' `#!/usr/bin/env node` finds the same Node; tests of the command line run it in the user's. */
function environment(/** @type {string} */ node) {
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, MANYLENS_USER_NODE: process.execPath };
}
