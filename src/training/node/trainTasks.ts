import { createHash } from 'node:crypto';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { openBundle, writeBundle } from '../../model/bundle.ts';
import type { Manifest } from '../../model/manifest.ts';
import { buildNetwork } from '../../model/network.ts';
import { writeBundleFiles } from '../../model/node/bundleFiles.ts';
import { textEncoderOf } from '../../model/textEncoder.ts';
import { calibrateTasks, splitFigures } from '../assess.ts';
import { type EncodedExample, type EncodedTask, encodeSentences, encodeTask } from '../dataset.ts';
import { predictTask } from '../evaluate.ts';
import type { TaskData } from '../examples.ts';
import type { Experiment } from '../experiment.ts';
import { modelCard } from '../modelCard.ts';
import { trainingOptions } from '../options.ts';
import { cardWithPrecision, chosenPrecision } from '../precision.ts';
import type { EncodedSentences, SentenceData } from '../sentences.ts';
import { copyEncoder, copyHead, type Start, type StartSources, startTraining } from '../start.ts';
import { removeCheckpoint } from './checkpoint.ts';
import { askedOf, inBoth, type OpenBoth } from './measurePrecision.ts';
import { type EpochStep, runEpochs } from './runEpochs.ts';

/** What is trained, as it was read. */
export interface TrainSource {
  experiment: Experiment;
  tasks: readonly TaskData[];
  sentences: SentenceData | null;
  sources: StartSources;
  /** Markdown for the card. */
  notes: string;
}

export interface TrainTasksOptions {
  /** The bundle's folder: it appears whole or not at all. */
  out: string;
  seed: number;
  /** Instead of the experiment's. */
  epochs?: number;
  /** For the bundle's provenance, and what else stands there. */
  command: string;
  history?: Partial<Manifest['provenance']>;
  /** The file that a run which was cut goes on from. */
  checkpoint: string;
  /** Absent: the bundle does not say which precision it scores in. */
  openBoth?: OpenBoth;
}

/**
 * Trains a network on tasks, on the backend that was started, and writes its bundle.
 * @param progress gets each step, and null when it begins to measure
 * @returns the epochs that the chosen weights have seen
 */
export async function trainTasks(
  { experiment, tasks, sentences, sources, notes }: TrainSource,
  options: TrainTasksOptions,
  progress: (step: EpochStep | null) => void,
): Promise<number> {
  const { seed, checkpoint } = options;
  for (const { id, train } of tasks) {
    if (train.length === 0) throw errors.badInput(`training examples for the task ${id}`, 'none');
  }
  const training = trainingOptions({
    ...experiment.training,
    ...(options.epochs !== undefined && { epochs: options.epochs }),
  });
  const start = await startTraining(
    experiment.architecture,
    tasks,
    new Random(seed),
    sources,
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
  const { seen: epochs } = await runEpochs(
    start.network,
    encoded,
    training,
    seed,
    {
      checkpoint,
      signature: signatureOf(experiment, training, seed, start, encoded, read),
    },
    progress,
    { sentences: read },
  );
  progress(null);
  const kept = experiment.tasks.flatMap((task, k) => (task.auxiliary ? [] : [k]));
  const files = await finished(
    options,
    notes,
    { ...experiment, tasks: kept.map(k => experiment.tasks[k]) },
    { ...start, network: withHeads(start, tasks, kept) },
    kept.map(k => tasks[k]),
    kept.map(k => encoded[k]),
    epochs,
  );
  await writeBundleFiles(options.out, files);
  await removeCheckpoint(checkpoint);
  start.network.dispose();
  return epochs;
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
  options: TrainTasksOptions,
  notes: string,
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
      ...options.history,
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
    notes,
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
