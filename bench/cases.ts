import type { Precision } from '../src/protocol/scores.ts';
import type { Case } from './case.ts';
import { agree, hold, takeTurns } from './contest/contest.ts';
import { ContestantProcess, nodeStart, type Start } from './contest/contestantProcess.ts';
import { TRAINING_BATCH } from './contest/training.ts';
import { peakMemory } from './markdown/memory.ts';
import { MEGABYTE, readmes } from './markdown/readmes.ts';
import { nativeCases } from './native/cases.ts';
import { sentencesOf } from './ours/sentences.ts';
import type { ThreadsOptions } from './ours/threads.ts';
import { limit } from './peak/limit.ts';
import { exportedMinilm } from './peers/minilmExport.ts';
import { pytorchStart } from './peers/pytorch.ts';
import { lastStates } from './reference.ts';
import type { Figures } from './report/row.ts';
import { cold, keystroke } from './vscode/editor.ts';
import { type Shape, standard, workloadOf } from './workload.ts';

/** Sentences of which the reference says what comes out. */
const REFERENCE_SENTENCES = 16;

/** What scoring a megabyte may take, in MB. */
const MEMORY = 200;

/** What scoring a sentence may take, in ms. */
const SENTENCE = 1;

/** How far 8 bits may move an output after 50 steps. */
const ROUNDED = 0.02;

/** Of int8/minilm: a second or more for the peer. */
const SENTENCES = 512;

/** PyTorch's batch: it is quickest at this size or one beside it. */
const PYTORCH_BATCH = 32;

const sentence: Shape = { ...standard, sentences: 1, tokens: 25 };
const bidirectional: Shape = { ...standard, directions: 2 };

/** Many short timings: where the machine does something else as well, most of them miss it. */
const turns = { rounds: 25, atLeast: 5 };

async function forward(
  peer: Start,
  shape: Shape,
  batch?: number,
  precision: Precision = 'float',
  beside?: Record<string, Start>,
): Promise<Figures> {
  const expected = lastStates(shape, workloadOf(shape), Math.min(REFERENCE_SENTENCES, shape.sentences));
  const ours = nodeStart('ours/forward', { shape, batch, precision });
  const tolerance = precision === 'int8' ? ROUNDED : 1e-4;
  const { note, ...times } = await hold({ ours, peer, beside, expected, tolerance, ...turns });
  return { ...times, ratio: times.peer / times.ours, note };
}

/** An epoch on one thread. */
async function train(peer: Start, shape: Shape, rounds: number): Promise<Figures> {
  const ours = nodeStart('ours/train', { shape, batch: TRAINING_BATCH });
  // After a step of Adam: it turns the rounding of a small gradient into a step of its full size.
  const { note, ...times } = await hold({ ours, peer, tolerance: 2e-3, rounds, atLeast: 0 });
  return { ...times, ratio: times.peer / times.ours, note };
}

/** Text to scores. */
async function markdown(): Promise<Figures> {
  const [ours, peer] = [
    nodeStart('ours/markdown', { precision: 'float' }),
    nodeStart('peers/tfjsMarkdown', {}),
  ];
  const { note, ...times } = await hold({ ours, peer, tolerance: 1e-3, rounds: 3, atLeast: 0 });
  return { ...times, ratio: times.peer / times.ours, note };
}

/** Text to sentences. */
async function reading(): Promise<Figures> {
  const [ours, peer] = [nodeStart('ours/reading', {}), nodeStart('peers/mdast', {})];
  const { note, ...times } = await hold({ ours, peer, tolerance: 0, rounds: 7, atLeast: 1000 });
  return { ...times, ratio: times.peer / times.ours, note };
}

/** Text to scores on one thread, beside a peer whose answers are others. */
async function besideOthers(peer: Start, rounds: number): Promise<Figures> {
  using ours = new ContestantProcess(nodeStart('ours/markdown', {}));
  using other = new ContestantProcess(peer);
  const { times, notes } = await takeTurns({ ours, other }, { rounds, atLeast: 0 });
  const note = `ours: ${notes.ours}; peer: ${notes.other}`;
  return { ours: times.ours, peer: times.other, ratio: times.other / times.ours, note };
}

/** Two threads against one, whose bytes have to be the same. */
async function twoThreads(work: ThreadsOptions['work']): Promise<Figures> {
  const on = (threads: number) => nodeStart('ours/threads', { threads, work });
  const contest = { ours: on(2), peer: on(1), tolerance: 0, rounds: 9, atLeast: 1000 };
  const { ours, peer } = await hold(contest);
  return { ours, peer, ratio: peer / ours, note: 'ours: two threads; peer: one' };
}

/** Sentences a second, all tasks, against vectors by a transformer. */
async function minilm(): Promise<Figures> {
  const sentences = sentencesOf(SENTENCES);
  const folder = exportedMinilm(sentences.map(({ text }) => text));
  using ours = new ContestantProcess(nodeStart('ours/sentences', { count: SENTENCES }));
  using peer = new ContestantProcess(nodeStart('peers/minilm', { folder }));
  const vectors = await peer.outputs();
  const half = vectors.length / 2;
  agree('all-MiniLM-L6-v2 in ONNX and in PyTorch', vectors.subarray(0, half), vectors.subarray(half), 1e-3);
  const { times, notes } = await takeTurns({ ours, peer }, { rounds: 5, atLeast: 1000 });
  const each = (milliseconds: number) => (1000 * sentences.length) / milliseconds;
  const note = `${sentences.length} sentences; ours: ${notes.ours}; peer: ${notes.peer}, pieces known`;
  return { ours: each(times.ours), peer: each(times.peer), ratio: times.peer / times.ours, note };
}

