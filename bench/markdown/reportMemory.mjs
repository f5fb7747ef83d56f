// Loaded into a process that memory.ts measures: as it ends, it writes its peak resident memory in KiB to the file
// that MANYLENS_PEAK_MEMORY names.
import { writeFileSync } from 'node:fs';
import process from 'node:process';

process.on('exit', () =>
  writeFileSync(process.env.MANYLENS_PEAK_MEMORY, `${process.resourceUsage().maxRSS}`),
);
