import assert from 'node:assert/strict';
import type { TextKind } from '../../../src/base/textKinds.ts';
import { segmentText } from '../../../src/text/segments.ts';

/** A sentence; its kinds beside, where it is no plain prose. */
export type Expected = string | readonly [text: string, ...kinds: TextKind[]];

/** Makes a check of what is prose in a markup, by its language id. */
export function checkOf(languageId: string) {
  return (name: string, text: string, expected: readonly Expected[]) =>
    it(name, () => {
      const found = segmentText(text, { languageId }).map(({ text: said, kinds }) =>
        kinds.length === 1 && kinds[0] === 'prose' ? said : [said, ...kinds],
      );
      assert.deepEqual(found, expected);
    });
}

/** Makes a check of where the sentences stand in the source. */
export function slicesOf(languageId: string) {
  return (name: string, text: string, expected: readonly string[]) =>
    it(name, () => {
      const found = segmentText(text, { languageId }).map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(found, expected);
    });
}
