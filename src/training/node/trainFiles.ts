import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { openBundle, writeBundle } from '../../model/bundle.ts';
import { buildNetwork } from '../../model/network.ts';
import { checkBundlePlace, writeBundleFiles } from '../../model/node/bundleFiles.ts';
import { startNodeBackend } from '../../model/node/nodeBackends.ts';
import { openModel } from '../../model/node/openModel.ts';
import { textEncoderOf } from '../../model/textEncoder.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import { calibrateTasks, splitFigures } from '../assess.ts';
import { type EncodedExample, type EncodedTask, encodeSentences, encodeTask } from '../dataset.ts';
import { predictTask } from '../evaluate.ts';
import type { TaskData } from '../examples.ts';
import type { Experiment } from '../experiment.ts';
import { modelCard } from '../modelCard.ts';
import { trainingOptions } from '../options.ts';
import { cardWithPrecision, chosenPrecision } from '../precision.ts';
import type { EncodedSentences } from '../sentences.ts';
import { copyEncoder, copyHead, type Start, startTraining } from '../start.ts';
import { removeCheckpoint } from './checkpoint.ts';
import { askedOf, inBoth, type OpenBoth } from './measurePrecision.ts';
import { readExperiment } from './readExperiment.ts';
import { runEpochs } from './runEpochs.ts';
import { readWordVectors } from './vectorFile.ts';

export interface Progress {
  stage: string;
  done: number;
  total: number;
  /** What a person would like to know on the way: the loss, the last validation score. */
  note?: string;
}

export interface TrainOptions {
  experiment: string;
  /** The bundle's folder: it appears whole or not at all. */
  out: string;
  dataRoot?: string;
  seed: number;
  /** Instead of the experiment's. */
  epochs?: number;
  backend: BackendChoice;
  wasmPath: string;
  /** The shipped bundle, for `initialise: base`. */
  baseModel: string;
  /** The default word vectors, for `initialise: vectors` without a file. */
  defaultVectors: string;
  /** For the bundle's provenance. */
  command: string;
  /** Absent: the bundle does not say which precision it scores in. */
  openBoth?: OpenBoth;
}

export interface TrainSummary {
  warnings: string[];
  /** Epochs that the chosen weights have seen. */
  epochs: number;
  seconds: number;
}

/** Trains what an experiment describes, and writes the bundle. A run that was cut goes on from its checkpoint. */
export async function trainFiles(
  options: TrainOptions,
  progress: (progress: Progress) => void,
): Promise<TrainSummary> {
  const started = performance.now();
  const { seed, backend, wasmPath } = options;
  await checkBundlePlace(options.out);
  const { experiment, tasks, sentences, warnings, dataRoot } = readExperiment(options.experiment, {
    dataRoot: options.dataRoot,
    seed,
  });
  for (const { id, train } of tasks) {
    if (train.length === 0) throw errors.badInput(`training examples for the task ${id}`, 'none');
  }
  const training = trainingOptions({
    ...experiment.training,
    ...(options.epochs !== undefined && { epochs: options.epochs }),
  });
  const { name } = await startNodeBackend(backend, 'train', options.baseModel, wasmPath);
  const { vectors } = experiment.architecture;
  const vectorFile = vectors === undefined ? options.defaultVectors : path.resolve(dataRoot, vectors);
  const start = await startTraining(
    experiment.architecture,
    tasks,
    new Random(seed),
    {
      base: () => openModel(options.baseModel, { backend: name, wasmPath }),
      vectors: () => readWordVectors(vectorFile),
    },
    sentences?.texts,
  );
  const { sentenceSize } = start.architecture;
  if (sentenceSize !== (sentences?.size ?? 0)) {
    throw errors.badInput(
      `an architecture.sentenceSize of ${sentences?.size ?? 0}, as the experiment's sentences have it`,
      String(sentenceSize),
    );
  }
  if (sentences !== null && training.sentenceEpochs >= training.epochs) {
    throw errors.badInput(
      `more epochs than the ${training.sentenceEpochs} that learn sentences alone`,
      String(training.epochs),
    );
  }
  if (typeof training.sentencesPerEpoch === 'object') {
    const unknown = Object.keys(training.sentencesPerEpoch).find(
      name => !sentences?.languages.includes(name),
    );
    if (unknown !== undefined)
      throw errors.badInput('sentencesPerEpoch of languages of the sentences', unknown);
  }
  const encoder = textEncoderOf(start.architecture.tokenizer, start.vocabulary);
  const encoded = tasks.map(task =>
    encodeTask(task, encoder, start.architecture.maxLength, training.maxLength),
  );
  const read =
    sentences && encodeSentences(sentences, encoder, training.maxLength ?? start.architecture.maxLength);
  // Resolved: a closing slash would put what stands beside the bundle inside it.
  const out = path.resolve(options.out);
  const checkpoint = `${out}.checkpoint`;
  const { seen: epochs } = await runEpochs(
    start.network,
    encoded,
    training,
    seed,
    {
      checkpoint,
      signature: signatureOf(experiment, training, seed, start, encoded, read),
    },
    ({ epoch, epochs, done, total, loss, best }) => {
      const score = best === undefined ? '' : `, best validation ${best.toFixed(3)}`;
      const stage = `epoch ${epoch + 1} of ${epochs}`;
      progress({ stage, done, total, note: `loss ${loss.toFixed(3)}${score}` });
    },
    { sentences: read },
  );
  progress({ stage: 'evaluate', done: 0, total: 1 });
  const kept = experiment.tasks.flatMap((task, k) => (task.auxiliary ? [] : [k]));
  const files = await finished(
    options,
    { ...experiment, tasks: kept.map(k => experiment.tasks[k]) },
    { ...start, network: withHeads(start, tasks, kept) },
    kept.map(k => tasks[k]),
    kept.map(k => encoded[k]),
    epochs,
  );
  await writeBundleFiles(out, files);
  await removeCheckpoint(checkpoint);
  start.network.dispose();
  return { warnings, epochs, seconds: (performance.now() - started) / 1000 };
}

