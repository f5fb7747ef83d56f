import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { errors, messageOf } from '../base/errors.ts';
import { TEXT_KINDS } from '../base/textKinds.ts';
import type { ModelInfo } from '../protocol/scores.ts';

/** What a bundle says of itself, whether or not it is loaded. */
export type ModelDescription = Pick<ModelInfo, 'name' | 'version' | 'languages' | 'tasks' | 'location'>;

const strings = z.array(z.string());

/** The part of a bundle's manifest that is shown. The worker, which loads the bundle, checks all of it. */
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  languages: strings,
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      labels: strings,
      languages: strings,
      scope: z.optional(z.array(z.enum(TEXT_KINDS))),
      metrics: z.optional(z.object({ accuracy: z.number(), macroF1: z.number() })),
    }),
  ),
});

/** A file of a bundle. */
export function bundleFile(location: string, name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(location), name);
}

export async function readDescription(location: string): Promise<ModelDescription> {
  return { ...(await readManifest(location, manifest)), location };
}

/** Reads a part of a bundle's manifest, and nothing else. Rejects with `bad-bundle` where there is none that says so much. */
export async function readManifest<T>(location: string, part: z.ZodMiniType<T>): Promise<T> {
  try {
    const bytes = await vscode.workspace.fs.readFile(bundleFile(location, 'manifest.json'));
    return z.parse(part, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw errors.badBundle(location, 'a manifest.json', messageOf(error).split('\n')[0]);
  }
}
