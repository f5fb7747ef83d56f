import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { errors, wordsOf } from '../base/errors.ts';
import { say } from '../base/words.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import {
  type BundleContent,
  type BundleFiles,
  CARD,
  GUARD,
  HEAD_WEIGHTS,
  HEADS,
  MANIFEST,
  MODEL,
  readBundle,
  type StoredNetwork,
  sha256,
  VOCABULARY,
  WEIGHTS,
} from './bundleContent.ts';
import { float16Values, toFloat16 } from './float16.ts';
import { type LinearHead, weightsOf } from './linearHead.ts';
import type { Manifest } from './manifest.ts';
import { onGrid, quantize } from './uint8.ts';

/** A bundle in memory, with its network on the backend that runs. */
export interface Bundle extends BundleContent {
  network: LayersModel;
}

/** readBundle, and the network on the backend that runs. */
export async function openBundle(files: BundleFiles, location: string): Promise<Bundle> {
  return loadBundle(await readBundle(files, location), location);
}

/** A bundle that was read, with its network on the backend that runs. */
export async function loadBundle(content: BundleContent, location: string): Promise<Bundle> {
  try {
    return { ...content, network: await loadNetwork(content) };
  } catch (error) {
    throw errors.badBundle(location, say('a network that loads'), wordsOf(error));
  }
}

async function loadNetwork({ topology, weightsManifest, bytes }: BundleContent): Promise<LayersModel> {
  return await loadLayersModel({
    load: async () => ({
      modelTopology: topology as tf.io.ModelArtifacts['modelTopology'],
      weightSpecs: weightsManifest.flatMap(group => group.weights as tf.io.WeightsManifestEntry[]),
      weightData: bytes.slice().buffer as ArrayBuffer,
    }),
  });
}

/** What `writeBundle` adds to a manifest by itself. */
export type ManifestDraft = Omit<Manifest, 'formatVersion' | 'files'>;

/**
 * A bundle's files. Weights of two dimensions and more are rounded, to float16 or, large ones, to bytes: what loads is
 * what is evaluated, so published figures are the rounded weights' own. Weights that were read are written as they were.
 * @param network one that is stored already is written as it is
 * @param heads the linear ones, by their task's position
 * @param guard guard.jsonl
 */
export async function writeBundle(
  draft: ManifestDraft,
  vocabulary: Vocabulary,
  network: LayersModel | StoredNetwork,
  modelCard: string,
  heads: ReadonlyMap<number, LinearHead> = new Map(),
  guard?: Uint8Array,
): Promise<BundleFiles> {
  const { topology, weightsManifest, bytes } = 'bytes' in network ? network : await stored(network);
  const encode = (text: string) => new TextEncoder().encode(text);
  const files: BundleFiles = new Map([
    [
      MODEL,
      encode(
        JSON.stringify({
          format: 'layers-model',
          generatedBy: 'Manylens',
          convertedBy: null,
          modelTopology: topology,
          weightsManifest,
        }),
      ),
    ],
    [WEIGHTS, bytes],
    [VOCABULARY, encode(vocabulary.toString())],
    [CARD, encode(modelCard)],
  ]);
  if (guard !== undefined) files.set(GUARD, guard);
  if (heads.size > 0) {
    const { specs, bytes } = storeHeads(heads);
    files.set(
      HEADS,
      encode(JSON.stringify({ weightsManifest: [{ paths: [HEAD_WEIGHTS], weights: specs }] })),
    );
    files.set(HEAD_WEIGHTS, bytes);
  }
  const hashes: Record<string, string> = {};
  for (const [name, content] of files) hashes[name] = await sha256(content);
  const manifest: Manifest = { formatVersion: heads.size > 0 ? 2 : 1, ...draft, files: hashes };
  files.set(MANIFEST, encode(`${JSON.stringify(manifest, null, 2)}\n`));
  return files;
}

async function stored(network: LayersModel): Promise<StoredNetwork> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await network.save({
    save: async saved => {
      artifacts = saved;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    },
  });
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const { specs, bytes } = store(weightSpecs!, new Uint8Array(weightData as ArrayBuffer));
  const group = { paths: [WEIGHTS], weights: specs };
  return { topology: modelTopology, weightsManifest: [group], bytes };
}

function storeHeads(heads: ReadonlyMap<number, LinearHead>) {
  const weights = weightsOf(heads);
  const data = new Float32Array(weights.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  const specs = weights.map(({ name, shape, values }) => {
    data.set(values, at);
    at += values.length;
    return { name, shape, dtype: 'float32' as const };
  });
  return store(specs, new Uint8Array(data.buffer));
}

function store(specs: readonly tf.io.WeightsManifestEntry[], data: Uint8Array) {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const stored = specs.map(spec => {
    const size = spec.shape.reduce((product, n) => product * n, 1);
    const bytes = data.slice(offset, offset + 4 * size);
    offset += 4 * size;
    if (spec.dtype !== 'float32' || spec.shape.length < 2) {
      parts.push(bytes);
      return spec;
    }
    const { part, ...quantization } = rounded(new Float32Array(bytes.buffer));
    parts.push(part);
    return { ...spec, quantization: { ...quantization, original_dtype: 'float32' as const } };
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { specs: stored as tf.io.WeightsManifestEntry[], bytes };
}

/** Numbers from which on a weight is stored in bytes: the embedding of all but a toy, which is most of a bundle. */
const LARGE = 1_000_000;

function rounded(values: Float32Array) {
  const halves = toFloat16(values);
  const asHalves = { part: new Uint8Array(halves.buffer), dtype: 'float16' as const };
  if (values.length < LARGE) return asHalves;
  const exact = onGrid(values);
  // A bundle that has it in float16 was tuned: the tasks that were left alone answer as before.
  if (exact === undefined && halves.every((half, n) => float16Values[half] === values[n])) return asHalves;
  const { bytes, scale, min } = exact ?? quantize(values);
  return { part: bytes, dtype: 'uint8' as const, scale, min };
}
