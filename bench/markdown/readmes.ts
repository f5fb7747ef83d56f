import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../..');

/** Bytes of the Markdown cases; fewer to see whether they run. */
export const MEGABYTE = Number(process.env.MANYLENS_BENCH_BYTES ?? 1_000_000);

/**
 * English Markdown as people write it, with code, tables and links: the README.md of one package after another in the
 * order of package-lock.json, those that every platform installs. The lock file says their versions, so the text is the
 * same wherever it is made. (No file of such a size has to be committed, and none is generated: generated prose has no
 * markup to skip and few words.)
 * @param bytes the text's length: ASCII is all that is kept of it
 */
export function readmes(bytes: number): string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const packages = lock.packages as Record<string, { optional?: boolean; devOptional?: boolean }>;
  let text = '';
  for (const [path, { optional, devOptional }] of Object.entries(packages)) {
    const nested = path.split('node_modules/').length > 2;
    if (path === '' || optional || devOptional || nested) continue;
    const readme = readdirSync(join(root, path)).find(name => /^readme\.md$/i.test(name));
    if (readme === undefined) continue;
    text += `${readFileSync(join(root, path, readme), 'utf8').replace(/[^\n -~]/g, '')}\n\n`;
    if (text.length >= bytes) return text.slice(0, bytes);
  }
  throw new Error(`the packages' READMEs have ${text.length} bytes of ${bytes}`);
}
