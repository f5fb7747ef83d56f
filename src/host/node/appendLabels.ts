import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppendLabels } from '../labeler.ts';

/** Appends lines in one write, after a line break where the file's last line has none: no former line is touched. */
export const appendLabels: AppendLabels = async (path, records) => {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const start = size === 0 || last[0] === 0x0a ? '' : '\n';
    await file.appendFile(start + records.map(record => `${JSON.stringify(record)}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
};
