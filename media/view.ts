/** What the user has chosen to see: plain data, which survives hiding the panel and a reload of the window. */
import type { Span } from '../src/protocol/worker.ts';
import { carryRange } from './range.ts';
import type { ShownState } from './shown.ts';
import { documentOrder, type Sort } from './sortRows.ts';

/** A label, null where the task abstains, undefined for any. */
export type LabelFilter = string | null | undefined;

/** Which segments the table lists. */
export interface Filter {
  text: string;
  /** Of the chosen task. */
  label?: LabelFilter;
  /** Of the task that it is compared with. */
  other?: LabelFilter;
}

export interface View {
  /** The chosen task's id, and that of the one beside it. */
  task?: string;
  compared?: string;
  /** By task id: the label that the line draws. */
  labels: Record<string, string>;
  sort: Sort;
  /** Whether the overview is unfolded. */
  overview: boolean;
  /** Counts what the user has chosen: what follows from a choice is said aloud, what follows from an edit is not. */
  choices: number;
  /** The document that what follows is about. */
  uri: string;
  filter: Filter;
  /** The part of the document that table and sums are restricted to. */
  range?: Span;
  /** Of the table, from 0. */
  page: number;
}

export const noFilter: Filter = { text: '' };
const newDocument = { filter: noFilter, range: undefined, page: 0 };

/** What was saved, where it is still a view. */
export function restoredView(saved: unknown): View {
  const initial: View = {
    ...newDocument,
    labels: {},
    sort: documentOrder,
    overview: true,
    choices: 0,
    uri: '',
  };
  const found = (saved ?? {}) as Partial<View>;
  // Another version of this extension may have saved it.
  const fits = Object.entries(initial).every(
    ([key, value]) => value === undefined || typeof found[key as keyof View] === typeof value,
  );
  return fits ? { ...initial, ...found } : initial;
}

/** The view after a choice: another order, filter or part begins at the first page. */
export function choose(view: View, choice: Partial<View>): View {
  const samePage = Object.keys(choice).every(key => ['labels', 'page', 'overview'].includes(key));
  const next = { ...view, ...(samePage ? {} : { page: 0 }), ...choice, choices: view.choices + 1 };
  // Labels belong to their task.
  if (next.task !== view.task) next.filter = { text: next.filter.text };
  else if (next.compared !== view.compared) next.filter = { ...next.filter, other: undefined };
  return next;
}

/** The view of the next state: the chosen part moves with the text; another document begins anew. */
export function follow(view: View, former: ShownState | undefined, next: ShownState): View {
  if (next.kind !== 'results') return view;
  const { uri, segments } = next.document;
  if (uri !== view.uri) return { ...view, ...newDocument, uri };
  if (view.range === undefined || former?.kind !== 'results' || former.document.uri !== uri) return view;
  const range = carryRange(former.document.segments, segments, view.range);
  return range === view.range ? view : { ...view, range };
}
