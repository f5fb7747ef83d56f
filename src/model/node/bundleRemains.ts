/** What is left of a bundle whose writer was killed: `NAME.partial-PROCESS`, `NAME.former-PROCESS`. */
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDead } from '../../base/node/processes.ts';
import { BUNDLE_FILES } from '../bundleContent.ts';

const remains = /^(.+)\.(partial|former)-\d+$/;

/**
 * Removes such folders in `parent`, whatever the bundle's name: the next one may be called otherwise. A former bundle
 * that had not been replaced yet is put back. What holds any other file is somebody else's.
 */
export async function clearRemains(parent: string): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names) {
    const [, bundle, what] = remains.exec(name) ?? [];
    if (bundle === undefined || !isDead(name)) continue;
    const place = path.join(parent, name);
    const files = await readdir(place).catch(() => undefined);
    if (files === undefined || files.some(file => !BUNDLE_FILES.has(file))) continue;
    const lost = what === 'former' && !names.includes(bundle);
    // Another process may be at the same.
    await (lost ? rename(place, path.join(parent, bundle)) : rm(place, { recursive: true })).catch(
      () => undefined,
    );
  }
}
