import type { Precision } from '../src/protocol/scores.ts';
import type { Case } from './case.ts';
import { hold, takeTurns } from './contest/contest.ts';
import { ContestantProcess, nodeStart, type Start } from './contest/contestantProcess.ts';
import { TRAINING_BATCH } from './contest/training.ts';
import { peakMemory } from './markdown/memory.ts';
import { MEGABYTE, readmes } from './markdown/readmes.ts';
import { nativeCases } from './native/cases.ts';
import { limit } from './peak/limit.ts';
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
): Promise<Figures> {
  const expected = lastStates(shape, workloadOf(shape), Math.min(REFERENCE_SENTENCES, shape.sentences));
  const ours = nodeStart('ours/forward', { shape, batch, precision });
  const tolerance = precision === 'int8' ? ROUNDED : 1e-4;
  const { note, ...times } = await hold({ ours, peer, expected, tolerance, ...turns });
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

async function memory(): Promise<Figures> {
  const [ours, least] = [peakMemory(readmes(MEGABYTE)), peakMemory('One sentence.\n')];
  const note = `the built command line; a sentence alone takes ${least.toFixed(0)} MB`;
  return { ours, peer: MEMORY, ratio: MEMORY / ours, note };
}

/** Text to every task's scores, of one sentence. */
async function oneSentence(): Promise<Figures> {
  using process = new ContestantProcess(nodeStart('ours/sentence', {}));
  await process.outputs();
  const { times, notes } = await takeTurns({ process }, { rounds: 25, atLeast: 20 });
  return { ours: times.process, peer: SENTENCE, ratio: SENTENCE / times.process, note: notes.process };
}

const onnx = (runtime: string, shape: Shape, batch?: number) =>
  nodeStart('peers/onnxForward', { runtime, shape, batch });

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
    measure: () => forward(onnx('onnxruntime-node', standard), standard, undefined, 'int8'),
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
  { id: 'int8/memory', goal: 1.2, unit: 'MB', measure: memory },
  { id: 'read/mdast', goal: 8, unit: 'ms', measure: reading },
  { id: 'markdown/tfjs-wasm', goal: 6, unit: 'ms', measure: markdown },
  { id: 'markdown/memory', goal: 1, unit: 'MB', measure: memory },
  { id: 'keystroke/50ms', goal: 1, unit: 'ms', measure: keystroke },
  { id: 'cold/300ms', goal: 1, unit: 'ms', measure: cold },
];
