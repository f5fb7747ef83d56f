import assert from 'node:assert/strict';
import { labelsByText, noLabels } from '../../../src/host/overlay.ts';
import { ScoreStore, type StoreChange } from '../../../src/host/scoreStore.ts';
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
    const fired: StoreChange[] = [];
    store.onDidChange(change => fired.push(change));
    return { store, fired };
  }

  const insertion = { start: 1, removed: 1, inserted: 3 };

  it('tells which document changed, and that all of its segments did', () => {
    const { store, fired } = storeWithResults();
    store.set('file:///b', { busy: { done: 0, total: 0 } });
    store.delete('file:///a');
    store.delete('file:///unknown');
    assert.deepEqual(fired, [
      { uri: 'file:///b', segments: 'none' },
      { uri: 'file:///a', segments: 'all' },
    ]);
  });

  it('tells which segments changed', () => {
    const { store, fired } = storeWithResults();
    const [first, last] = results.segments;
    const change = (segments: typeof results.segments, from = model) => {
      store.set('file:///a', { results: { ...results, model: from, segments } });
      return fired.at(-1)?.segments;
    };
    const between = segment(5, 6, score(0.1, 0.8, 0.1));
    assert.deepEqual(change([first, between, last]), { from: 1, removed: 0, added: 1 });
    assert.deepEqual(change([{ ...first }, last], { ...model }), { from: 1, removed: 1, added: 0 });
    assert.equal(change([first, last], { ...model, location: '/models/other' }), 'all');
    store.set('file:///a', { ...store.get('file:///a'), busy: { done: 0, total: 0 } });
    assert.equal(fired.at(-1)?.segments, 'none');
  });

  it('puts the user’s labels in place of guesses, and takes them away again, without new scores', () => {
    let labels = noLabels;
    const store = new ScoreStore(uri => (uri === 'file:///a' ? labels : noLabels));
    const fired: StoreChange[] = [];
    for (const uri of ['file:///a', 'file:///b']) store.set(uri, { results });
    store.onDidChange(change => fired.push(change));
    const shown = () =>
      ['file:///a', 'file:///b'].map(uri =>
        store.get(uri)?.results?.segments.map(({ scores }) => scores.sentiment.label),
      );
    labels = labelsByText([{ text: 'text 6', task: 'sentiment', label: 'neutral' }]);
    store.relabel();
    assert.deepEqual(shown(), [
      ['positive', 'neutral'],
      ['positive', 'negative'],
    ]);
    const change = { uri: 'file:///a', segments: { from: 1, removed: 1, added: 1 } };
    assert.deepEqual(fired, [change]);
    // The next analysis brings the same scores: nothing is to be drawn.
    store.set('file:///a', { results: { ...results, segments: [...results.segments] } });
    assert.deepEqual(fired.at(-1)?.segments, { from: 2, removed: 0, added: 0 });
    labels = noLabels;
    store.relabel();
    assert.deepEqual(shown(), [
      ['positive', 'negative'],
      ['positive', 'negative'],
    ]);
    assert.equal(store.get('file:///a')?.results?.segments[1].scores, results.segments[1].scores);
    assert.deepEqual(fired.at(-1), change);
    store.relabel();
    assert.equal(fired.length, 3);
  });

  it('moves results along with an edit, drops what was touched, and calls the rest outdated', () => {
    const { store, fired } = storeWithResults();
    store.edit('file:///a', 2, [insertion], false);
    const edited = store.get('file:///a')?.results;
    assert.deepEqual(
      edited?.segments.map(({ start, end }) => [start, end]),
      [[8, 11]],
    );
    assert.equal(edited?.version, 2);
    assert.equal(edited?.outdated, true);
    assert.deepEqual(fired, [
      { uri: 'file:///a', segments: { from: 0, removed: 1, added: 0 }, edits: [insertion] },
    ]);
  });

  it('keeps what was touched until the new scores that follow', () => {
    const { store, fired } = storeWithResults();
    const [first, last] = results.segments;
    store.edit('file:///a', 2, [insertion], true);
    const edited = store.get('file:///a')?.results;
    assert.deepEqual(edited?.segments, [
      { ...first, end: 7, edited: true },
      { ...last, start: 8, end: 11 },
    ]);
    assert.equal(edited?.outdated, false);
    store.edit('file:///a', 3, [{ start: 7, removed: 0, inserted: 1 }], true);
    assert.deepEqual(
      fired.map(({ segments }) => segments),
      [
        { from: 0, removed: 1, added: 1 },
        { from: 2, removed: 0, added: 0 },
      ],
    );
  });

  it('forgets a problem once the document is edited, unless new scores follow', () => {
    const { store } = storeWithResults();
    const problem = { kind: 'no-text' } as const;
    store.set('file:///a', { problem });
    store.edit('file:///a', 2, [insertion], true);
    assert.deepEqual(store.get('file:///a'), { problem });
    store.edit('file:///a', 3, [insertion], false);
    assert.equal(store.get('file:///a'), undefined);
  });

  it('goes on saying that a document is long', () => {
    const { store, fired } = storeWithResults();
    const problem = { kind: 'long' } as const;
    store.set('file:///b', { problem });
    store.edit('file:///b', 2, [insertion], false);
    assert.deepEqual(store.get('file:///b'), { problem });
    assert.equal(fired.length, 1);
  });

  it('ignores edits of documents that it does not know, and changes of nothing', () => {
    const { store, fired } = storeWithResults();
    store.edit('file:///b', 2, [insertion], false);
    store.edit('file:///a', 2, [], false);
    assert.deepEqual(fired, []);
  });
});
