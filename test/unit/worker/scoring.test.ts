import assert from 'node:assert/strict';
import { codeOf } from '../../../src/base/errors.ts';
import type { AnalyzeRequest } from '../../../src/protocol/worker.ts';
import { OpenDocuments } from '../../../src/worker/node/openDocuments.ts';
import { base, insert, setUp } from './support.ts';

describe('the worker', () => {
  const request = (version: number, change: AnalyzeRequest['change'], known?: number): AnalyzeRequest => ({
    id: version,
    uri: 'file:///a.txt',
    languageId: 'plaintext',
    version,
    change,
    known,
  });

  it('drops the answer about a version that a newer one has replaced', async () => {
    const { client, scorings } = setUp();
    await client.load(base);
    const first = scorings[0].analyze(request(1, { text: 'Good food.' }));
    const second = scorings[0].analyze(request(2, { since: 1, edits: [insert(0, 'Bad. ')], length: 15 }));
    await assert.rejects(first, error => codeOf(error) === 'cancelled');
    assert.equal((await second)?.added.length, 2);
  });

  const edits = [insert(0, 'a')];
  const cases: [name: string, change: AnalyzeRequest['change'], known?: number][] = [
    ['another version', { since: 7, edits, length: 11 }],
    ['another length', { since: 1, edits, length: 12 }],
    ['a reply that it never gave', { since: 1, edits, length: 11 }, 7],
  ];
  for (const [name, change, known] of cases) {
    it(`has nothing to build on for ${name}`, async () => {
      const { client, scorings } = setUp();
      await client.load(base);
      await scorings[0].analyze(request(1, { text: 'Good food.' }));
      assert.equal(await scorings[0].analyze(request(2, change, known)), undefined);
    });
  }

  it('explains a segment of the version that it has, and no other', async () => {
    const { client, scorings } = setUp();
    await client.load(base);
    await scorings[0].analyze(request(1, { text: 'Bad day. Good food and good day.' }));
    const asked = {
      id: 9,
      uri: 'file:///a.txt',
      version: 1,
      segment: { start: 9, end: 32 },
      task: 'sentiment',
    };
    const explanation = await scorings[0].explain(asked);
    assert.deepEqual(
      explanation?.words.map(({ word }) => word),
      ['Good', 'food', 'and', 'good', 'day'],
    );
    for (const other of [{ version: 2 }, { uri: 'file:///b.txt' }, { segment: { start: 9, end: 31 } }])
      assert.equal(await scorings[0].explain({ ...asked, ...other }), undefined);
  });

  it('forgets the documents that were not used for longest', () => {
    const documents = new OpenDocuments(25);
    const open = (uri: string) => documents.update({ ...request(1, { text: '0123456789' }), uri });
    open('a');
    open('b');
    const again = documents.update({ ...request(1, { since: 1, edits: [], length: 10 }), uri: 'a' });
    open('c');
    assert.equal(documents.size, 2);
    assert.ok(again);
    assert.equal(
      documents.update({ ...request(1, { since: 1, edits: [], length: 10 }), uri: 'b' }),
      undefined,
    );
    documents.close('a');
    documents.close('c');
    assert.equal(documents.size, 0);
  });
});
