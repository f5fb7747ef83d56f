import { groupBy } from '../../base/groupBy.ts';
import { Random } from '../../base/random.ts';
import { resolveLabels } from '../../labels/labelFile.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { LabelRecord } from '../../protocol/labels.ts';
import { labelledTasks } from '../labelledTasks.ts';
import { findSlips } from '../slips.ts';
import type { FinetuneOptions } from './finetuneFiles.ts';
import { finish } from './finish.ts';

/** A label that is likely a slip. */
export interface FoundSlip {
  record: LabelRecord;
  /** What heads say that learnt from the other labels, and how probable it is, from 0 to 1. */
  label: string;
  probability: number;
}

/** Of a task with more texts slips are not looked for: that takes minutes, and people look through fewer. */
const MOST_TEXTS = 2000;

export interface FoundSlips {
  /** The surest of each task first. */
  slips: FoundSlip[];
  /** Tasks that have too many texts to be looked at. */
  passedOver: { task: string; texts: number }[];
}

/**
 * Likely slips among labels. Tasks with a single label have none.
 * @param model a bundle's folder, whose encoder the heads stand on
 */
export async function slipsIn(
  records: readonly LabelRecord[],
  model: string,
  { backend, wasmPath, progress }: FinetuneOptions,
): Promise<FoundSlips> {
  const now = resolveLabels(records).filter(({ label }) => label !== null);
  const several = [...groupBy(now, ({ task }) => task).values()].filter(
    own => new Set(own.map(({ label }) => label)).size > 1,
  );
  const passedOver = several
    .filter(({ length }) => length > MOST_TEXTS)
    .map(([{ task }, ...others]) => ({ task, texts: 1 + others.length }));
  const learnable = several.filter(({ length }) => length <= MOST_TEXTS);
  if (learnable.length === 0) return { slips: [], passedOver };
  const loaded = await openModel(model, { backend, wasmPath });
  try {
    const labelled = labelledTasks(learnable.flat(), loaded.manifest.tasks, true);
    const found = await finish(findSlips(loaded, labelled, new Random(1)), progress);
    const slips = found.flatMap(({ task, slips }, n) =>
      slips.map(({ row, label, probability }) => ({
        record: learnable[n][row],
        label: task.labels[label],
        probability,
      })),
    );
    return { slips, passedOver };
  } finally {
    loaded.dispose();
  }
}
