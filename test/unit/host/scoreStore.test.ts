import assert from 'node:assert/strict';
import { ScoreStore } from '../../../src/host/scoreStore.ts';
import { model, score, segment } from './samples.ts';

describe('ScoreStore', () => {
  const results = {
    model,
    version: 1,
    segments: [segment(0, 5, score(0.1, 0.2, 0.7)), segment(6, 9, score(0.8, 0.1, 0.1))],
    partial: false,
    outdated: false,
  };

  function storeWithResults() {
    const store = new ScoreStore();
    store.set('file:///a', { results });
    const fired: string[] = [];
    store.onDidChange(uri => fired.push(uri));
    return { store, fired };
  }

  it('tells which document changed', () => {
    const { store, fired } = storeWithResults();
    store.set('file:///b', { busy: { done: 0, total: 0 } });
    store.delete('file:///a');
    store.delete('file:///unknown');
    assert.deepEqual(fired, ['file:///b', 'file:///a']);
  });

  it('moves results along with an edit, drops what was touched, and calls the rest outdated', () => {
    const { store } = storeWithResults();
    store.edit('file:///a', 2, [{ start: 1, removed: 1, inserted: 3 }]);
    const edited = store.get('file:///a')?.results;
    assert.deepEqual(
      edited?.segments.map(({ start, end }) => [start, end]),
      [[8, 11]],
    );
    assert.equal(edited?.version, 2);
    assert.equal(edited?.outdated, true);
  });

  it('forgets a problem once the document is edited', () => {
    const { store } = storeWithResults();
    store.set('file:///a', { problem: { kind: 'no-text' } });
    store.edit('file:///a', 2, [{ start: 0, removed: 0, inserted: 3 }]);
    assert.equal(store.get('file:///a'), undefined);
  });

  it('ignores edits of documents that it does not know, and changes of nothing', () => {
    const { store, fired } = storeWithResults();
    store.edit('file:///b', 2, [{ start: 0, removed: 0, inserted: 3 }]);
    store.edit('file:///a', 2, []);
    assert.deepEqual(fired, []);
  });
});
