/** Reads label files from disk, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { readAllLabels } from '../../../src/labels/node/readLabels.ts';
import type { LabelReading } from '../../../src/protocol/labels.ts';

/** What a file says: records as `text|task|label`; what was said of it, without its folder. */
export async function read(name: string, content: string | Buffer, reading?: LabelReading) {
  const folder = mkdtempSync(join(tmpdir(), 'manylens-labels-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    const all = await readAllLabels([file], reading);
    const said = (lines: readonly Parameters<typeof inEnglish>[0][]) =>
      lines.map(line => inEnglish(line).replaceAll(folder, '').slice(1));
    return {
      records: all.records.map(({ text, task, label }) => `${text}|${task}|${label}`),
      times: all.records.map(({ at }) => at),
      skipped: said(all.skipped),
      notes: said(all.notes),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
