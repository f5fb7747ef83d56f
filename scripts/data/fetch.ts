/** Brings a source's files into the raw folder, each checked by its SHA-256. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceFile } from './sources.ts';

const ATTEMPTS = 4;
const TIMEOUT_MS = 120_000;

export interface FetchOptions {
  /** The folder that the files are brought to. */
  raw: string;
  /** A folder of the same layout to copy from; the upstream URLs when absent. */
  mirror?: string;
  /** Before the second attempt; doubled before each further one. */
  retryMs: number;
}

/** @returns false where the file was there already. */
export async function fetchFile(file: SourceFile, { raw, mirror, retryMs }: FetchOptions): Promise<boolean> {
  const target = join(raw, file.path);
  if (existsSync(target) && sha256(readFileSync(target)) === file.sha256) return false;
  const bytes = mirror === undefined ? await download(file, retryMs) : readMirror(file, mirror);
  const beside = `${target}.${process.pid}.part`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(beside, bytes, { flush: true });
    renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
  return true;
}

function readMirror(file: SourceFile, mirror: string): Uint8Array {
  const path = join(mirror, file.path);
  if (!existsSync(path)) throw new Error(`${path}: expected a file of ${file.bytes} bytes, found none.`);
  return checked(readFileSync(path), file, path);
}

async function download(file: SourceFile, retryMs: number): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(file.url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok)
        throw new Error(`${file.path}: expected ${file.url} to answer 200, found ${response.status}.`);
      return checked(new Uint8Array(await response.arrayBuffer()), file, file.url);
    } catch (error) {
      if (attempt === ATTEMPTS) throw withCause(error, file);
      await sleep(retryMs * 2 ** (attempt - 1));
    }
  }
}

/** What `fetch` throws says only "fetch failed": name the file and the reason. */
function withCause(error: unknown, file: SourceFile): unknown {
  if (!(error instanceof TypeError || error instanceof DOMException)) return error;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new Error(`${file.path}: expected ${file.bytes} bytes from ${file.url}, found: ${reason}.`, {
    cause: error,
  });
}

function checked(bytes: Uint8Array, file: SourceFile, where: string): Uint8Array {
  const found = sha256(bytes);
  if (found === file.sha256) return bytes;
  throw new Error(
    `${file.path}: expected SHA-256 ${file.sha256}, found ${found} (${bytes.length} bytes) at ${where}.`,
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
