/** Parquet's rows, a row group's at a time, as Hugging Face and pandas write them. */

import * as zlib from 'node:zlib';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import * as z from 'zod';
import type { Fields, Row } from '../rows.ts';

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
  let start = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end });
    const first = start + 1;
    yield rows.map((fields, i) => ({ line: first + i, fields: named(fields, names) }));
    start = end;
  }
}

/** A number that has no name is none of the labels: Hugging Face writes -1 where it is not known. */
function named(fields: Fields, names: ReadonlyMap<string, readonly string[]>): Fields {
  if (names.size === 0) return fields;
  const name = (column: string, value: unknown) => {
    const all = names.get(column);
    if (all === undefined) return value;
    return typeof value === 'bigint' || typeof value === 'number' ? (all[Number(value)] ?? null) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([column, value]) => [column, name(column, value)]));
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
