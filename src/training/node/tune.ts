import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { joined, type Said, say } from '../../base/words.ts';
import { openBundle, writeBundle } from '../../model/bundle.ts';
import type { StoredNetwork } from '../../model/bundleContent.ts';
import { readGuard } from '../../model/guard.ts';
import type { LinearHead } from '../../model/linearHead.ts';
import { LoadedModel } from '../../model/loadedModel.ts';
import type { ManifestTask } from '../../model/manifest.ts';
import type { FinetuneReport, FinetuneRequest, TrainingEvents } from '../../protocol/training.ts';
import { encoderOptions } from '../encoderLearner.ts';
import { type FinetuneResult, figuresOf, finetune, refusals } from '../finetune.ts';
import { type Agreement, agreementsOf, guardParts, UNCHANGED } from '../guarding.ts';
import type { LabelledTask } from '../labelledTasks.ts';
import { foldsOf } from '../learnTask.ts';
import { againstFull, compared, reasonForHeads } from '../modeChoice.ts';
import type { TrainingOptions } from '../options.ts';
import { finish } from './finish.ts';
import { learnEncoder } from './learnEncoder.ts';

export interface TuneOptions extends Pick<FinetuneRequest, 'mode' | 'guardTolerance' | 'seed'> {
  /** Of the encoder's training, in place of its own. */
  encoder?: Partial<TrainingOptions>;
  /** Labels from which on `auto` tries the encoder too; 2,000 when absent. */
  enoughLabels?: number;
  /** The file that learning of the encoder goes on from where it was cut. */
  checkpoint: string;
  progress?: TrainingEvents['progress'];
}

/** What labels made of a model. The caller disposes a network that is a layers model. */
export interface Tuned {
  network: LayersModel | StoredNetwork;
  heads: ReadonlyMap<number, LinearHead>;
  tasks: ManifestTask[];
  /** Whether it went on where a run was cut. */
  resumed: boolean;
  report: Pick<FinetuneReport, 'tasks' | 'guard' | 'mode' | 'reason' | 'refused' | 'accepted'>;
}

/** Points of agreement that a task without labels may lose. */
const TOLERATED_POINTS = 1;

/** Learns heads alone, or the encoder too, as `mode` says; `auto` chooses. Leaves `loaded` as it was. */
export async function tune(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  options: TuneOptions,
): Promise<Tuned> {
  const { mode = 'auto', seed, enoughLabels } = options;
  const random = new Random(seed);
  const folds = labelled.map(task => foldsOf(loaded, task, random));
  if (mode === 'full') return (await full(loaded, labelled, folds, options)).tuned;
  const few = mode === 'heads' ? say('heads, as asked') : reasonForHeads(loaded, labelled, enoughLabels);
  const heads = await finish(finetune(loaded, { labelled, folds, random }), options.progress);
  if (few !== undefined) return ofHeads(loaded, heads, few);
  const { tuned, result } = await full(loaded, labelled, folds, options);
  const { better, reason } = compared(heads.learnt, result.learnt);
  const takesFull = better && tuned.report.accepted;
  dispose(takesFull ? heads.network : tuned.network);
  if (takesFull) return { ...tuned, report: { ...tuned.report, reason } };
  const [first, ...others] = tuned.report.refused;
  return ofHeads(
    loaded,
    heads,
    better ? say('heads, because what full made was refused: {0}', joined(first, ...others)) : reason,
  );
}

/** The encoder learns, then heads on it, as they are rounded in the bundle. */
async function full(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  folds: readonly (readonly number[])[],
  { seed, encoder, progress, checkpoint, guardTolerance = TOLERATED_POINTS }: TuneOptions,
): Promise<{ tuned: Tuned; result: FinetuneResult }> {
  const tolerance = guardTolerance / 100;
  const against = againstFull(loaded);
  if (against !== undefined)
    throw errors.badInput(say('a model whose encoder can learn, or --mode heads'), against);
  const guard = guardParts(readGuard(loaded.guard!, loaded.location));
  const taught = labelled.map((task, n) => ({ task, folds: folds[n] }));
  const training = encoderOptions(encoder);
  const how = { training, seed, tolerance, checkpoint, progress };
  const { network, resumed } = await learnEncoder(loaded, taught, guard.taught, how);
  const learner = await rounded(loaded, network);
  try {
    const lesson = { labelled, folds, random: new Random(seed), base: loaded };
    const result = await finish(finetune(learner, lesson), progress);
    const touched = labelled.map(({ known }) => known);
    const agreements = await finish(agreementsOf(loaded, learner, guard.measured, touched), progress);
    const refused = refusals(result.learnt, agreements, tolerance);
    // A task's figures were the former encoder's.
    const tasks = result.tasks.map((task, k) => {
      const { metrics: _, ...others } = task;
      return touched.includes(k) || k >= loaded.manifest.tasks.length ? task : others;
    });
    const network = result.network ?? learner.stored;
    const report = reportOf(result, agreements, 'full', say('full, as asked'), refused);
    return { tuned: { network, heads: result.heads, tasks, resumed, report }, result };
  } finally {
    learner.dispose();
  }
}

/** The model with another network, as a bundle holds it. Disposes the network that is handed in. */
async function rounded(loaded: LoadedModel, network: LayersModel): Promise<LoadedModel> {
  try {
    const { manifest, vocabulary, backend, location } = loaded;
    const bundle = await openBundle(await writeBundle(manifest, vocabulary, network, ''), location);
    return new LoadedModel(bundle, backend, location);
  } finally {
    network.dispose();
  }
}

/** With an encoder that stays as it is the other tasks answer as before, to the last bit. */
function ofHeads(loaded: LoadedModel, result: FinetuneResult, reason: Said): Tuned {
  const touched = new Set(result.learnt.map(({ task }) => task.known));
  const agreements = loaded.manifest.tasks.flatMap(({ id }, k) =>
    touched.has(k) ? [] : [{ id, texts: 0, metrics: UNCHANGED }],
  );
  const { network = loaded.stored, heads, tasks } = result;
  const report = reportOf(result, agreements, 'heads', reason, refusals(result.learnt, agreements, 0));
  return { network, heads, tasks, resumed: false, report };
}

function reportOf(
  { learnt }: FinetuneResult,
  agreements: readonly Agreement[],
  mode: FinetuneReport['mode'],
  reason: Said,
  refused: Said[],
): Tuned['report'] {
  const guard = agreements.map(({ id, metrics }) => [id, { before: UNCHANGED, after: metrics }]);
  return {
    ...{ mode, reason, refused, accepted: refused.length === 0 },
    tasks: figuresOf(learnt),
    guard: Object.fromEntries(guard),
  };
}

/** A network that is data has nothing to dispose. */
export function dispose(network: LayersModel | StoredNetwork | undefined): void {
  if (network !== undefined && 'dispose' in network) network.dispose();
}
