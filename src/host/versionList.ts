import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { errors, messageOf } from '../base/errors.ts';
import { ancestors } from './lineage.ts';
import { bundleFile } from './modelDescription.ts';
import { modelsPath } from './workspaceFolder.ts';

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

/** A bundle, by what its manifest says of it. */
export interface Version
  extends Pick<Manifest, 'name' | 'version' | 'tasks'>,
    Omit<Manifest['provenance'], 'at'> {
  /** Its folder. */
  location: string;
  /** SHA-256 of its manifest. */
  id: string;
  /** When it was tuned, else when it was written. */
  at: Date;
}

/** The versions of the workspace's folders, newest first, and folders that should be one and cannot be read. */
export interface VersionList {
  versions: Version[];
  broken: string[];
}

/** The folders of the models to tune from. */
interface Bases {
  configured: string | undefined;
  baseModel: string;
}

/** Looks into `.manylens/models` of each folder. In Restricted Mode there is none. */
export async function listVersions(): Promise<VersionList> {
  const list: VersionList = { versions: [], broken: [] };
  if (!vscode.workspace.isTrusted) return list;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    const models = vscode.Uri.joinPath(uri, ...modelsPath);
    for (const [name, type] of await vscode.workspace.fs.readDirectory(models).then(undefined, () => [])) {
      // A bundle that is being written lies beside its place under such a name.
      if ((type & vscode.FileType.Directory) === 0 || /\.(partial|former)-\d+$/.test(name)) continue;
      const location = vscode.Uri.joinPath(models, name).fsPath;
      await readVersion(location).then(
        version => list.versions.push(version),
        () => list.broken.push(location),
      );
    }
  }
  list.versions.sort((a, b) => b.at.getTime() - a.at.getTime() || b.name.localeCompare(a.name));
  return list;
}

/** Reads a bundle's manifest. Rejects with `bad-bundle` where there is none that says so much. */
export async function readVersion(location: string): Promise<Version> {
  try {
    const file = bundleFile(location, 'manifest.json');
    const bytes = await vscode.workspace.fs.readFile(file);
    const { mtime } = await vscode.workspace.fs.stat(file);
    const { provenance, ...said } = z.parse(manifest, JSON.parse(new TextDecoder().decode(bytes)));
    const { at, ...history } = provenance;
    const told = Date.parse(at ?? '');
    return {
      ...{ ...said, ...history, location, id: await sha256(bytes) },
      at: new Date(Number.isNaN(told) ? mtime : told),
    };
  } catch (error) {
    throw errors.badBundle(location, 'a manifest.json', messageOf(error).split('\n')[0]);
  }
}

/** What there is to tune from: the configured model, where there is one that can be read, and the shipped one. */
export async function readBases({ configured, baseModel }: Bases): Promise<Version[]> {
  const folders = new Set([configured, baseModel]);
  const bases = await Promise.allSettled(
    [...folders].flatMap(folder => (folder ? [readVersion(folder)] : [])),
  );
  return bases.flatMap(base => (base.status === 'fulfilled' ? [base.value] : []));
}

/** The folders of the versions before the one at `location`, nearest first; none where that cannot be told. */
export async function ancestorsOf(location: string): Promise<string[]> {
  const version = await readVersion(location).catch(() => undefined);
  if (version === undefined) return [];
  return ancestors(version, (await listVersions()).versions).map(before => before.location);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
