import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/base/words.ts';
import { Scoring } from '../../../src/worker/node/scoring.ts';
import { openToy } from '../engine/support.ts';
import { toyBundle } from '../model/toyBundle.ts';
import { grammars } from '../text/grammars.ts';

describe('A label file, as the worker reads it', () => {
  it('says what it says now, of texts as segments have them', async () => {
    const open = async () => openToy(await toyBundle(), 'toy');
    const scoring = new Scoring(open, grammars, { progress: () => undefined });
    const file = [
      '{"text":"A good\\nday.","task":"tone","label":"calm"}',
      '{"text":"A good day.","task":"tone","label":"merry"}',
      '{"text":"Bad.","labels":{"tone":"sad","sentiment":"negative"}}',
      'not JSON',
      '{"text":"Bad.","task":"tone","label":null}',
    ].join('\n');
    const { labels, skipped } = await scoring.labels('labels.jsonl', file);
    assert.deepEqual(labels, [
      { text: 'A good day.', task: 'tone', label: 'merry' },
      { text: 'Bad.', task: 'sentiment', label: 'negative' },
    ]);
    assert.match(skipped.map(inEnglish).join(), /^labels\.jsonl:4: /);
  });
});
