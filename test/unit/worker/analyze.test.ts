import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DocumentSync } from '../../../src/host/documentSync.ts';
import type { ScoringClient } from '../../../src/host/scoringClient.ts';
import type { ScoredText, TextEdit } from '../../../src/protocol/worker.ts';
import { distance } from '../model/support.ts';
import { toyTask } from '../model/toyBundle.ts';
import { base, insert, setUp } from './support.ts';

/** A document as VS Code has it, and what is done with it. */
class Edited {
  readonly sync = new DocumentSync();
  version = 1;
  text: string;
  /** How often the whole text was sent. */
  sent = 0;
  readonly #client: ScoringClient;

  constructor(client: ScoringClient, text: string) {
    this.#client = client;
    this.text = text;
  }

  edit(...edits: TextEdit[]): void {
    for (const { start, removed, text } of edits)
      this.text = this.text.slice(0, start) + text + this.text.slice(start + removed);
    this.version++;
    this.sync.edited(edits);
  }

  analyze(signal = new AbortController().signal, progress = (_done: number) => {}, model = base) {
    const document = {
      uri: 'file:///a.md',
      languageId: 'markdown',
      version: this.version,
      length: this.text.length,
      text: () => {
        this.sent++;
        return this.text;
      },
    };
    return this.sync.analyze(this.#client, model, document, {}, signal, progress);
  }
}

const place = ({ start, end, text, language, tokens }: ScoredText) => ({
  start,
  end,
  text,
  language,
  tokens,
});
const sentences = (count: number) =>
  Array.from({ length: count }, (_, i) => `Good day number ${i}.\n\n`).join('');

describe('the analysis of an open document', () => {
  it('has the segments and scores of its text, whatever the edits', async () => {
    const parts = fc.constantFrom(
      'Good food. ',
      'Bad day. ',
      '好吃。',
      '\n\n',
      '\n',
      '```\n',
      '- ',
      '[a]: b\n',
      '<!-- manylens-disable -->\n\n',
      '<!-- manylens-enable -->\n\n',
      '<!-- manylens-disable-next-line -->\n',
      'x',
    );
    const edits = fc.array(fc.record({ at: fc.nat(), removed: fc.nat(12), text: parts }), { maxLength: 3 });
    const { client } = setUp();
    await fc.assert(
      fc.asyncProperty(
        fc.array(parts, { maxLength: 30 }),
        fc.array(edits, { maxLength: 4 }),
        async (text, rounds) => {
          const document = new Edited(client, text.join(''));
          for (const round of [[], ...rounds]) {
            for (const { at, removed, text: inserted } of round) {
              const start = at % (document.text.length + 1);
              document.edit({
                start,
                removed: Math.min(removed, document.text.length - start),
                text: inserted,
              });
            }
            const { segments, version } = await document.analyze();
            const request = { text: document.text, languageId: 'markdown' };
            const whole = await client.score(base, request, new AbortController().signal, () => undefined);
            assert.deepEqual(segments.map(place), whole.segments.map(place));
            segments.forEach(({ scores }, i) => {
              const expected = whole.segments[i].scores.sentiment.probabilities;
              assert.ok(distance(scores.sentiment.probabilities, expected) < 1e-5);
            });
            assert.equal(version, document.version);
          }
          assert.equal(document.sent, 1);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 50) },
    );
  });

  it('knows each segment by the text that it has a label with', async () => {
    const { client } = setUp();
    const document = new Edited(client, 'A *good*\nday. A `x` bad one.\n');
    const { segments } = await document.analyze();
    const spans = await client.segments({ text: document.text, languageId: 'markdown' });
    assert.deepEqual(
      segments.map(({ start, end, text }) => ({ start, end, text })),
      spans,
    );
    assert.equal(segments[0].text, 'A good day.');
  });

  async function check(name: string, edit: TextEdit[], scored: number) {
    it(name, async () => {
      const { client } = setUp();
      const document = new Edited(client, sentences(50));
      assert.equal((await document.analyze()).scored, 50);
      document.edit(...edit);
      assert.equal((await document.analyze()).scored, scored);
      assert.equal(document.sent, 1);
    });
  }

  check('scores the sentence that was edited', [insert(3, 'x')], 1);
  check('scores what was added', [insert(0, 'A bad day. A good one.\n\n')], 2);
  check('scores nothing where no sentence changed', [insert(0, '\n\n')], 0);
  check('scores what several cursors edited', [insert(sentences(30).length, 'x'), insert(0, 'y')], 2);

  it('scores a sentence again that has become of another kind', async () => {
    const debt = toyTask('debt', ['none', 'debt'], { scope: ['heading'] });
    const { client } = setUp([debt]);
    const edited = new Edited(client, 'Good food.\n\nA good day.\n');
    const reasons = async () =>
      (await edited.analyze()).segments.map(({ text, scores }) => [text, scores.debt.reason]);
    assert.deepEqual(await reasons(), [
      ['Good food.', 'scope'],
      ['A good day.', 'scope'],
    ]);
    edited.edit({ start: 11, removed: 0, text: '===\n' });
    assert.deepEqual(await reasons(), [
      ['Good food.', undefined],
      ['A good day.', 'scope'],
    ]);
  });

  it('leaves out what a comment takes out, and has it back without scoring it again', async () => {
    const { client } = setUp();
    const document = new Edited(client, 'A good day.\n\nA bad one.\n');
    const texts = async () => {
      const { segments, scored } = await document.analyze();
      return [...segments.map(({ start, end }) => document.text.slice(start, end)), scored];
    };
    assert.deepEqual(await texts(), ['A good day.', 'A bad one.', 2]);
    const comment = '<!-- manylens-disable-next-line -->\n';
    document.edit(insert('A good day.\n\n'.length, comment));
    assert.deepEqual(await texts(), ['A good day.', 0]);
    document.edit({ start: 'A good day.\n\n'.length, removed: comment.length, text: '' });
    assert.deepEqual(await texts(), ['A good day.', 'A bad one.', 0]);
  });

  it('keeps what was scored before a cancel', async () => {
    const { client } = setUp();
    const document = new Edited(client, sentences(2000));
    const abort = new AbortController();
    const analysis = document.analyze(abort.signal, done => done > 1200 && abort.abort());
    await assert.rejects(analysis, { code: 'cancelled' });
    document.edit(insert(0, 'A new one. '));
    const { scored, segments } = await document.analyze();
    assert.equal(segments.length, 2001);
    assert.ok(scored > 1 && scored < 1000, String(scored));
    assert.equal(document.sent, 1);
  });

  it('sends nothing that was cancelled before, and later all of it', async () => {
    const { client } = setUp();
    const document = new Edited(client, 'Good food.');
    await document.analyze();
    document.edit(insert(0, 'Bad day. '));
    await assert.rejects(document.analyze(AbortSignal.abort()), { code: 'cancelled' });
    document.edit(insert(0, 'A dude. '));
    assert.equal((await document.analyze()).segments.length, 3);
    assert.equal(document.sent, 1);
  });

  it('sends the text again to a new worker', async () => {
    const { client, scorings } = setUp();
    const document = new Edited(client, sentences(5));
    await document.analyze();
    client.stop();
    document.edit(insert(0, 'Bad day. '));
    assert.equal((await document.analyze()).segments.length, 6);
    assert.deepEqual([document.sent, scorings.length], [2, 2]);
  });

  it('sends the text again where the worker has forgotten it', async () => {
    const { client } = setUp();
    const document = new Edited(client, sentences(5));
    await document.analyze();
    client.close('file:///a.md');
    assert.equal((await document.analyze()).segments.length, 5);
    assert.equal(document.sent, 2);
  });

  it('sends the text rather than more edits than anybody types', async () => {
    const { client } = setUp();
    const document = new Edited(client, '');
    await document.analyze();
    for (let i = 0; i < 2000; i++) document.edit(insert(0, 'Good. '));
    assert.equal((await document.analyze()).segments.length, 2000);
    assert.equal(document.sent, 2);
  });

  it('scores everything anew with another model', async () => {
    const { client } = setUp();
    const document = new Edited(client, sentences(5));
    await document.analyze();
    const other = { ...base, location: 'other' };
    const { scored, model } = await document.analyze(undefined, undefined, other);
    assert.deepEqual([scored, model.location], [5, 'other']);
  });
});
