import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../src/host/offsets.ts';

/** A text cut into spans (every other piece), and edits of it. */
const cases = fc.record({
  pieces: fc.array(fc.string({ maxLength: 8 }), { maxLength: 12 }),
  edits: fc.array(fc.record({ at: fc.nat(), removed: fc.nat(6), inserted: fc.string({ maxLength: 6 }) }), {
    maxLength: 5,
  }),
});

describe('applyEdits', () => {
  it('keeps the text of every span that it keeps, whatever the edits', () => {
    fc.assert(
      fc.property(cases, ({ pieces, edits }) => {
        let text = '';
        const spans = pieces.map(piece => {
          const start = text.length;
          text += piece;
          return { start, end: text.length, was: piece };
        });
        let kept = spans;
        for (const { at, removed, inserted } of edits) {
          const start = at % (text.length + 1);
          const gone = text.slice(start, start + removed).length;
          const untouched = kept.filter(({ start: from, end }) => end <= start || from >= start + gone);
          kept = applyEdits(kept, [{ start, removed: gone, inserted: inserted.length }]);
          text = text.slice(0, start) + inserted + text.slice(start + gone);
          assert.equal(kept.length, untouched.length);
        }
        for (const { start, end, was } of kept) assert.equal(text.slice(start, end), was);
      }),
    );
  });

  it('leaves of a span that is touched what the edits left of it', () => {
    fc.assert(
      fc.property(cases, ({ pieces, edits }) => {
        // The oracle: every character knows its span; what is inserted between two of one span belongs to it.
        let owners = pieces.flatMap((piece, owner) => Array.from({ length: piece.length }, () => owner));
        const spans = () =>
          [...new Set(owners)]
            .filter(owner => owner >= 0)
            .map(owner => ({ owner, start: owners.indexOf(owner), end: owners.lastIndexOf(owner) + 1 }));
        let kept = spans();
        for (const { at, removed, inserted } of edits) {
          const start = at % (owners.length + 1);
          const [before, gone, after] = [
            owners.slice(0, start),
            owners.slice(start, start + removed).length,
            owners.slice(start + removed),
          ];
          kept = applyEdits(kept, [{ start, removed: gone, inserted: inserted.length }], span => span);
          const owner = before.at(-1) === after[0] ? (after[0] ?? -1) : -1;
          owners = [...before, ...Array.from({ length: inserted.length }, () => owner), ...after];
          assert.deepEqual(kept, spans());
        }
      }),
    );
  });

  it('applies several edits one after another, as VS Code lists them: last first', () => {
    const spans = [
      { start: 0, end: 3 },
      { start: 4, end: 7 },
      { start: 8, end: 11 },
    ];
    const edits = [
      { start: 8, removed: 0, inserted: 2 },
      { start: 4, removed: 1, inserted: 0 },
    ];
    assert.deepEqual(applyEdits(spans, edits), [
      { start: 0, end: 3 },
      { start: 9, end: 12 },
    ]);
  });
});
