import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { errors, messageOf } from '../base/errors.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { toFloat16 } from './float16.ts';
import { FORMAT_VERSION, type Manifest, manifestSchema } from './manifest.ts';

/** A bundle's files by name, wherever they were read from. */
export type BundleFiles = Map<string, Uint8Array>;

/** A bundle in memory: its files are what its manifest says, its network loads. */
export interface Bundle {
  manifest: Manifest;
  vocabulary: Vocabulary;
  network: LayersModel;
}

const MANIFEST = 'manifest.json';
const MODEL = 'model.json';
const WEIGHTS = 'weights.bin';
const VOCABULARY = 'vocabulary.txt';
const CARD = 'MODEL_CARD.md';

/** What a bundle's folder holds. */
export const BUNDLE_FILES: ReadonlySet<string> = new Set([MANIFEST, MODEL, WEIGHTS, VOCABULARY, CARD]);

/**
 * Checks every file against the manifest and loads the network on the backend that runs.
 * @param location for messages: where the files came from
 */
export async function openBundle(files: BundleFiles, location: string): Promise<Bundle> {
  const manifest = readManifest(files, location);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = files.get(name);
    if (bytes === undefined) throw errors.badBundle(location, `a file ${name}`, 'none');
    const found = await sha256(bytes);
    if (found !== expected) {
      throw errors.badBundle(
        location,
        `${name} with SHA-256 ${expected}`,
        `${found} (${bytes.length} bytes)`,
      );
    }
  }
  for (const name of [MODEL, WEIGHTS, VOCABULARY]) {
    if (!(name in manifest.files))
      throw errors.badBundle(location, `${name} in the manifest's files`, 'none');
  }
  const text = new TextDecoder();
  let network: LayersModel | undefined;
  try {
    network = await loadNetwork(text.decode(files.get(MODEL)), files.get(WEIGHTS)!);
    const vocabulary = Vocabulary.parse(text.decode(files.get(VOCABULARY)));
    checkShapes(network, manifest, vocabulary.size);
    return { manifest, vocabulary, network };
  } catch (error) {
    network?.dispose();
    throw errors.badBundle(location, 'a network that loads', messageOf(error));
  }
}

/** Every task has an output as wide as its labels, every word a row: what fits in number alone answers nonsense. */
function checkShapes(network: LayersModel, { tasks }: Manifest, words: number): void {
  if (network.outputs.length !== tasks.length) {
    throw new Error(`a network of ${network.outputs.length} outputs for ${tasks.length} tasks`);
  }
  tasks.forEach(({ id, labels }, k) => {
    const width = network.outputs[k].shape.at(-1);
    // One sigmoid unit stands for two labels.
    if (width !== labels.length && !(width === 1 && labels.length === 2)) {
      throw new Error(`an output of ${width} numbers for the ${labels.length} labels of ${id}`);
    }
  });
  const [rows] = network.getLayer('embedding').weights[0].shape;
  if (rows !== words) throw new Error(`an embedding of ${rows} rows for a vocabulary of ${words}`);
}

/** The manifest alone, checked: the names, the tasks and the labels without the weights. */
export function readManifest(files: BundleFiles, location: string): Manifest {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) throw errors.badBundle(location, `a bundle with a ${MANIFEST}`, 'none');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw errors.badBundle(location, `JSON in ${MANIFEST}`, messageOf(error));
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== FORMAT_VERSION) {
    throw errors.badBundle(location, `formatVersion ${FORMAT_VERSION}`, JSON.stringify(version) ?? 'none');
  }
  const [issue] = parsed.error.issues;
  throw errors.badBundle(location, `a valid ${issue.path.join('.') || MANIFEST}`, issue.message);
}

async function loadNetwork(json: string, weights: Uint8Array): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(json);
  return await loadLayersModel({
    load: async () => ({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(
        (group: { weights: tf.io.WeightsManifestEntry[] }) => group.weights,
      ),
      weightData: weights.slice().buffer,
    }),
  });
}

/** What `writeBundle` adds to a manifest by itself. */
export type ManifestDraft = Omit<Manifest, 'formatVersion' | 'files'>;

/**
 * A bundle's files. Weights of two dimensions and more are stored as float16, which halves the bundle:
 * what loads is what is evaluated, so published figures are the rounded weights' own.
 */
export async function writeBundle(
  draft: ManifestDraft,
  vocabulary: Vocabulary,
  network: LayersModel,
  modelCard: string,
): Promise<BundleFiles> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await network.save({
    save: async saved => {
      artifacts = saved;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    },
  });
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const { specs, bytes } = halve(weightSpecs!, new Uint8Array(weightData as ArrayBuffer));
  const encode = (text: string) => new TextEncoder().encode(text);
  const files: BundleFiles = new Map([
    [
      MODEL,
      encode(
        JSON.stringify({
          format: 'layers-model',
          generatedBy: 'Manylens',
          convertedBy: null,
          modelTopology,
          weightsManifest: [{ paths: [WEIGHTS], weights: specs }],
        }),
      ),
    ],
    [WEIGHTS, bytes],
    [VOCABULARY, encode(vocabulary.toString())],
    [CARD, encode(modelCard)],
  ]);
  const hashes: Record<string, string> = {};
  for (const [name, content] of files) hashes[name] = await sha256(content);
  const manifest: Manifest = { formatVersion: FORMAT_VERSION, ...draft, files: hashes };
  files.set(MANIFEST, encode(`${JSON.stringify(manifest, null, 2)}\n`));
  return files;
}

function halve(specs: tf.io.WeightsManifestEntry[], data: Uint8Array) {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const halved = specs.map(spec => {
    const size = spec.shape.reduce((product, n) => product * n, 1);
    const bytes = data.slice(offset, offset + 4 * size);
    offset += 4 * size;
    if (spec.dtype !== 'float32' || spec.shape.length < 2) {
      parts.push(bytes);
      return spec;
    }
    parts.push(new Uint8Array(toFloat16(new Float32Array(bytes.buffer)).buffer));
    return { ...spec, quantization: { dtype: 'float16' as const, original_dtype: 'float32' as const } };
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { specs: halved as tf.io.WeightsManifestEntry[], bytes };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
