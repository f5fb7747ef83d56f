/** Parquet's rows, a row group's at a time, as Hugging Face and pandas write them. */

import * as zlib from 'node:zlib';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import * as z from 'zod';
import type { Row } from '../rows.ts';

/** Rows that are in memory at once, at most. */
const MOST_ROWS = 20_000;

/** Snappy is hyparquet's own. Zstandard is in Node from 22.15 on; before that its file is refused in hyparquet's words. */
const compressors: Compressors = {
  GZIP: bytes => gunzipSync(bytes),
  BROTLI: bytes => brotliDecompressSync(bytes),
  ...('zstdDecompressSync' in zlib && { ZSTD: (bytes: Uint8Array) => zlib.zstdDecompressSync(bytes) }),
};

/** What Hugging Face's `datasets` keep of their features in a file's schema. */
const features = z.object({
  info: z.object({
    features: z.record(z.string(), z.object({ names: z.array(z.string()).optional() }).or(z.unknown())),
  }),
});

/** A row's line is its number, from 1. Labels that are numbers have their names where the file knows them. */
export async function* parquetRows(path: string): AsyncGenerator<Row[]> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const names = classNames(metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value);
  const count = Number(metadata.num_rows);
  for (let start = 0; start < count; start += MOST_ROWS) {
    const end = Math.min(count, start + MOST_ROWS);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end });
    yield rows.map((fields, i) => ({ line: start + i + 1, fields: named(fields, names) }));
  }
}

function named(fields: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, readonly string[]>) {
  if (names.size === 0) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([column, value]) => [column, names.get(column)?.[Number(value)] ?? value]),
  );
}

function classNames(json: string | undefined): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  if (json === undefined) return names;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return names;
  }
  const parsed = features.safeParse(value);
  for (const [column, feature] of Object.entries(parsed.data?.info.features ?? {})) {
    if (
      feature !== null &&
      typeof feature === 'object' &&
      'names' in feature &&
      Array.isArray(feature.names)
    ) {
      names.set(column, feature.names);
    }
  }
  return names;
}
