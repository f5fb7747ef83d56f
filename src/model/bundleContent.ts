import { errors, messageOf, wordsOf } from '../base/errors.ts';
import { say } from '../base/words.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { headFrom, type LinearHead } from './linearHead.ts';
import { FORMAT_VERSIONS, type Manifest, manifestSchema } from './manifest.ts';
import { readWeights, type Weight } from './weights.ts';

/** A bundle's files by name, wherever they were read from. */
export type BundleFiles = Map<string, Uint8Array>;

export const MANIFEST = 'manifest.json';
export const MODEL = 'model.json';
export const WEIGHTS = 'weights.bin';
export const VOCABULARY = 'vocabulary.txt';
export const CARD = 'MODEL_CARD.md';
/** Linear heads, in the way of model.json and weights.bin; only where there are some. */
export const HEADS = 'heads.json';
export const HEAD_WEIGHTS = 'heads.bin';
/** What fine-tuning must not change the answers to (guard.ts); a bundle may have none. */
export const GUARD = 'guard.jsonl';

/** What a bundle's folder holds. */
export const BUNDLE_FILES: ReadonlySet<string> = new Set([
  MANIFEST,
  MODEL,
  WEIGHTS,
  VOCABULARY,
  CARD,
  HEADS,
  HEAD_WEIGHTS,
  GUARD,
]);

/** A network as a bundle stores it. */
export interface StoredNetwork {
  /** TensorFlow.js's LayersModel, as JSON. */
  topology: unknown;
  weightsManifest: { weights: unknown[] }[];
  /** weights.bin */
  bytes: Uint8Array;
}

/** A bundle in memory, checked against its manifest; its network is data still. */
export interface BundleContent extends StoredNetwork {
  manifest: Manifest;
  vocabulary: Vocabulary;
  weights: ReadonlyMap<string, Weight>;
  /** Linear heads, by their task's position. */
  heads: ReadonlyMap<number, LinearHead>;
  /** guard.jsonl, where the manifest names it. */
  guard?: Uint8Array;
}

/**
 * Checks every file against the manifest, and the shapes of the weights against its tasks and words.
 * @param location for messages: where the files came from
 */
export async function readBundle(files: BundleFiles, location: string): Promise<BundleContent> {
  const manifest = readManifest(files, location);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = files.get(name);
    if (bytes === undefined) throw errors.badBundle(location, say('a file {0}', name), say('none'));
    const found = await sha256(bytes);
    if (found !== expected) {
      throw errors.badBundle(
        location,
        say('{0} with SHA-256 {1}', name, expected),
        say('{0} ({1} bytes)', found, String(bytes.length)),
      );
    }
  }
  const linear = manifest.tasks.flatMap(({ head }, k) => (head === 'linear' ? [k] : []));
  for (const name of [MODEL, WEIGHTS, VOCABULARY, ...(linear.length > 0 ? [HEADS, HEAD_WEIGHTS] : [])]) {
    if (!(name in manifest.files))
      throw errors.badBundle(location, say("{0} in the manifest's files", name), say('none'));
  }
  const text = new TextDecoder();
  const bytes = files.get(WEIGHTS)!;
  try {
    const { modelTopology, weightsManifest } = JSON.parse(text.decode(files.get(MODEL)));
    const weights = readWeights(weightsManifest, bytes);
    const vocabulary = Vocabulary.parse(text.decode(files.get(VOCABULARY)));
    checkShapes(weights, manifest, vocabulary.size);
    const heads = readHeads(files, linear, manifest);
    const guard = GUARD in manifest.files ? files.get(GUARD) : undefined;
    return { manifest, vocabulary, topology: modelTopology, weightsManifest, weights, bytes, heads, guard };
  } catch (error) {
    throw errors.badBundle(location, say('a network that loads'), wordsOf(error));
  }
}

/** @param linear the positions of the tasks that have such a head */
function readHeads(
  files: BundleFiles,
  linear: readonly number[],
  { tasks, architecture, tokenizer }: Manifest,
): Map<number, LinearHead> {
  if (linear.length === 0) return new Map();
  const { weightsManifest } = JSON.parse(new TextDecoder().decode(files.get(HEADS)));
  const weights = readWeights(weightsManifest, files.get(HEAD_WEIGHTS)!);
  return new Map(
    linear.map(k => {
      const head = headFrom(weights, k, tokenizer.maxLength);
      const { id, labels } = tasks[k];
      if (head.labels !== labels.length)
        throw new Error(`an output of ${head.labels} numbers for the ${labels.length} labels of ${id}`);
      if (head.size !== architecture.sentenceSize)
        throw new Error(`sentence vectors of ${architecture.sentenceSize} numbers, ${id} reads ${head.size}`);
      return [k, head];
    }),
  );
}

/** Every task without a linear head has an output as wide as its labels, every word a row: what fits in number alone answers nonsense. */
function checkShapes(
  weights: ReadonlyMap<string, Weight>,
  { tasks, architecture }: Manifest,
  words: number,
): void {
  // Layers are named by position (network.ts).
  const outputs = [...weights.keys()].filter(name => /^task_\d+\/bias$/.test(name)).length;
  const needed = 1 + tasks.findLastIndex(({ head }) => head !== 'linear');
  if (outputs < needed || outputs > tasks.length)
    throw new Error(`a network of ${outputs} outputs for ${tasks.length} tasks`);
  tasks.forEach(({ id, labels, head }, k) => {
    if (head === 'linear') return;
    const width = weights.get(`task_${k}/bias`)?.shape[0];
    // One sigmoid unit stands for two labels.
    if (width !== labels.length && !(width === 1 && labels.length === 2)) {
      throw new Error(`an output of ${width} numbers for the ${labels.length} labels of ${id}`);
    }
  });
  const numbers = weights.get('sentence_dense/kernel')?.shape[1] ?? 0;
  if (numbers !== architecture.sentenceSize)
    throw new Error(
      `sentence vectors of ${numbers} numbers, in the manifest of ${architecture.sentenceSize}`,
    );
  const rows = weights.get('embedding/embeddings')?.shape[0];
  if (rows !== words) throw new Error(`an embedding of ${rows} rows for a vocabulary of ${words}`);
}

/** The manifest alone, checked: the names, the tasks and the labels without the weights. */
export function readManifest(files: BundleFiles, location: string): Manifest {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined)
    throw errors.badBundle(location, say('a bundle with a {0}', MANIFEST), say('none'));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw errors.badBundle(location, say('JSON in {0}', MANIFEST), messageOf(error));
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (!FORMAT_VERSIONS.some(known => known === version)) {
    throw errors.badBundle(
      location,
      `formatVersion ${FORMAT_VERSIONS.join(' or ')}`,
      JSON.stringify(version) ?? say('none'),
    );
  }
  const [issue] = parsed.error.issues;
  throw errors.badBundle(location, say('a valid {0}', issue.path.join('.') || MANIFEST), issue.message);
}

/**
 * A bundle with another file of a name, or one more, whose hash the manifest has.
 * @param location for messages: where the files came from
 */
export async function withFile(
  files: BundleFiles,
  name: string,
  bytes: Uint8Array,
  location: string,
): Promise<BundleFiles> {
  const manifest = readManifest(files, location);
  const hashed = { ...manifest, files: { ...manifest.files, [name]: await sha256(bytes) } };
  const written = new TextEncoder().encode(`${JSON.stringify(hashed, null, 2)}\n`);
  return new Map(files).set(name, bytes).set(MANIFEST, written);
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}
