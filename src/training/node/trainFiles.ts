import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkBundlePlace } from '../../model/node/bundleFiles.ts';
import { startNodeBackend } from '../../model/node/nodeBackends.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import type { OpenBoth } from './measurePrecision.ts';
import { readExperiment } from './readExperiment.ts';
import { trainTasks } from './trainTasks.ts';
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
  const { seed, backend, wasmPath, out } = options;
  await checkBundlePlace(out);
  const { experiment, tasks, sentences, warnings, dataRoot } = readExperiment(options.experiment, {
    dataRoot: options.dataRoot,
    seed,
  });
  const { name } = await startNodeBackend(backend, 'train', options.baseModel, wasmPath);
  const { vectors } = experiment.architecture;
  const vectorFile = vectors === undefined ? options.defaultVectors : path.resolve(dataRoot, vectors);
  const card = path.join(path.dirname(options.experiment), 'CARD.md');
  const epochs = await trainTasks(
    {
      ...{ experiment, tasks, sentences },
      sources: {
        base: () => openModel(options.baseModel, { backend: name, wasmPath }),
        vectors: () => readWordVectors(vectorFile),
      },
      notes: await readFile(card, 'utf8').catch(() => ''),
    },
    // Resolved: a closing slash would put what stands beside the bundle inside it.
    { ...options, checkpoint: `${path.resolve(out)}.checkpoint` },
    step => {
      if (step === null) return progress({ stage: 'evaluate', done: 0, total: 1 });
      const { epoch, epochs, done, total, loss, best } = step;
      const score = best === undefined ? '' : `, best validation ${best.toFixed(3)}`;
      const stage = `epoch ${epoch + 1} of ${epochs}`;
      progress({ stage, done, total, note: `loss ${loss.toFixed(3)}${score}` });
    },
  );
  return { warnings, epochs, seconds: (performance.now() - started) / 1000 };
}
