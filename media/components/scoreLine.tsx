/** A label's probability along the document. One tab stop: arrow keys walk the points, Enter shows the text. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { PanelSegment } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { type Dot, linePlot, nearestDot, plotHeight } from '../linePlot.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { colorOf, excerpt, type TaskRow } from '../taskRows.ts';
import { Axes } from './axes.tsx';
import { rovingTarget } from './roving.ts';
import { useWidth } from './useWidth.ts';

interface Props {
  task: TaskInfo;
  /** An index into the task's labels. */
  label: number;
  rows: readonly TaskRow[];
  /** The start of the segment that was shown last. */
  shown: number | undefined;
  /** The table that holds the same data. */
  tableId: string;
  onReveal: (segment: PanelSegment) => void;
}

export function ScoreLine({ task, label, rows, shown, tableId, onReveal }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const hasScores = useMemo(() => rows.some(({ score }) => !score.abstained), [rows]);
  const name = task.labels[label];
  return (
    <figure class="score-line" ref={ref} style={{ color: colorOf(task, name) }}>
      {!hasScores && <p>{t('Every segment abstained: there is no line to draw.')}</p>}
      {hasScores && width > 0 && <Drawing {...{ name, label, rows, shown, tableId, onReveal, width }} />}
    </figure>
  );
}

function Drawing(props: Omit<Props, 'task'> & { name: string; width: number }) {
  const { name, label, rows, shown, tableId, onReveal, width } = props;
  const plot = useMemo(() => linePlot(rows, label, width), [rows, label, width]);
  const { dots } = plot;
  const [active, setActive] = useState(0);
  const [pointing, setPointing] = useState(false);
  const svg = useRef<SVGSVGElement>(null);

  const current = Math.min(active, dots.length - 1);
  const wins = ({ row }: Dot) => row.score.label === name;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') onReveal(dots[current].row.segment);
    const target = rovingTarget(event.key, 'row', current, dots.length);
    if (target !== undefined) svg.current?.querySelectorAll<SVGElement>('.dot')[target]?.focus();
    if (target !== undefined || event.key === ' ') event.preventDefault();
  };
  const dotAt = ({ clientX, clientY }: MouseEvent) => {
    const box = svg.current!.getBoundingClientRect();
    return nearestDot(dots, clientX - box.left, clientY - box.top);
  };
  const onPointerMove = (event: PointerEvent) => {
    setActive(dotAt(event));
    setPointing(true);
  };

  return (
    <>
      {/* biome-ignore-start lint/a11y/useSemanticElements: SVG has neither fieldsets nor buttons. */}
      <svg
        ref={svg}
        class={plot.dense ? 'dense' : undefined}
        width={width}
        height={plotHeight}
        role="group"
        aria-label={t('Probability of {0} along the document; arrow keys move between segments', name)}
        aria-describedby={`${tableId}-caption`}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointing(false)}
        onClick={event => onReveal(dots[dotAt(event)].row.segment)}
      >
        <Axes plot={plot} />
        <path class="area" d={plot.area} />
        <path class="curve" d={plot.line} />
        {shown !== undefined && <Rule class="shown" x={plot.xOf(shown)} bottom={plot.bottom} />}
        {pointing && <Rule class="pointed" x={dots[current].x} bottom={plot.bottom} />}
        {dots.map((dot, index) => (
          <circle
            key={dot.row.segment.start}
            class={`dot${wins(dot) ? ' wins' : ''}${pointing && index === current ? ' active' : ''}`}
            cx={dot.x}
            cy={dot.y}
            r={pointing && index === current ? 4.5 : 3}
            role="button"
            tabIndex={index === current ? 0 : -1}
            aria-label={describe(dot, name)}
            onFocus={() => {
              setActive(index);
              setPointing(true);
            }}
            onBlur={() => setPointing(false)}
          />
        ))}
      </svg>
      {/* biome-ignore-end lint/a11y/useSemanticElements: SVG has neither fieldsets nor buttons. */}
      <figcaption aria-hidden="true">
        {pointing ? (
          <>
            <b>{t('Line {0}', formatCount(dots[current].row.segment.line))}</b>
            <b>{t('{0} {1}', name, formatPercent(dots[current].probability))}</b>
            <span dir="auto">{excerpt(dots[current].row.segment.text)}</span>
          </>
        ) : (
          <span>{t('Filled points are segments labelled {0}. Click one to show its text.', name)}</span>
        )}
      </figcaption>
    </>
  );
}

function describe({ row, probability }: Dot, name: string): string {
  const { line, text } = row.segment;
  return t('Line {0}, {1} {2}: {3}', formatCount(line), name, formatPercent(probability), excerpt(text, 120));
}

function Rule({ x, bottom, class: className }: { x: number; bottom: number; class: string }) {
  return <path class={className} d={`M${x},4V${bottom}`} />;
}
