// Runs the suites, or those named: node scripts/test.mjs [lint] [typecheck] [unit] [cli] [webview] [host] [window] [package]
// The last line is the sum: `N passed, N failed`.
// Counts come from the results file that each suite's mocha writes; a suite without tests has failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inEnglish } from '../src/base/words.ts';
import { findNative, nativeHome } from '../src/native/node/home.ts';

const folder = 'test-results';
const mocha = (/** @type {string} */ suite) => [
  'mocha',
  '--config',
  `test/${suite}/.mocharc.json`,
  '--reporter',
  'scripts/reporter.cjs',
];

/** By name: the command, and whether mocha writes results; a suite that does not is one case, passed by exit code 0. */
const suites = {
  lint: { command: ['biome', 'check', '--error-on-warnings', '.'] },
  typecheck: { command: ['tsc', '-b'] },
  unit: { command: mocha('unit'), counted: true },
  cli: { command: mocha('cli'), counted: true },
  webview: { command: mocha('webview'), counted: true },
  host: { command: ['node', 'test/host/launch.ts'], counted: true },
  window: { command: mocha('window'), counted: true },
  package: { command: mocha('package'), counted: true },
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`expected suites out of ${Object.keys(suites).join(', ')}, found ${unknown.join(', ')}.`);
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
const rows = Object.entries(suites)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .map(([name, suite]) => ({ name, ...run(name, suite) }));

console.log();
for (const { name, passed, failed, seconds, note } of rows) {
  const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed`;
  console.log(`${name.padEnd(10)}${counts} ${seconds.toFixed(1).padStart(7)} s  ${note}`);
}
const native = findNative(nativeHome());
if (native.files === undefined)
  console.log(`NOT RUN: all tests on the backend tensorflow (${inEnglish(native.reason)}).`);
const sum = (/** @type {'passed' | 'failed'} */ key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

/** @param {string} name @param {{ command: string[], counted?: boolean }} suite */
function run(name, { command: [program, ...args], counted }) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const results = join(process.cwd(), folder, `${name}.json`);
  rmSync(results, { force: true });
  const { status, signal, error } = spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 15 * 60_000,
    shell: process.platform === 'win32',
    env: { ...process.env, MANYLENS_TEST_RESULTS: results },
  });
  const seconds = (Date.now() - started) / 1000;
  const note =
    status === 0 ? '' : (error?.message ?? (signal ? `stopped by ${signal}` : `exit code ${status}`));
  if (!counted) return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, seconds, note };
  try {
    const { passes, failures } = JSON.parse(readFileSync(results, 'utf8')).stats;
    if (passes + failures === 0) return { passed: 0, failed: 1, seconds, note: 'no tests' };
    // Whatever went wrong outside a test counts as one failure.
    return { passed: passes, failed: Math.max(failures, status === 0 ? 0 : 1), seconds, note };
  } catch {
    return { passed: 0, failed: 1, seconds, note: `no results; ${note}` };
  }
}
