/** What changed of a document's segments from one message to the panel to the next: a key pressed sends a few, not all. */
import type { PanelResults, PanelSegment, SegmentSplice } from './panel.ts';

/**
 * The splice that makes `after` of `before`. Scores are compared by identity: whoever moves segments keeps them.
 */
export function spliceBetween(
  before: readonly PanelSegment[],
  after: readonly PanelSegment[],
): SegmentSplice {
  const shared = Math.min(before.length, after.length);
  let at = 0;
  while (at < shared && isMoved(before[at], after[at], 0, 0)) at++;
  const offset = (after.at(-1)?.start ?? 0) - (before.at(-1)?.start ?? 0);
  const line = (after.at(-1)?.line ?? 0) - (before.at(-1)?.line ?? 0);
  let kept = 0;
  while (kept < shared - at && isMoved(before.at(-1 - kept)!, after.at(-1 - kept)!, offset, line)) kept++;
  return {
    at,
    removed: before.length - at - kept,
    inserted: after.slice(at, after.length - kept),
    moved: kept > 0 ? { offset, line } : { offset: 0, line: 0 },
  };
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

/** `before` with the splice carried out: what did not move is the same object. */
export function applySplice<S extends PanelSegment>(
  before: readonly S[],
  { at, removed, moved: { offset, line } }: SegmentSplice,
  inserted: readonly S[],
): S[] {
  const behind = before.slice(at + removed);
  const moved =
    offset === 0 && line === 0
      ? behind
      : behind.map(segment => ({
          ...segment,
          start: segment.start + offset,
          end: segment.end + offset,
          line: segment.line + line,
        }));
  return [...before.slice(0, at), ...inserted, ...moved];
}

/** Whether `after` may be told of as a change of `before`: the same document, judged by the same model. */
export function follows(before: PanelResults, after: PanelResults): boolean {
  const judge = ({ model, tasks }: PanelResults) => JSON.stringify([model, tasks]);
  return before.document.uri === after.document.uri && judge(before) === judge(after);
}