async function memory(): Promise<Figures> {
  const text = readmes(MEGABYTE);
  const [ours, two, least] = [peakMemory(text), peakMemory(text, 2), peakMemory('One sentence.\n')];
  const note = `the built command line; on two threads ${two.toFixed(0)} MB; a sentence alone takes ${least.toFixed(0)} MB`;
  return { ours, peer: MEMORY, ratio: MEMORY / ours, note };
}

/** Text to every task's scores, of one sentence. */
async function oneSentence(): Promise<Figures> {
  using process = new ContestantProcess(nodeStart('ours/sentence', {}));
  await process.outputs();
  const { times, notes } = await takeTurns({ process }, { rounds: 25, atLeast: 20 });
  return { ours: times.process, peer: SENTENCE, ratio: SENTENCE / times.process, note: notes.process };
}

const onnx = (runtime: string, shape: Shape, batch?: number, integers?: boolean) =>
  nodeStart('peers/onnxForward', { runtime, shape, batch, integers });

const stockTrain = (shape: Shape) => nodeStart('peers/tfjsTrain', { shape, batch: TRAINING_BATCH });

/** The table: goals are ratios, times are medians of turns taken in one run. */
export const cases: readonly Case[] = [
  {
    id: 'forward/tfjs-wasm',
    goal: 6,
    unit: 'ms',
    measure: () => forward(nodeStart('peers/tfjsForward', { shape: standard }), standard),
  },
  {
    id: 'forward/ort-web',
    goal: 2.5,
    unit: 'ms',
    measure: () => forward(onnx('onnxruntime-web', standard), standard),
  },
  {
    id: 'forward/ort-node',
    goal: 0.6,
    unit: 'ms',
    measure: () => forward(onnx('onnxruntime-node', standard), standard),
  },
  { id: 'forward/limit', goal: 0.7, unit: 'GFLOP/s', measure: () => limit(standard) },
  {
    id: 'sentence/ort-node',
    goal: 1.2,
    unit: 'ms',
    measure: () => forward(onnx('onnxruntime-node', sentence, 1), sentence, 1),
  },
  {
    id: 'train/tfjs-wasm',
    goal: 12,
    unit: 'ms',
    measure: () => train(stockTrain(standard), standard, 3),
  },
  {
    id: 'train/tfjs-wasm-bi',
    goal: 12,
    unit: 'ms',
    measure: () => train(stockTrain(bidirectional), bidirectional, 3),
  },
  {
    id: 'train/pytorch',
    goal: 0.45,
    unit: 'ms',
    measure: () => train(pytorchStart('train', standard, TRAINING_BATCH), standard, 7),
  },
  ...nativeCases,
  {
    id: 'int8/ort-node',
    goal: 1.6,
    unit: 'ms',
    measure: () =>
      forward(onnx('onnxruntime-node', standard), standard, undefined, 'int8', {
        'its own 8 bits': onnx('onnxruntime-node', standard, undefined, true),
      }),
  },
  {
    id: 'int8/pytorch',
    goal: 1.3,
    unit: 'ms',
    measure: () => forward(pytorchStart('forward', standard, PYTORCH_BATCH), standard, undefined, 'int8'),
  },
  {
    id: 'int8/ort-web',
    goal: 6,
    unit: 'ms',
    measure: () => forward(onnx('onnxruntime-web', standard), standard, undefined, 'int8'),
  },
  {
    id: 'int8/tfjs-wasm',
    goal: 15,
    unit: 'ms',
    measure: () => forward(nodeStart('peers/tfjsForward', { shape: standard }), standard, undefined, 'int8'),
  },
  { id: 'int8/limit', goal: 0.6, unit: 'Gop/s', measure: () => limit(standard, 'int8') },
  {
    id: 'int8/sentence',
    goal: 2.5,
    unit: 'ms',
    measure: () => forward(onnx('onnxruntime-node', sentence, 1), sentence, 1, 'int8'),
  },
  { id: 'int8/sentence-1ms', goal: 2, unit: 'ms', measure: oneSentence },
  {
    id: 'int8/markdown',
    goal: 18,
    unit: 'ms',
    measure: () => besideOthers(nodeStart('peers/libraries', {}), 3),
  },
  // A turn takes it a minute.
  { id: 'int8/harper', goal: 50, unit: 'ms', measure: () => besideOthers(nodeStart('peers/harper', {}), 1) },
  { id: 'int8/minilm', goal: 20, unit: 'sentences/s', measure: minilm },
  { id: 'int8/memory', goal: 1.2, unit: 'MB', measure: memory },
  { id: 'int8/cold', goal: 1.1, unit: 'ms', measure: cold },
  { id: 'int8/threads', goal: 1.7, unit: 'ms', measure: () => twoThreads('scores') },
  { id: 'int8/threads-text', goal: 1.4, unit: 'ms', measure: () => twoThreads('text') },
  { id: 'read/mdast', goal: 8, unit: 'ms', measure: reading },
  { id: 'markdown/tfjs-wasm', goal: 6, unit: 'ms', measure: markdown },
  { id: 'markdown/memory', goal: 1, unit: 'MB', measure: memory },
  { id: 'keystroke/plain', goal: 1.5, unit: 'ms', measure: () => keystroke('long.txt') },
  { id: 'keystroke/50ms', goal: 1.5, unit: 'ms', measure: () => keystroke('long.md') },
  { id: 'cold/300ms', goal: 1, unit: 'ms', measure: cold },
];
