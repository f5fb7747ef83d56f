/** What the host has told so far: messages in, the state to draw out. */
import type { PanelResults, PanelSegment, PanelState, ToPanel } from '../src/protocol/panel.ts';
import { applySplice } from '../src/protocol/panelSplice.ts';

/** A segment with a number of its own, which edits around and inside of it leave as it is. */
export interface ShownSegment extends PanelSegment {
  key: number;
}

export type ShownResults = Omit<PanelResults, 'document'> & {
  document: Omit<PanelResults['document'], 'segments'> & { segments: ShownSegment[] };
};

export type ShownState = Exclude<PanelState, PanelResults> | ShownResults;

/** The last message that was taken in. */
export interface Shown {
  number: number;
  state: ShownState;
  /** No segment has this key or one above. */
  nextKey: number;
}

/** @returns undefined where the message does not follow from what is shown: one in between was lost. */
export function receive(shown: Shown | undefined, message: ToPanel): Shown | undefined {
  const { number, state } = message;
  const former = shown?.state.kind === 'results' ? shown.state.document.segments : [];
  let nextKey = shown?.nextKey ?? 0;
  if (message.type === 'splice') {
    if (shown?.state.kind !== 'results' || number !== shown.number + 1) return undefined;
    const { from, removed, added } = message.splice;
    // A sentence that was edited takes the place of the one that it was.
    const keyed = added.map((segment, index) => ({
      ...segment,
      key: index < removed ? former[from + index].key : nextKey++,
    }));
    const segments = applySplice(former, message.splice, keyed);
    return {
      number,
      nextKey,
      state: { ...message.state, document: { ...message.state.document, segments } },
    };
  }
  if (state.kind !== 'results') return { number, nextKey, state };
  const segments = state.document.segments.map(segment => ({ ...segment, key: nextKey++ }));
  return { number, nextKey, state: { ...state, document: { ...state.document, segments } } };
}
