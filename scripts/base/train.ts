/**
 * Makes the base model from nothing: `npm run train:base [-- --mirror DIR] [--seed N]`. What is there is not made again,
 * and each stage that was cut goes on, so that the command is to be repeated until it ends.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
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

/** Each begins with what the one before it made. */
const experiments = [
  { name: 'EXPERIMENT', takes: 'an hour and a half' },
  { name: 'EXPERIMENT.second', takes: 'a quarter of an hour' },
  { name: 'EXPERIMENT.third', takes: 'three quarters of an hour' },
  { name: 'EXPERIMENT.fourth', takes: 'an hour' },
].map(({ name, takes }) => ({ file: `experiments/base/${name}.json`, takes }));
/** Says which training models/base comes from: its folder is there before. */
const stamps = experiments.map((_, n) => {
  const hash = createHash('sha256');
  for (const { file } of experiments.slice(0, n + 1)) hash.update(readFileSync(file));
  return `.cache/trained-${hash.digest('hex').slice(0, 12)}-${options.seed}`;
});
const touched = (file: string) => [
  process.execPath,
  '-e',
  "require('node:fs').writeFileSync(process.argv[1], '')",
  file,
];

interface Stage {
  title: string;
  /** The last file that the stage writes; absent: it finds out by itself. */
  made?: string;
  commands: string[][];
}

const trainings: Stage[] = experiments.map(({ file, takes }, n) => ({
  title: `Training ${n + 1} of ${experiments.length} (${takes} on two cores), calibration, test figures`,
  made: stamps[n],
  commands: [
    [
      ...[process.execPath, 'dist/cli.js', 'train', file],
      ...['--out', 'models/base', '--data-root', 'data/prepared', '--seed', options.seed],
    ],
    touched(stamps[n]),
  ],
}));

const stages: Stage[] = [
  {
    title: 'Documentation of published packages',
    made: 'data/prepared/parallel.jsonl',
    commands: [[process.execPath, 'scripts/data/documents.ts', ...mirror]],
  },
  {
    title: 'Public data',
    made: 'data/prepared/summary.json',
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
      touched(join(home, 'ready')),
    ],
  },
  {
    title: "The teacher's vectors of sentences (an hour on two cores)",
    made: 'data/prepared/words.txt',
    commands: [
      [python, 'scripts/teacher/sentences.py'],
      [python, 'scripts/teacher/targets.py'],
    ],
  },
  ...trainings.slice(0, -1),
  {
    title: 'The teacher tuned, and what it and the model answer together (an hour on two cores)',
    made: 'data/prepared/ensemble.toxicity.f16',
    commands: [
      ...['tune', 'answers', 'targets'].map(name => [python, `scripts/teacher/${name}.py`]),
      [process.execPath, 'scripts/base/ensemble.ts'],
    ],
  },
  ...trainings.slice(-1),
  {
    title: 'The guard against forgetting, and what 8 bits cost',
    commands: [
      [process.execPath, 'scripts/base/guard.ts'],
      [process.execPath, 'scripts/base/precision.ts'],
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
