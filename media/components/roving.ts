/** One tab stop for a group, the arrow keys within it (the ARIA practices' roving tabindex). */

/** Which keys go where: tabs and points lie in a row, table rows in a column. */
export type Direction = 'row' | 'column';

const steps: Record<Direction, Record<string, number>> = {
  row: { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 },
  column: { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 },
};

/** Where a key leads from `index`; undefined where the key is not one of ours. */
export function rovingTarget(key: string, direction: Direction, index: number, count: number) {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[direction][key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, index + step));
}
