/** What changed of a document's segments from one message to the panel to the next: a key pressed sends a few, not all. */
import { spliceBetween } from '../base/splice.ts';
import type { PanelResults, PanelSegment, SegmentSplice } from './panel.ts';

/** What makes `after` of `before`. Scores are compared by identity: whoever moves segments keeps them. */
export function segmentSplice(
  before: readonly PanelSegment[],
  after: readonly PanelSegment[],
): SegmentSplice {
  const first = before.at(-1);
  const last = after.at(-1);
  const moved =
    first === undefined || last === undefined
      ? { offset: 0, line: 0 }
      : { offset: last.start - first.start, line: last.line - first.line };
  const { from, removed, added } = spliceBetween(
    before,
    after,
    (a, b) => isMoved(a, b, 0, 0),
    (a, b) => isMoved(a, b, moved.offset, moved.line),
  );
  return { from, removed, added: after.slice(from, from + added), moved };
}

function isMoved(before: PanelSegment, after: PanelSegment, offset: number, line: number): boolean {
  return (
    before.scores === after.scores &&
    before.start + offset === after.start &&
    before.end + offset === after.end &&
    before.line + line === after.line &&
    before.text === after.text
  );
}

/** `before` after the splice; `added` are the splice's own, or made of them. What did not move is the same object. */
export function applySplice<S extends PanelSegment>(
  before: readonly S[],
  { from, removed, moved: { offset, line } }: SegmentSplice,
  added: readonly S[],
): S[] {
  const behind = before.slice(from + removed);
  const moved =
    offset === 0 && line === 0
      ? behind
      : behind.map(segment => ({
          ...segment,
          start: segment.start + offset,
          end: segment.end + offset,
          line: segment.line + line,
        }));
  return [...before.slice(0, from), ...added, ...moved];
}

/** Whether `after` may be told of as a change of `before`: the same document, judged by the same model. */
export function follows(before: PanelResults, after: PanelResults): boolean {
  const judge = ({ model, tasks }: PanelResults) => JSON.stringify([model, tasks]);
  return before.document.uri === after.document.uri && judge(before) === judge(after);
}
