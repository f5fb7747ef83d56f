import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/base/words.ts';
import type { FinetuneRequest } from '../../../src/protocol/training.ts';
import { finetuneFiles } from '../../../src/training/node/finetuneFiles.ts';
import { casual, formal, line, options, toneLines, toyFolder } from './finetuneSupport.ts';

describe('fine-tuning on labels', () => {
  const { request, scores } = toyFolder();

  it('reports broken lines with their numbers, and learns from the others', async () => {
    const lines = [...toneLines.slice(0, 5), 'no json\n', ...toneLines.slice(5), '{"text":"x"}\n'];
    const asked = await request(lines);
    const { skipped, tasks } = await finetuneFiles(asked, options);
    assert.deepEqual(
      skipped.map(line => inEnglish(line).split(':')[1]),
      ['6', '22'],
    );
    assert.equal(tasks.tone.examples, 20);
  });

  it('a label taken back does not count', async () => {
    const asked = await request([...toneLines, line('tone', null)(casual[0])]);
    assert.equal((await finetuneFiles(asked, options)).tasks.tone.examples, 19);
  });

  it('measures nothing where a label of a new task has a single example, but measures a known task', async () => {
    const asked = await request([line('tone', 'formal')(formal[0]), line('tone', 'casual')(casual[0])]);
    const { tasks, accepted } = await finetuneFiles(asked, options);
    assert.deepEqual({ after: tasks.tone.after, accepted }, { after: null, accepted: true });
    const known = await request(formal.map((text, n) => line('topic', n ? 'day' : 'food')(text)));
    assert.ok((await finetuneFiles(known, options)).tasks.topic.after !== null);
  });

  it('measures the labels that have two examples, and says which are learnt unmeasured', async () => {
    const asked = await request([...toneLines, line('tone', 'neither')('a good day')]);
    const { tasks } = await finetuneFiles(asked, options);
    assert.deepEqual(tasks.tone.unmeasured, ['neither']);
    assert.ok(tasks.tone.after!.accuracy > 0.7);
    assert.equal((await scores(asked.out, 'a good day')).scored.scores.tone.probabilities.length, 3);
  });

  it('a new label of a known task makes a new head when it is allowed', async () => {
    const asked = await request(
      formal.map(line('topic', 'manners')).concat(casual.map(line('topic', 'food'))),
      { allowNewLabels: true },
    );
    await finetuneFiles(asked, options);
    const { tasks } = await scores(asked.out, 'good food');
    assert.deepEqual(tasks.find(task => task.id === 'topic')?.labels, ['food', 'day', 'manners']);
  });

  const refused: { title: string; lines: string[]; fields?: Partial<FinetuneRequest>; message: RegExp }[] = [
    {
      title: 'a new task of one label',
      lines: formal.map(line('tone', 'formal')),
      message: /at least two labels for the new task tone, found only "formal"/,
    },
    {
      title: 'a label that a known task lacks',
      lines: [line('topic', 'sport')('good day')],
      message: /one of the labels food, day for the task topic \(or --allow-new-labels\), found "sport"/,
    },
    { title: 'no label at all', lines: ['\n'], message: /at least one label, found none/ },
    {
      title: 'a broken line when strict',
      lines: [...toneLines, 'no json\n'],
      fields: { strict: true },
      message: /label files without broken lines, found .*:21/,
    },
    {
      title: 'to change the encoder of a model without a guard',
      lines: toneLines,
      fields: { mode: 'full' },
      message: /--mode heads, found the model has no guard\.jsonl/,
    },
    {
      title: 'a label file that is not there',
      lines: [],
      fields: { labels: ['/nowhere/labels.jsonl'] },
      message: /a readable label file \/nowhere/,
    },
  ];
  for (const { title, lines, fields, message } of refused) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(finetuneFiles(await request(lines, fields), options), message);
    });
  }
});
