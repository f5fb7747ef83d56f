import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import type { Resource } from './resource.ts';

/** How often a connection may break before the download is given up; what has come stays for the next time. */
const ATTEMPTS = 4;

export type BytesProgress = (done: number, total: number) => void;

/** Bytes of a download that was cut. */
export async function presentBytes(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** Fetches into `file`, from where an earlier call was cut. */
export async function download(
  resource: Resource,
  file: string,
  signal: AbortSignal,
  progress: BytesProgress,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const before = await presentBytes(file);
    try {
      return await fetchRest(resource, file, before, signal, progress);
    } catch (error) {
      signal.throwIfAborted();
      const stuck = (await presentBytes(file)) === before && attempt > 1;
      // What is no network error (a full disk, a refusal) will not get better.
      if (!(error instanceof TypeError) || stuck || attempt === ATTEMPTS) throw error;
    }
  }
}

async function fetchRest(
  { url, headers }: Resource,
  file: string,
  present: number,
  signal: AbortSignal,
  progress: BytesProgress,
): Promise<void> {
  const range = present > 0 ? { range: `bytes=${present}-` } : undefined;
  // An encoding would make of the range a range of something else.
  const reply = await fetch(url, {
    headers: { ...headers, ...range, 'accept-encoding': 'identity' },
    signal,
  });
  // Nothing is left to send: the file was whole.
  if (reply.status === 416) return;
  if (!reply.ok || reply.body === null)
    throw errors.badInput(`a file at ${url}`, `HTTP ${reply.status} ${reply.statusText}`.trim());
  const from = reply.status === 206 ? present : 0;
  const total = from + Number(reply.headers.get('content-length') ?? 0);
  const handle = await open(file, from > 0 ? 'a' : 'w');
  try {
    let done = from;
    for await (const chunk of reply.body) {
      await handle.writeFile(chunk);
      done += chunk.length;
      progress(done, total);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Refuses, and removes, a file whose SHA-256 is another one. */
export async function checkHash(file: string, sha256: string, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { signal })) hash.update(chunk);
  const found = hash.digest('hex');
  if (found === sha256) return;
  const size = await presentBytes(file);
  await rm(file, { force: true });
  throw errors.badInput(`a download with SHA-256 ${sha256}`, `${found} (${size} bytes)`, path.basename(file));
}

/** The size that a server tells before it sends; rejects where there is no such file. */
export async function sizeOf({ url, headers }: Resource, signal: AbortSignal): Promise<number> {
  try {
    const reply = await fetch(url, { method: 'HEAD', headers, signal });
    if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
    return Number(reply.headers.get('content-length') ?? 0);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new Error(`${new URL(url).host} cannot be reached (${messageOf(error)}${cause})`);
  }
}
