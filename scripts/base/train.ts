/**
 * Makes the base model from nothing: `npm run train:base [-- --mirror DIR] [--seed N]`. What is there is not made again,
 * and each stage that was cut goes on, so that the command is to be repeated until it ends.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { mirror: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const mirror = options.mirror === undefined ? [] : ['--mirror', options.mirror];

/** The teacher's Python, of its own: no user needs it. */
const home = '.cache/teacher';
const python = process.platform === 'win32' ? join(home, 'Scripts/python.exe') : join(home, 'bin/python');

interface Stage {
  title: string;
  /** What shows that the stage is done; absent: it finds out by itself. */
  made?: string;
  commands: string[][];
}

const stages: Stage[] = [
  {
    title: 'Documentation of published packages',
    made: 'data/prepared/documents.en.jsonl',
    commands: [[process.execPath, 'scripts/data/documents.ts']],
  },
  {
    title: 'Public data',
    made: 'data/prepared/sentiment.en.harmless.jsonl',
    commands: [[process.execPath, 'scripts/data/main.ts', ...mirror]],
  },
  {
    title: 'Word vectors',
    commands: [[process.execPath, 'scripts/vectors.mjs']],
  },
  {
    title: 'The teacher (Python packages of 3 GB, into .cache/teacher)',
    made: join(home, 'ready'),
    commands: [
      ['python3', '-m', 'venv', home],
      [python, '-m', 'pip', 'install', '--quiet', '-r', 'scripts/teacher/requirements.txt'],
      [python, '-c', `open(r'${join(home, 'ready')}', 'w').close()`],
    ],
  },
  {
    title: "The teacher's vectors of sentences (an hour on two cores)",
    made: 'data/prepared/sentences.f16',
    commands: [
      [python, 'scripts/teacher/sentences.py'],
      [python, 'scripts/teacher/targets.py'],
    ],
  },
  {
    title: 'Training (an hour on two cores), calibration, test figures',
    commands: [
      [
        process.execPath,
        'dist/cli.js',
        'train',
        'experiments/base/EXPERIMENT.json',
        ...['--out', 'models/base', '--data-root', 'data/prepared', '--seed', options.seed],
      ],
    ],
  },
  {
    title: 'Figures, functional tests and the bias probe, into the card',
    commands: [[process.execPath, 'scripts/base/evaluate.ts', '--card', '--sealed']],
  },
];

for (const { title, made, commands } of stages) {
  if (made !== undefined && existsSync(made)) continue;
  console.error(`${title} ...`);
  for (const [command, ...args] of commands) {
    const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status === 0) continue;
    console.error(`train:base: ${[command, ...args].join(' ')} ended with ${error?.message ?? status}.`);
    process.exit(1);
  }
}
