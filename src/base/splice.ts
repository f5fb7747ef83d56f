/** In a list, `removed` items from the index `from` on gave way to `added`. */
export interface Splice {
  readonly from: number;
  readonly removed: number;
  readonly added: number;
}

/**
 * The one splice that leads from one list to another: what is between their common beginning and common end.
 * `sameBehind` tells what is common at the end, where that differs.
 */
export function spliceBetween<T>(
  former: readonly T[],
  now: readonly T[],
  same: (a: T, b: T) => boolean = Object.is,
  sameBehind = same,
): Splice {
  const shorter = Math.min(former.length, now.length);
  let from = 0;
  while (from < shorter && same(former[from], now[from])) from++;
  let tail = 0;
  while (tail < shorter - from && sameBehind(former[former.length - 1 - tail], now[now.length - 1 - tail]))
    tail++;
  return { from, removed: former.length - from - tail, added: now.length - from - tail };
}
