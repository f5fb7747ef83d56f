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

/** Reads a bundle's manifest, and nothing else of it. Rejects with `bad-bundle` where there is none that says so much. */
export async function readDescription(location: string): Promise<ModelDescription> {
  try {
    const bytes = await vscode.workspace.fs.readFile(bundleFile(location, 'manifest.json'));
    const { name, version, languages, tasks } = z.parse(
      manifest,
      JSON.parse(new TextDecoder().decode(bytes)),
    );
    return { name, version, languages, tasks, location };
  } catch (error) {
    throw errors.badBundle(location, 'a manifest.json', messageOf(error).split('\n')[0]);
  }
}
