/**
 * The sockets of a process, of all its threads and children, as the kernel is asked for them: strace sees what no patched
 * module can hide. Linux alone has it.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';

/** Whether there is such a test here; elsewhere the output says that there is none. */
export const watchesSockets = process.platform === 'linux';

/** Whoever runs a program, opens a socket, names a peer or waits for one. Pipes to a child process (`socketpair`) lead nowhere else. */
const calls = ['-f', '-e', 'trace=execve,socket,connect,bind,listen,accept,accept4', '-e', 'signal=none'];

/** Runs a program to its end. @returns a line for each call, after the number of the thread */
export function socketsOf(program: string, args: readonly string[], cwd?: string): Promise<string[]> {
  return callsIn(async file => {
    const command = [...calls, '--seccomp-bpf', '-qq', '-o', file, program, ...args];
    const { status, stderr } = spawnSync(ensureStrace(), command, { cwd, encoding: 'utf8', input: '' });
    // 3: a fine-tuned model that its gate refused.
    assert.ok(status === 0 || status === 3, stderr);
  });
}

/** Watches a process that runs while `work` does. */
export function socketsWhile(pid: number, work: () => Promise<unknown>): Promise<string[]> {
  return callsIn(async file => {
    const attach = [ensureStrace(), ...calls, '-o', file, '-p', `${pid}`];
    // Who is not root may trace their children, and nobody else.
    const [program, ...args] = process.getuid?.() === 0 ? attach : ['sudo', '-n', ...attach];
    const strace = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(strace, 'close');
    try {
      await attached(strace.stderr, ended);
      await work();
    } finally {
      strace.kill('SIGINT');
      await ended;
    }
  });
}

async function attached(said: Readable, ended: Promise<unknown>): Promise<void> {
  let text = '';
  const seen = Promise.withResolvers<void>();
  said.on('data', (data: Buffer) => {
    text += data.toString();
    if (text.includes('attached')) seen.resolve();
  });
  const gone = ended.then(() => {
    throw new Error(`strace did not attach: ${text}`);
  });
  await Promise.race([seen.promise, gone]);
  gone.catch(() => undefined);
}

async function callsIn(work: (file: string) => Promise<void>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'manylens-strace-'));
  try {
    const file = join(folder, 'calls');
    await work(file);
    return ofNode(readFileSync(file, 'utf8').split('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The calls of this Node, its threads and its children that are Node too. VS Code looks for open ports with a shell and
 * `ps`, which ask the name service for user names.
 */
function ofNode(lines: readonly string[]): string[] {
  const [run, opened] = [/^(\d+) +execve\("(.*?)"/, /^(\d+) +[a-z]\w*\(/];
  const foreign = new Set(
    lines
      .map(line => run.exec(line))
      .flatMap(match => (match && match[2] !== process.execPath ? [match[1]] : [])),
  );
  return lines.filter(line => {
    const match = opened.exec(line);
    return match !== null && !run.test(line) && !foreign.has(match[1]);
  });
}

/** Finds strace or installs it, by apt as root; says so either way. */
function ensureStrace(): string {
  const place = '/usr/bin/strace';
  if (existsSync(place)) return place;
  const inPath = spawnSync('which', ['strace'], { encoding: 'utf8' }).stdout?.trim();
  if (inPath) return inPath;
  console.error('Installing strace (once) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', 'strace'],
  ])
    spawnSync('apt-get', args, { env, timeout: 300_000 });
  assert.ok(existsSync(place), 'Expected strace, which watches for sockets, found none: install it.');
  return place;
}
