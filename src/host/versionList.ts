import * as vscode from 'vscode';
import { errors, messageOf } from '../base/errors.ts';
import {
  ancestors,
  mayBeVersion,
  readVersions,
  type Version,
  type VersionList,
  versionFrom,
} from '../protocol/versions.ts';
import { bundleFile } from './modelDescription.ts';
import { modelsPath } from './workspaceFolder.ts';

/** The folders of the models to tune from. */
interface Bases {
  configured: string | undefined;
  baseModel: string;
}

/** Looks into `.manylens/models` of each folder. In Restricted Mode there is none. */
export async function listVersions(): Promise<VersionList> {
  const locations: string[] = [];
  if (vscode.workspace.isTrusted) {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme !== 'file') continue;
      const models = vscode.Uri.joinPath(uri, ...modelsPath);
      for (const [name, type] of await vscode.workspace.fs.readDirectory(models).then(undefined, () => [])) {
        if ((type & vscode.FileType.Directory) !== 0 && mayBeVersion(name))
          locations.push(vscode.Uri.joinPath(models, name).fsPath);
      }
    }
  }
  return readVersions(locations, readVersion);
}

/** Reads a bundle's manifest. Rejects with `bad-bundle` where there is none that says so much. */
export async function readVersion(location: string): Promise<Version> {
  try {
    const file = bundleFile(location, 'manifest.json');
    const bytes = new Uint8Array(await vscode.workspace.fs.readFile(file));
    const { mtime } = await vscode.workspace.fs.stat(file);
    return await versionFrom(location, bytes, new Date(mtime));
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
