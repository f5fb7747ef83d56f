import path from 'node:path';
import { errors } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { say } from '../../base/words.ts';
import type { LoadedModel } from '../../model/loadedModel.ts';
import type { Manifest } from '../../model/manifest.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { FinetuneReport, FinetuneRequest, TrainingEvents } from '../../protocol/training.ts';
import { stratifiedFolds } from '../folds.ts';
import type { LabelledTask } from '../labelledTasks.ts';
import { experimentOf, learnable, presetFigures, taskData } from '../presetData.ts';
import type { OpenBoth } from './measurePrecision.ts';
import { trainTasks } from './trainTasks.ts';

export interface PresetOptions {
  preset: NonNullable<FinetuneRequest['preset']>;
  checkpoint: string;
  wasmPath: string;
  history: Partial<Manifest['provenance']>;
  openBoth?: OpenBoth;
  progress?: TrainingEvents['progress'];
}

/**
 * Trains a preset from nothing on labels, and writes its bundle: it knows these tasks alone, and nobody's gate stands
 * before it. A fifth of the labels says when training stops, another one how good the model is.
 * @param before the model that knows the tasks until then
 */
export async function trainPreset(
  before: LoadedModel,
  labelled: readonly LabelledTask[],
  { out, seed, labels }: FinetuneRequest,
  { preset, checkpoint, wasmPath, history, openBoth, progress }: PresetOptions,
): Promise<Omit<FinetuneReport, 'seconds' | 'skipped' | 'notes'>> {
  const random = new Random(seed);
  const folds = labelled.map(task =>
    learnable(
      task,
      stratifiedFolds(
        task.examples.map(({ label }) => label),
        random,
        'learn',
      ),
    ),
  );
  const never = () => Promise.reject(errors.badInput('a preset that starts from nothing', preset));
  await trainTasks(
    {
      experiment: experimentOf(preset, labelled),
      tasks: labelled.map((task, n) => taskData(task, folds[n])),
      sentences: null,
      sources: { base: never, vectors: never },
      notes: '',
    },
    {
      ...{ out, seed, checkpoint, openBoth },
      command: `manylens finetune --preset ${preset}`,
      history: { ...history, data: labels.map(file => path.basename(file)) },
    },
    step => {
      if (step === null) return;
      const { epoch, epochs, done, total, loss } = step;
      progress?.(preset, epoch * total + done, epochs * total, { loss });
    },
  );
  const made = await openModel(out, { backend: before.backend.name, wasmPath });
  try {
    const tasks = labelled.map((task, k) => [
      task.id,
      presetFigures(made, k, before, task, folds[k], random),
    ]);
    return {
      tasks: Object.fromEntries(tasks),
      ...{ guard: {}, mode: 'scratch', refused: [], accepted: true },
      reason: say('{0} from nothing, as asked: it knows the tasks with labels alone', preset),
    };
  } finally {
    made.dispose();
  }
}
