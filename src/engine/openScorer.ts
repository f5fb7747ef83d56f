import { errors, messageOf, wordsOf } from '../base/errors.ts';
import { joined, type Said, say } from '../base/words.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Backend } from '../model/backends.ts';
import { type BundleContent, type BundleFiles, readBundle } from '../model/bundleContent.ts';
import { textEncoderOf } from '../model/textEncoder.ts';
import type { BackendChoice, Precision, PrecisionChoice } from '../protocol/scores.ts';
import { FusedNetwork, whyNotFused } from './fusedNetwork.ts';
import type { Network } from './network.ts';
import type { OpenModel } from './openModel.ts';
import { OwnReader, type TextReader } from './reader.ts';
import { Scorer } from './scorer.ts';

/** A network and what runs it. */
export interface StartedNetwork {
  network: Network;
  backend: Backend;
  /** Of the kernels, where they run it. */
  precision?: Precision;
}

/** What may run a network on this host. */
export interface Engines {
  /** An instance of its own for each network. Rejects where WebAssembly, its vectors or the files are missing. */
  kernels(): Promise<Kernels>;
  /** A reader beside `own`, which reads with the kernels; absent where one is enough. Owns `own`. */
  beside?(own: TextReader, model: OpenModel, precision: Precision): TextReader;
  /** TensorFlow.js: imported when it is asked for, and not before. */
  tensorflow(content: BundleContent, choice: BackendChoice): Promise<StartedNetwork>;
}

export interface ScorerOptions {
  backend: BackendChoice;
  /** What `auto` is to take, and why. */
  preferred?: Backend;
  /** `auto` when absent. */
  precision?: PrecisionChoice;
  /** Bytes of what was read of texts that are kept; the scorer's own bound when absent. */
  remember?: number;
}

/** @param location for messages, and for the model's description: where the files came from */
export async function openScorer(
  files: BundleFiles,
  location: string,
  options: ScorerOptions,
  engines: Engines,
): Promise<Scorer> {
  const content = await readBundle(files, location);
  const { manifest, vocabulary, heads } = content;
  const encoder = textEncoderOf(manifest.tokenizer.kind, vocabulary);
  const { precision, ...started } = await startNetwork(content, location, options, engines);
  const model = { manifest, encoder, heads, location, ...started };
  const own = new OwnReader(model);
  const reader = precision === undefined ? own : (engines.beside?.(own, model, precision) ?? own);
  return new Scorer(model, options.remember, reader);
}

/**
 * `wasm` is the fused kernels for what they read, and TensorFlow.js's WebAssembly backend for the rest; `auto` is the
 * same, and what TensorFlow.js finds where there is no WebAssembly. The other names are TensorFlow.js's backends.
 */
async function startNetwork(
  content: BundleContent,
  location: string,
  { backend: choice, preferred, precision }: ScorerOptions,
  engines: Engines,
): Promise<StartedNetwork> {
  const inFloats = (why: Said) => {
    if (precision === 'int8') throw errors.precisionUnavailable(precision, why);
  };
  if (choice !== 'auto' && choice !== 'wasm') {
    inFloats(say('the backend {0} computes in floats', choice));
    return engines.tensorflow(content, choice);
  }
  // It is the quicker one in floats: what was asked for by name it does not have.
  if (choice === 'auto' && preferred?.name === 'tensorflow' && precision !== 'int8')
    return { ...(await engines.tensorflow(content, 'tensorflow')), backend: preferred };
  let why: Said | undefined = whyNotFused(content.manifest.architecture);
  if (why === undefined) {
    const kernels = await engines.kernels().catch(messageOf);
    if (typeof kernels !== 'string') {
      const reason =
        choice === 'auto'
          ? (preferred?.reason ?? say('the fused WebAssembly kernels load here'))
          : say('chosen by name');
      const used = precisionOf(content, precision);
      const network = fused(kernels, content, location, used);
      const said = used === 'int8' ? joined(reason, say('recurrent weights of 8 bits')) : reason;
      return { network, backend: { name: 'wasm', reason: said }, precision: used };
    }
    why = say('the fused kernels do not load: {0}', kernels.split('\n')[0]);
    if (choice === 'wasm') throw errors.backendUnavailable(choice, why);
  }
  inFloats(why);
  const { network, backend } = await engines.tensorflow(content, choice);
  return { network, backend: { ...backend, reason: joined(backend.reason, why) } };
}

/** A bundle of which nobody measured what 8 bits cost is read in floats. */
function precisionOf({ manifest }: BundleContent, choice: PrecisionChoice = 'auto'): Precision {
  return choice === 'auto' ? (manifest.precision ?? 'float') : choice;
}

function fused(kernels: Kernels, content: BundleContent, location: string, precision: Precision): Network {
  try {
    return new FusedNetwork(kernels, content, precision);
  } catch (error) {
    throw errors.badBundle(location, say('a network that loads'), wordsOf(error));
  }
}
