/** Which part of the document table and sums are restricted to, and the way back to all of it. */
import type { PanelSegment } from '../../src/protocol/panel.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { formatCount, partInWords, segmentCount, t } from '../strings.ts';

interface Props {
  part: readonly PanelSegment[];
  /** How many segments the document has. */
  total: number;
  range: Span | undefined;
  onRange: (range: undefined) => void;
}

export function PartBar({ part, total, range, onRange }: Props) {
  if (range === undefined) return null;
  return (
    <p class="part-bar">
      <span>
        {t('Only {0}: {1} of {2}', partInWords(part), formatCount(part.length), segmentCount(total))}
      </span>
      <button type="button" class="link" onClick={() => onRange(undefined)}>
        {t('Show the Whole Document')}
      </button>
    </p>
  );
}
