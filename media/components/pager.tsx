/** Which page of a table is shown, and the ways to the others. */
import { formatCount, segmentCount, t } from '../strings.ts';

/** Rows: so few that every one may be an element of its own. */
export const pageSize = 200;

/** The page that is shown where there are `total` rows, with its first row and the one behind its last. */
export function pageOf(page: number, total: number) {
  const last = Math.max(0, Math.ceil(total / pageSize) - 1);
  const shown = Math.max(0, Math.min(page, last));
  return { page: shown, last, first: shown * pageSize, end: Math.min(total, (shown + 1) * pageSize) };
}

interface Props {
  page: number;
  /** Rows on all pages. */
  total: number;
  onPage: (page: number) => void;
}

export function Pager({ page, total, onPage }: Props) {
  const { last, first, end } = pageOf(page, total);
  if (last === 0) return null;
  const button = (title: string, to: number) => (
    <button
      type="button"
      class="button secondary"
      aria-disabled={to === page}
      onClick={() => {
        if (to !== page) onPage(to);
      }}
    >
      {title}
    </button>
  );
  return (
    <nav class="pager" aria-label={t('Pages')}>
      {button(t('First'), 0)}
      {button(t('Previous'), Math.max(0, page - 1))}
      <span>{t('{0}–{1} of {2}', formatCount(first + 1), formatCount(end), segmentCount(total))}</span>
      {button(t('Next'), Math.min(last, page + 1))}
      {button(t('Last'), last)}
    </nav>
  );
}
