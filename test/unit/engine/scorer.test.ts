import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { TextKinds } from '../../../src/base/textKinds.ts';
import type { Scorer } from '../../../src/engine/scorer.ts';
import type { ManifestTask } from '../../../src/model/manifest.ts';
import type { AbstainReason } from '../../../src/protocol/scores.ts';
import type { Segment } from '../../../src/text/segment.ts';
import { distance, useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';
import { openToy } from './support.ts';

const segment = (text: string, language = 'en', kinds: TextKinds = ['prose']): Segment => ({
  start: 0,
  end: text.length,
  text,
  language,
  kinds,
});

async function scorerOf(...tasks: ManifestTask[]): Promise<Scorer> {
  await useBackend('cpu');
  return openToy(await toyBundle(tasks));
}

const sentiment = toyTask('sentiment', ['negative', 'positive']);
const tone = toyTask('tone', ['formal', 'neutral', 'casual'], { temperature: 2 });

interface AbstainCase {
  title: string;
  text: string;
  language?: string;
  kinds?: TextKinds;
  fields?: Partial<ManifestTask>;
  reason?: AbstainReason;
}

const abstainCases: AbstainCase[] = [
  { title: 'known words', text: 'good food' },
  { title: 'one word', text: 'food', reason: 'short' },
  { title: 'mostly unknown words', text: 'good жзйк жзйк жзйк', reason: 'unknown-words' },
  { title: 'numbers and marks alone', text: '12 34 !!', reason: 'short' },
  {
    title: 'another language',
    text: 'good food',
    language: 'de',
    fields: { languages: ['en'] },
    reason: 'language',
  },
  { title: 'a language unsure', text: 'good food', language: 'und', fields: { languages: ['en'] } },
  { title: 'a variant of its language', text: '好吃', language: 'zh-Hans', fields: { languages: ['zh'] } },
  {
    title: 'a best label below the threshold',
    text: 'good food',
    fields: { threshold: 1 },
    reason: 'unsure',
  },
  {
    title: 'a kind that it is not asked of',
    text: 'good food',
    fields: { scope: ['comment'] },
    reason: 'scope',
  },
  {
    title: 'one of the kinds that it is asked of',
    text: 'good food',
    fields: { scope: ['comment', 'prose'] },
  },
  {
    title: 'what is of several kinds, one of them its own',
    text: 'good food',
    kinds: ['prose', 'question'],
    fields: { scope: ['question'] },
  },
  { title: 'everything where no kind is named', text: 'good food', fields: { scope: [] } },
  {
    title: 'another kind before all else that holds',
    text: 'жзйк',
    language: 'de',
    fields: { scope: ['issue'], languages: ['en'], threshold: 1 },
    reason: 'scope',
  },
  {
    title: 'short texts before another language',
    text: 'жзйк',
    language: 'de',
    fields: { languages: ['en'], threshold: 1 },
    reason: 'short',
  },
  {
    title: 'another language before unknown words',
    text: 'жзйк жзйк',
    language: 'de',
    fields: { languages: ['en'], threshold: 1 },
    reason: 'language',
  },
];

describe('the scorer', () => {
  it('answers every task for every segment that is not empty, in order', async () => {
    const scorer = await scorerOf(sentiment, tone);
    const texts = ['good food', '', 'a bad day and bad food', '   ', 'hey dude'];
    const scored = await scorer.score(texts.map(text => segment(text)));
    assert.deepEqual(
      scored.map(({ end }) => end),
      texts.map(text => text.length),
    );
    scored.forEach(({ scores, tokens }, n) => {
      const empty = texts[n] === '';
      if (empty) assert.deepEqual({ scores, tokens }, { scores: {}, tokens: 0 });
      for (const { id, labels } of empty ? [] : scorer.model.tasks) {
        const { probabilities, label, abstained } = scores[id];
        assert.equal(probabilities.length, labels.length);
        assert.ok(Math.abs(probabilities.reduce((a, b) => a + b, 0) - 1) < 1e-9);
        if (!abstained) assert.equal(label, labels[probabilities.indexOf(Math.max(...probabilities))]);
      }
    });
    scorer.dispose();
  });

  it('gives a segment the same scores alone and among a thousand', async () => {
    const scorer = await scorerOf(sentiment, tone);
    const words = ['good', 'bad', 'food', 'day', 'please', 'dude'];
    const texts = Array.from({ length: 1000 }, (_, n) =>
      Array.from({ length: 1 + (n % 40) }, (_, w) => words[(n * 7 + w * 3) % words.length]).join(' '),
    );
    const together = await scorer.score(texts.map(text => segment(text)));
    for (const n of [0, 39, 500, 999]) {
      const [alone] = await scorer.score([segment(texts[n])]);
      for (const id of ['sentiment', 'tone']) {
        assert.ok(distance(alone.scores[id].probabilities, together[n].scores[id].probabilities) < 1e-6);
      }
    }
    scorer.dispose();
  });

  it('scores the tasks that are asked for, as it scores all', async () => {
    const scorer = await scorerOf(sentiment, tone);
    const [some] = await scorer.score([segment('good food')], { tasks: ['tone'] });
    const [all] = await scorer.score([segment('good food')]);
    assert.deepEqual(some.scores, { tone: all.scores.tone });
    await assert.rejects(
      scorer.score([], { tasks: ['mood'] }),
      /one of the tasks sentiment, tone, found "mood"/,
    );
    scorer.dispose();
  });

  it('takes thresholds of the caller in place of the tasks’ own, and of no task that is called constructor', async () => {
    const scorer = await scorerOf(sentiment, toyTask('constructor', ['good', 'bad']));
    const answers = async (thresholds: Record<string, number>) => {
      const [{ scores }] = await scorer.score([segment('good food')], { thresholds });
      return Object.entries(scores)
        .filter(([, { abstained }]) => !abstained)
        .map(([id]) => id);
    };
    assert.deepEqual(await answers({}), ['sentiment', 'constructor']);
    assert.deepEqual(await answers({ sentiment: 1 }), ['constructor']);
    assert.deepEqual(await answers({ constructor: 1 }), ['sentiment']);
    scorer.dispose();
  });

  it('hears a cancel between batches, and says how far it is', async () => {
    const scorer = await scorerOf(sentiment);
    const controller = new AbortController();
    const seen: number[] = [];
    const progress = (done: number, total: number) => {
      assert.equal(total, 500);
      seen.push(done);
      if (seen.length === 2) controller.abort();
    };
    const segments = Array.from({ length: 500 }, (_, n) => segment(`good food ${n}`));
    await assert.rejects(scorer.score(segments, { signal: controller.signal, progress }), {
      code: 'cancelled',
    });
    assert.equal(seen.length, 2);
    scorer.dispose();
  });

  it('reads a text once, however often and in whatever language it is said', async () => {
    const scorer = await scorerOf(sentiment, tone);
    const turns: number[] = [];
    const progress = (done: number) => turns.push(done);
    const said = ['good food', 'a bad day', 'good food'].map(text => segment(text));
    const first = await scorer.score(said, { progress });
    assert.deepEqual(turns, [3]);
    assert.deepEqual(await scorer.score(said, { progress }), first);
    assert.deepEqual(turns, [3]);
    const [{ scores }] = await scorer.score([segment('good food', 'de')], { tasks: ['tone'] });
    assert.deepEqual(scores, { tone: first[0].scores.tone });
    scorer.dispose();
  });

  it('gives each segment its vector, whatever stands beside it, and none to what says nothing', async () => {
    await useBackend('cpu');
    const scorer = await openToy(await toyBundle([sentiment], 'manylens', { sentenceSize: 6 }, 0.1));
    const texts = ['good food', '', 'a bad day and bad food', 'good food', ' '];
    const turns: number[] = [];
    const progress = (done: number, total: number) => turns.push(done / total);
    const vectors = await scorer.embed(
      texts.map(text => segment(text)),
      { progress },
    );
    assert.deepEqual(
      vectors.map(vector => vector.length),
      [6, 0, 6, 6, 0],
    );
    assert.deepEqual(vectors[3], vectors[0]);
    assert.equal(turns.at(-1), 1);
    for (const n of [0, 2]) {
      assert.ok(Math.abs(Math.hypot(...vectors[n]) - 1) < 1e-6);
      const [alone] = await scorer.embed([segment(texts[n])]);
      assert.ok(distance(alone, vectors[n]) < 1e-6);
    }
    scorer.dispose();
  });

  it('hears a cancel between batches of vectors, and says where a model has none', async () => {
    const scorer = await openToy(await toyBundle([sentiment], 'manylens', { sentenceSize: 6 }));
    const controller = new AbortController();
    const segments = Array.from({ length: 500 }, (_, n) => segment(`good food ${n}`));
    let turns = 0;
    const progress = () => {
      if (++turns === 2) controller.abort();
    };
    const { signal } = controller;
    await assert.rejects(scorer.embed(segments, { signal, progress }), { code: 'cancelled' });
    assert.equal(turns, 2);
    scorer.dispose();
    const without = await scorerOf(sentiment);
    await assert.rejects(without.embed([]), { code: 'no-sentence-vector' });
    without.dispose();
  });

  it('leaves no tensor after a thousand runs, nor itself', async () => {
    await useBackend('cpu');
    const before = tf.memory().numTensors;
    const files = await toyBundle([sentiment, tone], 'manylens', { sentenceSize: 6 });
    const scorer = await openToy(files, 'toy', 'cpu');
    const loaded = tf.memory().numTensors;
    for (let n = 0; n < 1000; n++)
      await scorer.score([segment(`good food ${n}`)], n % 2 ? { tasks: ['tone'] } : {});
    await scorer.embed([segment('good food')]);
    assert.equal(tf.memory().numTensors, loaded);
    scorer.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  for (const { title, text, language, kinds, fields, reason } of abstainCases) {
    it(`${reason ? `abstains (${reason}) on` : 'answers'} ${title}`, async () => {
      const scorer = await scorerOf(toyTask('sentiment', ['negative', 'positive'], fields));
      const [{ scores }] = await scorer.score([segment(text, language, kinds)]);
      assert.equal(scores.sentiment.reason, reason);
      assert.equal(scores.sentiment.abstained, reason !== undefined);
      assert.equal(scores.sentiment.label === null, reason !== undefined);
      assert.equal(scores.sentiment.probabilities.length, 2);
      scorer.dispose();
    });
  }

  it('reads a text once for all kinds, and asks each task of its own', async () => {
    const debt = toyTask('debt', ['none', 'debt'], { scope: ['comment'] });
    const scorer = await scorerOf(sentiment, debt);
    const turns: number[] = [];
    const progress = (done: number) => turns.push(done);
    const [prose, comment] = await scorer.score(
      [segment('good food'), segment('good food', 'en', ['comment', 'question'])],
      { progress },
    );
    assert.deepEqual(turns, [2]);
    assert.deepEqual(prose.scores.sentiment, comment.scores.sentiment);
    assert.deepEqual(prose.scores.debt.probabilities, comment.scores.debt.probabilities);
    assert.deepEqual([prose.scores.debt.reason, comment.scores.debt.reason], ['scope', undefined]);
    scorer.dispose();
  });

  it('says what its tasks are asked of, and nothing of those that are asked of everything', async () => {
    const scorer = await scorerOf(
      toyTask('debt', ['none', 'debt'], { scope: ['comment'] }),
      toyTask('tone', ['a', 'b'], { scope: [] }),
    );
    assert.deepEqual(
      scorer.model.tasks.map(({ scope }) => scope),
      [['comment'], undefined],
    );
    scorer.dispose();
  });

  it('explains what it answers alone', async () => {
    const scorer = await scorerOf(toyTask('debt', ['none', 'debt'], { scope: ['comment'] }));
    assert.equal(await scorer.explain(segment('good food'), 'debt'), undefined);
    assert.ok(await scorer.explain(segment('good food', 'en', ['comment']), 'debt'));
    scorer.dispose();
  });
});
