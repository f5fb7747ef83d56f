/** Grid and scales of the line of scores. */
import type { Plot } from '../linePlot.ts';
import { formatCount, formatPercent, t } from '../strings.ts';

export function Axes({ plot }: { plot: Plot }) {
  const { left, right, bottom, xTicks, yTicks } = plot;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in a group of SVG lines takes the focus.
    <g class="axes" aria-hidden="true">
      {yTicks.map(({ y, ratio }) => (
        <g key={ratio}>
          <path d={`M${left},${y}H${right}`} />
          <text x={left - 8} y={y} dy="0.32em" text-anchor="end">
            {formatPercent(ratio)}
          </text>
        </g>
      ))}
      {xTicks.map(({ x, line }, index) => (
        <text
          key={line}
          x={x}
          y={bottom + 17}
          text-anchor={x > right - 30 ? 'end' : index === 0 ? 'start' : 'middle'}
        >
          {index === 0 ? t('Line {0}', formatCount(line)) : formatCount(line)}
        </text>
      ))}
    </g>
  );
}
