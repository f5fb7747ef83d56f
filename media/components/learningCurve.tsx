/** The learning curve: accuracy of the same held-out texts, by how many labels were learnt from. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { LearningCurve as Curve } from '../../src/protocol/taskReport.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { useWidth } from './useWidth.ts';

const height = 150;
const margin = { top: 12, right: 26, bottom: 36, left: 44 };
/** Fewer are too few for a curve, more take too long (learningCurve.ts). */
const few = 100;

export function LearningCurve({ curve, examples }: { curve: Curve | null; examples: number }) {
  return (
    <section>
      <h3>{t('Would more labels help?')}</h3>
      {curve === null ? (
        <p>
          {examples < few
            ? t('There are too few labels to say: a curve would be noise.')
            : t('Not measured: with so many labels it would take long.')}
        </p>
      ) : (
        <>
          <p>{inWords(curve)}</p>
          <Drawing curve={curve} />
        </>
      )}
    </section>
  );
}

function inWords({ points, gain, rising }: Curve): string {
  const [half, all] = points.slice(-2).map(({ examples }) => formatCount(examples));
  const points100 = formatCount(Math.round(Math.abs(gain) * 100));
  if (rising)
    return t(
      'Likely: with {0} labels instead of {1}, {2} more texts in a hundred are right.',
      all,
      half,
      points100,
    );
  return t('Not sure: the difference between {0} and {1} labels may be chance.', half, all);
}

/** What is drawn is said as well: each point in words, for who does not see it. */
function Drawing({ curve: { points } }: { curve: Curve }) {
  const { ref, width } = useWidth<HTMLElement>();
  const drawn = Math.min(width, 480);
  const [left, right, bottom] = [
    margin.left,
    Math.max(margin.left + 1, drawn - margin.right),
    height - margin.bottom,
  ];
  const x = scaleLog([points[0].examples, points.at(-1)!.examples], [left, right]);
  const low = Math.max(0, Math.floor(Math.min(...points.map(({ interval }) => interval[0])) * 10) / 10);
  const y = scaleLinear([low, 1], [bottom, margin.top]);
  const at = points.map(point => ({ ...point, x: x(point.examples), y: y(point.accuracy) }));
  const band = [
    ...at.map(point => `${point.x},${y(point.interval[1])}`),
    ...at.toReversed().map(point => `${point.x},${y(point.interval[0])}`),
  ];
  const said = points.map(({ examples, accuracy, interval }) =>
    t(
      '{0} labels: accuracy {1} ({2} to {3})',
      formatCount(examples),
      formatPercent(accuracy),
      formatPercent(interval[0]),
      formatPercent(interval[1]),
    ),
  );
  return (
    <figure ref={ref} class="learning">
      <svg width={drawn} height={height} role="img" aria-label={said.join('; ')}>
        <g class="axes">
          {[low, (low + 1) / 2, 1].map(ratio => (
            <g key={ratio}>
              <path d={`M${left},${y(ratio)}H${right}`} />
              <text x={left - 8} y={y(ratio)} dy="0.32em" text-anchor="end">
                {formatPercent(ratio)}
              </text>
            </g>
          ))}
          {at.map(point => (
            <text key={point.examples} x={point.x} y={bottom + 16} text-anchor="middle">
              {formatCount(point.examples)}
            </text>
          ))}
          <text x={(left + right) / 2} y={bottom + 31} text-anchor="middle">
            {t('labels learnt from')}
          </text>
        </g>
        <polygon class="band" points={band.join(' ')} />
        <polyline class="curve" points={at.map(point => `${point.x},${point.y}`).join(' ')} />
        {at.map((point, index) => (
          <circle key={point.examples} class="dot wins" cx={point.x} cy={point.y} r={3.5}>
            <title>{said[index]}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}
