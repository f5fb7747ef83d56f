import { join } from 'node:path';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { kindSet } from '../../src/text/kinds.ts';
import type { Open } from '../contest/contestant.ts';
import { wasmPath } from './backend.ts';

const text =
  'Scoring one sentence of five and twenty words has to be so quick that nobody who types it ever waits for the colour of its line.';

/** One sentence through the shipped model as the editor's worker runs it: tokens, the encoder, every head. */
const open: Open<unknown> = async () => {
  const base = join(import.meta.dirname, '../../models/base');
  const scorer = await openScorerIn(base, { backend: 'wasm', wasmPath, native: false, remember: 0 });
  const segment = { start: 0, end: text.length, text, language: 'en', kinds: kindSet('prose') };
  const score = () => scorer.score([segment]);
  return {
    async outputs() {
      const [{ scores }] = await score();
      return Float32Array.from(Object.values(scores).flatMap(({ probabilities }) => probabilities));
    },
    run: async () => void (await score()),
    note: () => `${scorer.tokens(text)} tokens, ${scorer.model.tasks.length} tasks`,
  };
};
export default open;
