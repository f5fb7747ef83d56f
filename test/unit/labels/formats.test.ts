/** Every format, from a file as its tool writes it: the schema is the one that the tool's documentation has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelReading } from '../../../src/protocol/labels.ts';
import { read } from './read.ts';

const lines = (...rows: object[]) => rows.map(row => `${JSON.stringify(row)}\n`).join('');
const tone: LabelReading = { task: 'tone' };

interface Expected {
  records: string[];
  /** Behind the file's name. */
  notes: string[];
  times?: (string | undefined)[];
}

describe('Label files of other tools', () => {
  function check(name: string, content: string | Buffer, reading: LabelReading, expected: Expected) {
    it(name, async () => {
      const { records, times, skipped, notes } = await read('file', content, reading);
      assert.deepEqual(skipped, []);
      assert.deepEqual(records, expected.records);
      assert.deepEqual(
        notes,
        expected.notes.map(note => `file: ${note}`),
      );
      if (expected.times) assert.deepEqual(times, expected.times);
    });
  }

  // doccano, "Export dataset", JSONL of a text classification project: `data` in versions before 1.5, then `text`.
  check(
    'doccano',
    lines(
      { id: 1, text: 'Yo!', label: ['casual'], Comments: [] },
      { id: 2, text: 'Dear all', label: [], Comments: [] },
      { id: 3, text: 'Hi', label: ['casual'], Comments: [] },
    ),
    tone,
    {
      records: ['Yo!|tone|casual', 'Hi|tone|casual'],
      notes: ['read as doccano', '1 texts without a label are left out'],
    },
  );
  check('doccano of before', lines({ id: 1, data: 'Yo!', label: ['casual'] }), tone, {
    records: ['Yo!|tone|casual'],
    notes: ['read as doccano'],
  });

  // Prodigy, "Annotation interfaces": `classification` and `choice`, as `db-out` writes them.
  const prodigy = { _input_hash: -1842734674, _task_hash: 636683182, _session_id: null };
  check(
    'Prodigy’s text classification',
    lines(
      { text: 'Yo!', label: 'casual', ...prodigy, answer: 'accept', _timestamp: 1735689600 },
      { text: 'Dear all', label: 'casual', ...prodigy, answer: 'reject', _timestamp: 1735689601 },
      { text: '???', label: 'casual', ...prodigy, answer: 'ignore', _timestamp: 1735689602 },
    ),
    tone,
    {
      records: ['Yo!|tone|casual'],
      notes: ['read as Prodigy', '1 rejected answers are left out', '1 ignored answers are left out'],
      times: ['2025-01-01T00:00:00.000Z'],
    },
  );
  const options = [
    { id: 'casual', text: 'Casual' },
    { id: 'formal', text: 'Formal' },
  ];
  check(
    'Prodigy’s choices',
    lines(
      {
        text: 'Yo!',
        options,
        ...prodigy,
        accept: ['casual'],
        answer: 'accept',
        config: { choice_style: 'single' },
      },
      { text: 'Hm', options, ...prodigy, accept: [], answer: 'accept' },
      { text: 'Oh', options, ...prodigy, answer: 'reject' },
    ),
    tone,
    {
      records: ['Yo!|tone|casual'],
      notes: ['read as Prodigy', '1 rejected answers are left out', '1 texts without a label are left out'],
    },
  );

  // Label Studio, "Export annotations": JSON, JSON-MIN and CSV.
  const choice = (from_name: string, ...choices: string[]) => ({
    ...{ id: 'x1', from_name, to_name: 'text', type: 'choices', origin: 'manual', value: { choices } },
  });
  const annotation = (was_cancelled: boolean, ...result: object[]) => ({
    ...{ id: 7, completed_by: 1, result, was_cancelled, ground_truth: false, lead_time: 3.2 },
    ...{ created_at: '2025-01-01T00:00:00.123456Z', updated_at: '2025-01-02T00:00:00.123456Z' },
  });
  const task = (text: string, ...annotations: object[]) => ({
    ...{ id: 1, annotations, drafts: [], predictions: [], data: { text }, meta: {} },
    ...{ created_at: '2025-01-01T00:00:00Z', updated_at: '2025-01-01T00:00:00Z', project: 1 },
  });
  const studio = JSON.stringify([
    task('Yo!', annotation(false, choice('tone', 'casual'))),
    task('Dear all', annotation(true, choice('tone', 'casual'))),
    task('Hm'),
  ]);
  const left = ['1 ignored answers are left out', '1 texts without a label are left out'];
  check(
    'Label Studio’s JSON, whose question is the task',
    studio,
    {},
    {
      records: ['Yo!|tone|casual'],
      notes: ['read as Label Studio', ...left],
      times: ['2025-01-02T00:00:00.123456Z'],
    },
  );
  check(
    'Label Studio’s JSON with a task of the user’s',
    studio,
    { task: 'voice' },
    {
      records: ['Yo!|voice|casual'],
      notes: ['read as Label Studio', ...left],
    },
  );
  const twoQuestions = JSON.stringify(
    [task('Yo!', annotation(false, choice('tone', 'casual'), choice('topic', 'greeting')))],
    undefined,
    2,
  );
  check(
    'Label Studio’s JSON with two questions',
    twoQuestions,
    {},
    {
      records: ['Yo!|tone|casual', 'Yo!|topic|greeting'],
      notes: ['read as Label Studio'],
    },
  );
  check(
    'Label Studio’s JSON, one of two questions',
    twoQuestions,
    { ...tone, labelColumn: 'topic' },
    {
      records: ['Yo!|tone|greeting'],
      notes: ['read as Label Studio'],
    },
  );
  const min = { id: 1, annotator: 1, annotation_id: 7, lead_time: 3.2, created_at: '2025-01-01T00:00:00Z' };
  check(
    'Label Studio’s JSON-MIN',
    JSON.stringify([
      { text: 'Yo!', ...min, tone: 'casual', updated_at: '2025-01-02T00:00:00Z' },
      { text: 'Dear all', ...min, tone: { choices: ['formal'] }, updated_at: '2025-01-02T00:00:00Z' },
      { text: 'Hm', ...min, updated_at: '2025-01-02T00:00:00Z' },
    ]),
    {},
    {
      records: ['Yo!|tone|casual', 'Dear all|tone|formal'],
      notes: ['read as Label Studio (JSON-MIN, CSV)', '1 texts without a label are left out'],
    },
  );
  check(
    'Label Studio’s CSV',
    'text,id,tone,annotator,annotation_id,created_at,updated_at,lead_time\n' +
      '"Yo, you!",1,casual,1,7,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,3.2\n',
    tone,
    { records: ['Yo, you!|tone|casual'], notes: ['read as Label Studio (JSON-MIN, CSV)'] },
  );

  // Argilla, `records.to_json` of version 2; `to_datasets` of it; FeedbackDataset and TextClassificationRecord of 1.
  check(
    'Argilla 2',
    JSON.stringify([
      {
        ...{ id: 'a', fields: { text: 'Yo!' }, metadata: {}, suggestions: {}, vectors: {} },
        ...{ responses: { tone: [{ value: 'casual', user_id: 'u' }] }, status: 'completed', _server_id: 's' },
      },
      { id: 'b', fields: { text: 'Hm' }, metadata: {}, suggestions: {}, responses: {}, vectors: {} },
    ]),
    {},
    { records: ['Yo!|tone|casual'], notes: ['read as Argilla', '1 texts without a label are left out'] },
  );
  check(
    'Argilla 2, flat',
    lines({
      ...{ id: 'a', text: 'Yo!', 'tone.responses': ['formal', 'casual'], 'tone.responses.users': ['u', 'v'] },
      ...{ 'tone.responses.status': ['draft', 'submitted'], 'tone.suggestion': 'formal' },
    }),
    {},
    { records: ['Yo!|tone|casual'], notes: ['read as Argilla'] },
  );
  check(
    'Argilla 1, feedback',
    lines({
      fields: { text: 'Yo!' },
      responses: [
        { user_id: 'u', values: { tone: { value: 'formal' } }, status: 'discarded' },
        { user_id: 'v', values: { tone: { value: 'casual' } }, status: 'submitted' },
      ],
    }),
    {},
    { records: ['Yo!|tone|casual'], notes: ['read as Argilla'] },
  );
  check(
    'Argilla 1, text classification',
    lines(
      {
        text: 'Yo!',
        inputs: { text: 'Yo!' },
        annotation: 'casual',
        annotation_agent: 'me',
        status: 'Validated',
      },
      { text: 'Hm', inputs: { text: 'Hm' }, annotation: null, annotation_agent: null, status: 'Default' },
      {
        text: 'Oh',
        inputs: { text: 'Oh' },
        annotation: 'casual',
        annotation_agent: 'me',
        status: 'Discarded',
      },
    ),
    tone,
    { records: ['Yo!|tone|casual'], notes: ['read as Argilla', ...left] },
  );

  // Hugging Face's `datasets`: `to_json`, `to_csv`, `to_parquet`; with label names as SetFit's data sets have them.
  check('Hugging Face’s JSON lines', lines({ text: 'Yo!', label: 'casual' }), tone, {
    records: ['Yo!|tone|casual'],
    notes: ['read as JSON lines'],
  });
  check(
    'Hugging Face’s numbers and their names',
    lines({ text: 'Yo!', label: 1, label_text: 'casual' }),
    tone,
    {
      records: ['Yo!|tone|casual'],
      notes: ['read as JSON lines'],
    },
  );
  for (const codec of ['snappy', 'gzip']) {
    // By hyparquet-writer: `text` as STRING, `label` as INT64 (-1: none), and the features under the key `huggingface`.
    const file = join(import.meta.dirname, `../../fixtures/labels/reviews-${codec}.parquet`);
    check(`Parquet (${codec}), whose numbers have names`, readFileSync(file), tone, {
      records: ['A fine film.|tone|pos', 'A dull one, “sadly”.|tone|neg', '好看|tone|pos'],
      notes: ['read as Parquet', '1 texts without a label are left out'],
    });
  }

  // fastText, "Text classification": one __label__x or more, then the text.
  check('fastText', '__label__casual Yo , you !\r\n\r\n__label__formal Dear  all\r\n', tone, {
    records: ['Yo , you !|tone|casual', 'Dear  all|tone|formal'],
    notes: ['read as fastText'],
  });
});
