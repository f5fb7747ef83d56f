/** How long a backend takes over a batch of a model. */
import { Random } from '../../base/random.ts';
import { openScorerIn } from '../../engine/node/openScorerIn.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { MeasureRequest } from '../../native/node/preference.ts';
import { kindSet } from '../../text/kinds.ts';
import type { EncodedTask } from '../../training/dataset.ts';
import { trainingOptions } from '../../training/options.ts';
import { Trainer } from '../../training/trainer.ts';

/** Of a batch: texts, and words of each. */
const ROWS = 32;
const WORDS = 24;
/** The first call sets up what later ones find: the best of some counts. */
const CALLS = 4;

/** Words that most vocabularies have. */
const SOME = 'the a this was is not very good bad film food day with and of it they had seen again'.split(
  ' ',
);

/** @returns milliseconds of the best of some batches */
export async function measure(request: MeasureRequest, wasmPath: string): Promise<number> {
  const random = new Random(1);
  const text = () => Array.from({ length: WORDS }, () => SOME[random.int(SOME.length)]).join(' ');
  const batch = () => Array.from({ length: ROWS }, text);
  const run =
    request.purpose === 'score' ? await scoring(request, wasmPath) : await training(request, wasmPath);
  let best = Number.POSITIVE_INFINITY;
  for (let call = 0; call < CALLS; call++) {
    // Other texts each time: what was read before is remembered.
    const texts = batch();
    const started = performance.now();
    await run(texts);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

type Run = (texts: string[]) => Promise<unknown>;

async function scoring({ backend, bundle }: MeasureRequest, wasmPath: string): Promise<Run> {
  const scorer = await openScorerIn(bundle, { backend, wasmPath, native: true });
  const about = { start: 0, language: 'en', kinds: kindSet('prose') };
  return texts => scorer.score(texts.map(text => ({ ...about, end: text.length, text })));
}

async function training({ backend, bundle }: MeasureRequest, wasmPath: string): Promise<Run> {
  const { manifest, encoder, network } = await openModel(bundle, { backend, wasmPath });
  const [{ id, labels }] = manifest.tasks;
  return async texts => {
    const train = texts.map((text, n) => ({
      ids: Int32Array.from(encoder.encode(text, manifest.tokenizer.maxLength).ids),
      label: n % labels.length,
    }));
    const task: EncodedTask = { id, labels, train, validation: [], test: [] };
    const trainer = new Trainer(network, [task], trainingOptions({ batchSize: ROWS }), 1);
    for (const _ of trainer.epoch(0));
    trainer.dispose();
  };
}
