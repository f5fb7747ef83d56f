/** Versions of a model, by what their manifests say: the same for the editor and the command line. */
import * as z from 'zod/mini';

const metrics = z.object({ accuracy: z.number(), macroF1: z.number() });
const named = { name: z.string(), version: z.string() };

/** The part of a bundle's manifest that tells versions apart. Bundles from before there were versions say less. */
const manifest = z.object({
  ...named,
  tasks: z.array(z.object({ id: z.string(), title: z.string(), metrics: z.optional(metrics) })),
  provenance: z.object({
    seed: z.number(),
    base: z.optional(z.object(named)),
    parent: z.optional(z.object({ name: z.string(), manifest: z.string() })),
    labels: z.optional(z.object({ sha256: z.string(), tasks: z.record(z.string(), z.number()) })),
    at: z.optional(z.string()),
  }),
});

type Manifest = z.output<typeof manifest>;
type Metrics = z.output<typeof metrics>;

/** A bundle, by what its manifest says of it. */
export interface Version
  extends Pick<Manifest, 'name' | 'version' | 'tasks'>,
    Omit<Manifest['provenance'], 'at'> {
  /** Its folder. */
  location: string;
  /** SHA-256 of its manifest, by which the next one names it. */
  id: string;
  /** When it was tuned, else when it was written. */
  at: Date;
}

/** The versions in some folders, newest first, and folders that should be one and cannot be read. */
export interface VersionList {
  versions: Version[];
  broken: string[];
}

/**
 * @param bytes its manifest.json
 * @param written when that was
 * @throws where it is no manifest that says so much
 */
export async function versionFrom(
  location: string,
  bytes: Uint8Array<ArrayBuffer>,
  written: Date,
): Promise<Version> {
  const { provenance, ...said } = z.parse(manifest, JSON.parse(new TextDecoder().decode(bytes)));
  const { at, ...history } = provenance;
  const told = new Date(at ?? Number.NaN);
  return {
    ...{ ...said, ...history, location, id: await sha256(bytes) },
    at: Number.isNaN(told.getTime()) ? written : told,
  };
}

/** Of the folders in one: a bundle that is being written lies beside its place. */
export const mayBeVersion = (name: string): boolean => !/\.(partial|former)-\d+$/.test(name);

/** Reads the folders that may be versions, each by `read`. */
export async function readVersions(
  locations: readonly string[],
  read: (location: string) => Promise<Version>,
): Promise<VersionList> {
  const list: VersionList = { versions: [], broken: [] };
  for (const location of locations) {
    await read(location).then(
      version => list.versions.push(version),
      () => list.broken.push(location),
    );
  }
  list.versions.sort((a, b) => b.at.getTime() - a.at.getTime() || b.name.localeCompare(a.name));
  return list;
}

/** The versions before one, nearest first, as far as they are among `all`. */
export function ancestors<T extends Pick<Version, 'id' | 'parent'>>(
  version: Pick<Version, 'parent'>,
  all: readonly T[],
): T[] {
  const byId = new Map(all.map(each => [each.id, each]));
  const found: T[] = [];
  for (let next = parentOf(version, byId); next !== undefined; next = parentOf(next, byId)) {
    found.push(next);
    // Whoever edits a manifest by hand might lead in a circle.
    byId.delete(next.id);
  }
  return found;
}

function parentOf<T>({ parent }: Pick<Version, 'parent'>, byId: ReadonlyMap<string, T>): T | undefined {
  return parent && byId.get(parent.manifest);
}

/** What each of two versions says of every task that either has. */
export function figuresOfBoth(
  before: Version,
  after: Version,
): { id: string; title: string; metrics: (Metrics | undefined)[] }[] {
  const titles = new Map([...before.tasks, ...after.tasks].map(({ id, title }) => [id, title]));
  return [...titles].map(([id, title]) => ({
    ...{ id, title },
    metrics: [before, after].map(({ tasks }) => tasks.find(task => task.id === id)?.metrics),
  }));
}

/** The labels that a version learnt from: how many of each task. */
export const labelCounts = ({ labels }: Version): string =>
  Object.entries(labels?.tasks ?? {})
    .map(([task, count]) => `${task}: ${count}`)
    .join(', ');

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
