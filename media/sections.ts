/** The sections of a document, by its headings. */
import type { Heading, Span } from '../src/protocol/worker.ts';
import { indicesOf } from './range.ts';

/** Its subsections included. */
export interface Section extends Span {
  /** In the document's order. */
  index: number;
  /** 1 to 6. */
  level: number;
  title: string;
}

/** @param end where the document's last segment ends. */
export function sectionsOf(headings: readonly Heading[], end: number): Section[] {
  return headings.map(({ start, level, title }, index) => {
    const next = headings.slice(index + 1).find(other => other.level <= level);
    return {
      index,
      start,
      end: next?.start ?? Math.max(end, start),
      level,
      title,
    };
  });
}

/** The innermost section that each segment is in; undefined before the first heading. */
export function innermost(sections: readonly Section[], segments: readonly Span[]): (Section | undefined)[] {
  let at = -1;
  return segments.map(({ start }) => {
    while (at + 1 < sections.length && sections[at + 1].start <= start) at++;
    return sections[at];
  });
}

/** Whether a part of the document is this section, whatever is between its segments. */
export function isSection(segments: readonly Span[], section: Span, range: Span | undefined): boolean {
  return range !== undefined && indicesOf(segments, range).join() === indicesOf(segments, section).join();
}
