import assert from 'node:assert/strict';
import { openScorerIn } from '../../../src/engine/node/openScorerIn.ts';
import type { Scorer } from '../../../src/engine/scorer.ts';
import type { BackendChoice } from '../../../src/protocol/scores.ts';
import type { Segment } from '../../../src/text/segment.ts';
import { useBackend, wasmPath } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';
import { openToy } from './support.ts';

const segment = (text: string): Segment => ({
  start: 0,
  end: text.length,
  text,
  language: 'en',
  kinds: ['prose'],
});

const texts = [
  'I love this phone, but the microphone is terrible.',
  'The sound is wonderful and I love it.',
  'Good food!',
  'It crashes, it crashes again: nobody answers my parseFile question.',
  `${'The long story of a good day and a bad one. '.repeat(30)}`,
];

/** What the label's probability falls by is what it is for the text with the word's place blank. */
async function check(scorer: Scorer, text: string, task: string): Promise<void> {
  const explanation = await scorer.explain(segment(text), task);
  const [whole] = await scorer.score([segment(text)]);
  const { label, probabilities } = whole.scores[task];
  assert.equal(explanation?.label, label ?? undefined);
  if (explanation === undefined) return;
  assert.ok(explanation.words.length > 0);
  const best = Math.max(...probabilities);
  const shortened = explanation.words.map(({ start, end }) =>
    segment(text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)),
  );
  const scored = await scorer.score(shortened);
  explanation.words.forEach(({ word, start, end, drop }, n) => {
    assert.equal(word, text.slice(start, end));
    const left = scored[n].scores[task].probabilities[probabilities.indexOf(best)];
    assert.ok(Math.abs(best - left - drop) < 1e-5, `without ${word}: ${best - left}, found ${drop}`);
  });
}

describe('an explanation', () => {
  before(() => useBackend('cpu'));

  it('is what the shipped model says of each text without the word', async () => {
    const scorer = await openScorerIn('models/base', { backend: 'wasm', wasmPath, native: false });
    for (const text of texts.slice(0, -1))
      for (const { id } of scorer.model.tasks) await check(scorer, text, id);
    const loved = await scorer.explain(segment(texts[1]), 'sentiment');
    const strongest = loved?.words.toSorted((a, b) => b.drop - a.drop).map(({ word }) => word);
    assert.ok(['love', 'wonderful'].includes(strongest?.[0] ?? ''), strongest?.join());
    scorer.dispose();
  });

  for (const backend of ['wasm', 'cpu'] satisfies BackendChoice[]) {
    for (const preset of ['manylens', 'keras-multitask']) {
      it(`is the same on ${backend} as scoring each shortened text: ${preset}`, async () => {
        const tasks = [toyTask('sentiment', ['negative', 'positive']), toyTask('tone', ['a', 'b', 'c'])];
        const scorer = await openToy(await toyBundle(tasks, preset), 'toy', backend);
        // Shorter than the model's limit: a text that is cut has other words behind a removed one.
        for (const text of ['good food and bad food', 'please kindly, hey dude: a good day', '好吃 不好吃'])
          await check(scorer, text, 'tone');
        scorer.dispose();
      });
    }
  }

  it('is none where the task abstains, and of a text too long what is read', async () => {
    const scorer = await openToy(await toyBundle([toyTask('tone', ['a', 'b'], { threshold: 1 })]));
    assert.equal(await scorer.explain(segment('good food'), 'tone'), undefined);
    const { words = [] } =
      (await scorer.explain(segment(texts[4]), 'tone', { thresholds: { tone: 0 } })) ?? {};
    assert.ok(words.length > 100 && words.length <= 200, `${words.length} words`);
    await assert.rejects(scorer.explain(segment('good food'), 'mood'), /one of the tasks tone/);
    scorer.dispose();
  });

  it('hears a cancel', async () => {
    const scorer = await openToy(await toyBundle());
    const asked = scorer.explain(segment(texts[4]), 'sentiment', { signal: AbortSignal.abort() });
    await assert.rejects(asked, { code: 'cancelled' });
    scorer.dispose();
  });
});
