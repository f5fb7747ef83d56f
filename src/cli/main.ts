/** `dist/cli.js`: composes the command line, and the only home of `process.argv`. */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import pico from 'picocolors';
import { exitCodes, type Failure, failureOf } from './failure.ts';
import { installationOf } from './installation.ts';
import { outputTo } from './output.ts';
import { programFor } from './program.ts';
import { progressOn } from './progress.ts';

/** Of a table that goes to no terminal. */
const WIDTH = 80;
/** Narrower terminals wrap. */
const LEAST_WIDTH = 60;

// What a text leaves behind is cleared away in small portions: V8 would let 200 MB of it gather, for little speed.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=50');

const words = process.argv.slice(2);
const { stdin, stdout, stderr } = process;
const progress = progressOn(stderr, Date.now);

const program = programFor(
  {
    installation: installationOf(import.meta.dirname),
    stdin,
    // The reader has seen enough: all is well.
    stdout: outputTo(stdout, () => process.exit(exitCodes.done)),
    terminal: stdout.isTTY === true,
    width: Math.max(LEAST_WIDTH, stdout.isTTY ? stdout.columns : Number(process.env.COLUMNS) || WIDTH),
    colors: pico.createColors(stdout.isTTY === true && stdout.hasColors()),
    progress,
    warn,
  },
  ['manylens', ...words.map(quoted)].join(' '),
  code => {
    process.exitCode = code;
  },
);

// Every write is of whole lines, and files appear by renaming: stopping here leaves nothing half-written.
process.once('SIGINT', () => end({ exitCode: exitCodes.interrupted, message: '' }));

program.parseAsync(words, { from: 'user' }).catch(error => {
  end(failureOf(error, process.env.MANYLENS_DEBUG === '1'));
});

function warn(line: string): void {
  stderr.write(`${line}\n`);
}

/** Ends even where something still waits, once what was written has gone out. */
function end({ exitCode, message }: Failure): void {
  progress.hide();
  if (message !== '') warn(`manylens: ${message}`);
  stdout.write('', () => process.exit(exitCode));
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
