import { groupBy } from '../../base/groupBy.ts';
import { Random } from '../../base/random.ts';
import { resolveLabels } from '../../labels/labelFile.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { LabelRecord } from '../../protocol/worker.ts';
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

/**
 * Likely slips among labels, the surest of each task first. Tasks with a single label have none.
 * @param model a bundle's folder, whose encoder the heads stand on
 */
export async function slipsIn(
  records: readonly LabelRecord[],
  model: string,
  { backend, wasmPath, progress }: FinetuneOptions,
): Promise<FoundSlip[]> {
  const now = resolveLabels(records).filter(({ label }) => label !== null);
  const learnable = [...groupBy(now, ({ task }) => task).values()].filter(
    own => new Set(own.map(({ label }) => label)).size > 1,
  );
  if (learnable.length === 0) return [];
  const loaded = await openModel(model, { backend, wasmPath });
  try {
    const labelled = labelledTasks(learnable.flat(), loaded.manifest.tasks, true);
    const found = await finish(findSlips(loaded, labelled, new Random(1)), progress);
    return found.flatMap(({ task, slips }, n) =>
      slips.map(({ row, label, probability }) => ({
        record: learnable[n][row],
        label: task.labels[label],
        probability,
      })),
    );
  } finally {
    loaded.dispose();
  }
}
