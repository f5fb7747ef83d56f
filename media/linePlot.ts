/** The geometry of the line of scores: pure, so that the component only draws. */
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { decimate, type LinePoint } from './decimate.ts';
import { labelProbability, type TaskRow } from './taskRows.ts';

export const plotHeight = 148;
const margin = { top: 10, right: 10, bottom: 24, left: 40 };

/** Two points for every so many pixels: closer ones could not be told apart. */
const step = 3;
/** With less room than this for each, points are drawn only where the user points. */
const roomForDots = 9;

interface PlotPoint extends LinePoint {
  row: TaskRow;
}

/** A point that has a value. */
export interface Dot extends PlotPoint {
  y: number;
  probability: number;
}

export interface Plot {
  left: number;
  right: number;
  bottom: number;
  /** SVG path data. */
  line: string;
  area: string;
  dots: Dot[];
  dense: boolean;
  /** Where a segment begins, along x. */
  xOf(offset: number): number;
  /** What begins there: the other way round. */
  offsetOf(x: number): number;
  xTicks: { x: number; line: number }[];
  yTicks: { y: number; ratio: number }[];
}

/** @param width of the whole drawing, in pixels. @param label an index into the task's labels. */
export function linePlot(rows: readonly TaskRow[], label: number, width: number): Plot {
  const left = margin.left;
  const right = Math.max(left + 1, width - margin.right);
  const bottom = plotHeight - margin.bottom;
  const x = scaleLinear(
    [rows[0].segment.start, Math.max(rows[0].segment.end, rows.at(-1)!.segment.start)],
    [left, right],
  );
  const y = scaleLinear([0, 1], [bottom, margin.top]);

  const points = rows.map((row): PlotPoint => {
    const probability = labelProbability(row, label);
    return { row, x: x(row.segment.start), y: probability === null ? null : y(probability) };
  });
  const drawn = decimate(points, right - left, step);
  const dots = drawn.flatMap((point): Dot[] =>
    point.y === null ? [] : [{ ...point, y: point.y, probability: y.invert(point.y) }],
  );

  return {
    left,
    right,
    bottom,
    line:
      line<PlotPoint>(
        point => point.x,
        point => point.y ?? bottom,
      ).defined(hasValue)(drawn) ?? '',
    area:
      area<PlotPoint>(
        point => point.x,
        bottom,
        point => point.y ?? bottom,
      ).defined(hasValue)(drawn) ?? '',
    dots,
    dense: dots.length * roomForDots > right - left,
    xOf: x,
    offsetOf: x.invert,
    xTicks: lineTicks(points),
    yTicks: [0, 0.5, 1].map(ratio => ({ y: y(ratio), ratio })),
  };
}

function hasValue({ y }: PlotPoint): boolean {
  return y !== null;
}

/** Line numbers under the axis, as many as have room. */
function lineTicks(points: readonly PlotPoint[]): Plot['xTicks'] {
  const room = 80;
  const ticks: Plot['xTicks'] = [];
  for (const { x, row } of points) {
    const last = ticks.at(-1);
    if (last === undefined || (x - last.x >= room && row.segment.line > last.line))
      ticks.push({ x, line: row.segment.line });
  }
  return ticks;
}

/** The dot that the pointer means: the nearest along the document, by height where several are as near. */
export function nearestDot(dots: readonly Dot[], x: number, y: number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  dots.forEach((dot, index) => {
    const distance = Math.hypot(4 * (dot.x - x), dot.y - y);
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  });
  return nearest;
}
