import { errors } from '../../base/errors.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import { splitFigures } from '../assess.ts';
import { encodeTask } from '../dataset.ts';
import { answerTask, type EvaluationReport, reportOf } from '../evaluate.ts';
import type { TaskData } from '../examples.ts';
import { readExperiment } from './readExperiment.ts';
import type { Progress } from './trainFiles.ts';

export interface EvaluateOptions {
  experiment: string;
  /** The bundle's folder. */
  model: string;
  dataRoot?: string;
  split: 'test' | 'validation';
  /** Chooses the validation rows where the experiment gives a share: the seed of the training. */
  seed: number;
  backend: BackendChoice;
  wasmPath: string;
}

/** Measures a bundle on an experiment's split: every task of the experiment that has rows there. */
export async function evaluateFiles(
  options: EvaluateOptions,
  progress: (progress: Progress) => void,
): Promise<{ report: EvaluationReport; warnings: string[] }> {
  const { split, seed, backend, wasmPath, dataRoot } = options;
  const read = readExperiment(options.experiment, { dataRoot, seed, split });
  const { warnings } = read;
  // The model has no head of what only taught its encoder.
  const tasks = read.tasks.filter((_, k) => !read.experiment.tasks[k].auxiliary);
  const model = await openModel(options.model, { backend, wasmPath });
  try {
    const measured: EvaluationReport['tasks'] = {};
    for (const [n, task] of tasks.entries()) {
      progress({ stage: 'evaluate', done: n, total: tasks.length, note: task.id });
      const k = positionOf(task, model.manifest.tasks, options.model);
      const encoded = encodeTask(task, model.encoder, model.manifest.tokenizer.maxLength);
      const texts = task[split].map(({ text }) => text);
      const figures = splitFigures(
        (_, examples) => answerTask(model, k, task.labels.length, examples, texts),
        [encoded],
        [task],
        [model.manifest.tasks[k]],
        split,
      );
      Object.assign(measured, figures.tasks);
      await new Promise(resolve => setImmediate(resolve));
    }
    progress({ stage: 'evaluate', done: tasks.length, total: tasks.length });
    return { report: reportOf(split, measured), warnings };
  } finally {
    model.dispose();
  }
}

/** Where the model has the task. Its labels must be the experiment's, in the same order. */
function positionOf(
  task: TaskData,
  known: readonly { id: string; labels: string[] }[],
  model: string,
): number {
  const k = known.findIndex(({ id }) => id === task.id);
  if (k < 0)
    throw errors.unknownTask(
      task.id,
      known.map(({ id }) => id),
    );
  const [ours, theirs] = [task.labels, known[k].labels].map(labels => labels.join(', '));
  if (ours !== theirs) {
    throw errors.badInput(`the labels ${ours} for the task ${task.id} in ${model}`, theirs);
  }
  return k;
}
