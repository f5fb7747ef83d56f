/** Thins a line out to what pixels show. */

export interface LinePoint {
  x: number;
  /** Null: the line has a gap here. */
  y: number | null;
}

/**
 * Keeps, of each bucket of `step` along x, the lowest and the highest point: no peak is lost however many points
 * there are. A bucket without any value stays a gap.
 * @param points ordered by x.
 * @returns a subset in the same order; all of them where they are few.
 */
export function decimate<P extends LinePoint>(points: readonly P[], width: number, step: number): P[] {
  if (points.length <= (2 * width) / step) return [...points];
  const kept: P[] = [];
  for (let from = 0; from < points.length; ) {
    const bucket = Math.floor(points[from].x / step);
    let low = -1;
    let high = -1;
    let to = from;
    for (; to < points.length && Math.floor(points[to].x / step) === bucket; to++) {
      const y = points[to].y;
      if (y === null) continue;
      if (low < 0 || y < points[low].y!) low = to;
      if (high < 0 || y > points[high].y!) high = to;
    }
    if (low < 0) kept.push(points[from]);
    else if (low === high) kept.push(points[low]);
    else kept.push(points[Math.min(low, high)], points[Math.max(low, high)]);
    from = to;
  }
  return kept;
}