/** The trained network with the heads of these tasks alone. */
function withHeads(
  { architecture, vocabulary, network }: Start,
  tasks: readonly TaskData[],
  kept: readonly number[],
): LayersModel {
  if (kept.length === tasks.length) return network;
  const counts = kept.map(k => tasks[k].labels.length);
  const smaller = buildNetwork(architecture, vocabulary.size, counts);
  copyEncoder(network, smaller);
  kept.forEach((k, n) => {
    copyHead(network, `task_${k}`, smaller, `task_${n}`);
  });
  return smaller;
}

/** Calibrated and measured on the weights as the bundle has them, rounded. */
async function finished(
  options: TrainOptions,
  experiment: Experiment,
  start: Start,
  tasks: readonly TaskData[],
  encoded: readonly EncodedTask[],
  epochs: number,
) {
  const { architecture, vocabulary, origin } = start;
  const name = path.basename(path.resolve(options.out));
  const draft = {
    name,
    version: experiment.version ?? '1',
    languages: [...new Set(tasks.flatMap(task => task.languages))],
    tokenizer: { kind: architecture.tokenizer, maxLength: architecture.maxLength },
    architecture,
    tasks: tasks.map((task, k) => {
      const { title = task.id, description = '', scope = [] } = experiment.tasks[k];
      return {
        id: task.id,
        title,
        description,
        kind: 'multiclass' as const,
        labels: task.labels,
        languages: task.languages,
        temperature: 1,
        threshold: 0,
        ...(scope.length > 0 && { scope }),
      };
    }),
    provenance: {
      seed: options.seed,
      data: experiment.tasks.flatMap(task => task.sources.flatMap(source => source.train.map(nameOf))),
      command: options.command,
    },
  };
  const rounded = await openBundle(await writeBundle(draft, vocabulary, start.network, ''), name);
  const calibrations = calibrateTasks(rounded.network, encoded);
  const calibrated = draft.tasks.map((task, k) => ({ ...task, ...calibrations[k] }));
  const unmeasured = await writeBundle({ ...draft, tasks: calibrated }, vocabulary, rounded.network, '');
  const both = await inBoth(unmeasured, name, options.openBoth);
  const figures = both?.figures(tasks.map((task, k) => askedOf(task.validation, k))) ?? [];
  const precision = chosenPrecision(figures);
  // Published figures are what ships's own.
  const answer = function* (k: number, examples: readonly EncodedExample[]) {
    const texts = tasks[k].test.map(({ text }) => text);
    return precision === 'int8'
      ? both!.answer(precision, texts)[k]
      : yield* predictTask(rounded.network, k, tasks[k].labels.length, examples);
  };
  const test = splitFigures(answer, encoded, tasks, calibrations, 'test');
  const card = modelCard({
    name,
    architecture,
    origin,
    vocabulary: vocabulary.size,
    seed: options.seed,
    command: options.command,
    epochs,
    tasks,
    test: test.tasks,
    byLanguage: test.byLanguage,
    notes: await readFile(path.join(path.dirname(options.experiment), 'CARD.md'), 'utf8').catch(() => ''),
  });
  const measured = calibrated.map(task => {
    const metrics = Object.hasOwn(test.tasks, task.id) ? test.tasks[task.id] : undefined;
    const figures = metrics && { accuracy: metrics.accuracy, macroF1: metrics.macroF1 };
    return { ...task, ...(figures && { metrics: figures }) };
  });
  const told = { ...draft, tasks: measured, ...(both && { precision }) };
  const files = await writeBundle(
    told,
    vocabulary,
    rounded.network,
    both ? cardWithPrecision(card, precision, [{ on: 'the validation texts', figures }]) : card,
  );
  (rounded.network as LayersModel).dispose();
  return files;
}

const nameOf = (file: string | { text: string; label: string }) =>
  typeof file === 'string' ? file : `${file.text} + ${file.label}`;

/** What makes two runs the same run. */
function signatureOf(
  experiment: Experiment,
  training: object,
  seed: number,
  { vocabulary, origin }: Start,
  tasks: readonly EncodedTask[],
  sentences: EncodedSentences | null,
): string {
  const hash = createHash('sha256');
  const told = JSON.stringify({ experiment, training, seed, origin }, learnt);
  hash.update(told).update(vocabulary.toString());
  for (const { train } of tasks) for (const { ids, label } of train) hash.update(ids).update(`${label};`);
  if (sentences !== null) {
    hash.update(sentences.vectors);
    for (const { probabilities } of sentences.answers) hash.update(probabilities);
    for (const { ids } of sentences.train) hash.update(ids);
  }
  return hash.digest('hex');
}

/** What a task is asked of, and what the model is called, may be decided after the training. */
const learnt = (key: string, value: unknown) => (['scope', 'version'].includes(key) ? undefined : value);
