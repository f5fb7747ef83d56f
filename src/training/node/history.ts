import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { MANIFEST, readManifest, sha256 } from '../../model/bundleContent.ts';
import type { Manifest } from '../../model/manifest.ts';
import { readBundleFiles } from '../../model/node/bundleFiles.ts';
import type { FinetuneRequest } from '../../protocol/training.ts';
import type { LabelledTask } from '../labelledTasks.ts';

type History = Pick<Manifest['provenance'], 'parent' | 'labels' | 'at'>;

/** What a tuned bundle's manifest says of where it stands among the others. Asked before training: label files change. */
export async function historyOf(
  { labels, parent, at }: FinetuneRequest,
  labelled: readonly LabelledTask[],
): Promise<History> {
  const counts = labelled.map(({ id, examples }) => [id, examples.length]);
  return {
    ...(parent && { parent: await parentAt(parent) }),
    labels: { sha256: await hashOf(labels), tasks: Object.fromEntries(counts) },
    ...(at && { at }),
  };
}

/** One that is gone or damaged is no reason not to learn. */
async function parentAt(location: string): Promise<History['parent']> {
  try {
    const files = await readBundleFiles(location);
    const { name } = readManifest(files, location);
    return { name, manifest: await sha256(files.get(MANIFEST)!) };
  } catch {
    return undefined;
  }
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) for await (const bytes of createReadStream(file)) hash.update(bytes);
  return hash.digest('hex');
}
