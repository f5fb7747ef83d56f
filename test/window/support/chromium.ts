/** A Chromium for the window: the machine's own, or one installed on first need. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { root } from './codeServer.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The browser's program: `MANYLENS_CHROMIUM`, then PATH, the usual places, and Playwright's own. */
export function findChromium(): string | undefined {
  const given = process.env.MANYLENS_CHROMIUM;
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`MANYLENS_CHROMIUM names ${given}, and there is no such file.`);
    return given;
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const inPath = folders.flatMap(folder => names.map(name => join(folder, name)));
  return [...inPath, ...elsewhere, chromium.executablePath()].find(file => existsSync(file));
}

/** Finds a browser or installs one: by apt as root, else Playwright's build. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  console.error('Installing Chromium (once) ...');
  const attempts: [string, ...string[]][] = [];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    attempts.push(['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '-qq', 'chromium']);
  }
  attempts.push([process.execPath, join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']);
  const reasons: string[] = [];
  for (const [command, ...args] of attempts) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stderr, error } = spawnSync(command, args, { timeout: 300_000, env, encoding: 'utf8' });
    const installed = findChromium();
    if (installed !== undefined) return installed;
    if (status !== 0)
      reasons.push(error?.message ?? /^.*(error|ERR|E:).*$/im.exec(stderr)?.[0] ?? `${command}: ${status}`);
  }
  throw new Error(
    `No Chromium here, and none could be installed (${reasons.join('; ')}): install one, or name one in MANYLENS_CHROMIUM.`,
  );
}

export function launchChromium(): Promise<Browser> {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  args.push('--disable-component-update', '--disable-sync');
  return chromium.launch({
    executablePath: ensureChromium(),
    args,
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
