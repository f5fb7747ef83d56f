import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { besideOf, removeLeft } from '../../base/node/processes.ts';

/** Where a run stands, beside its tensors. */
export interface CheckpointState {
  /** What makes a run the same run: another experiment, seed or data starts anew. */
  signature: string;
  epoch: number;
  /** Steps of the epoch that are done. */
  step: number;
  best: { epoch: number; score: number } | null;
}

export type CheckpointTensors = Record<'weights' | 'best' | 'optimizer', tf.Tensor[]>;

/** One file: a line of JSON, then the tensors' bytes. Written beside and renamed, so that a cut write loses nothing. */
export async function saveCheckpoint(
  file: string,
  state: CheckpointState,
  tensors: CheckpointTensors,
): Promise<void> {
  const named = Object.entries(tensors).flatMap(([group, list]) =>
    list.map((tensor, n) => ({ name: `${group}/${n}`, tensor })),
  );
  const { data, specs } = await tf.io.encodeWeights(named);
  const header = Buffer.from(`${JSON.stringify({ state, specs })}\n`);
  const beside = besideOf(file, 'partial');
  try {
    await removeLeft(file, 'partial');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(beside, Buffer.concat([header, Buffer.from(data)]), { flush: true });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Null where there is no checkpoint of this run. The caller disposes the tensors. */
export async function loadCheckpoint(
  file: string,
  signature: string,
): Promise<{ state: CheckpointState; tensors: CheckpointTensors } | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return null;
  }
  const end = bytes.indexOf('\n');
  if (end < 0) return null;
  let header: { state: CheckpointState; specs: tf.io.WeightsManifestEntry[] };
  try {
    header = JSON.parse(bytes.subarray(0, end).toString());
  } catch {
    return null;
  }
  if (header.state.signature !== signature) return null;
  const data = new Uint8Array(bytes.subarray(end + 1)).buffer;
  const byName = tf.io.decodeWeights(data, header.specs);
  const tensors: CheckpointTensors = { weights: [], best: [], optimizer: [] };
  for (const { name } of header.specs) {
    tensors[name.split('/')[0] as keyof CheckpointTensors].push(byName[name]);
  }
  return { state: header.state, tensors };
}

export async function removeCheckpoint(file: string): Promise<void> {
  await removeLeft(file, 'partial');
  await rm(file, { force: true });
}
