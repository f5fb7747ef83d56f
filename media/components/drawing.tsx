/**
 * The line of scores. One tab stop: arrow keys walk the points, Enter shows the text, Shift and an arrow key choose a
 * part of the document, as dragging does; Escape chooses all of it.
 */
import { useRef, useState } from 'preact/hooks';
import { type Dot, nearestDot, type Plot, plotHeight } from '../linePlot.ts';
import { rangeBetween } from '../range.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { excerpt } from '../taskRows.ts';
import { Axes } from './axes.tsx';
import { rovingTarget } from './roving.ts';
import type { LineProps } from './scoreLine.tsx';
import { type Drag, useBrush } from './useBrush.ts';

export function Drawing(props: LineProps & { plot: Plot; width: number }) {
  const { task, label, rows, shown, range, tableId, onReveal, onRange, plot, width } = props;
  const { dots } = plot;
  const name = task.labels[label];
  const [active, setActive] = useState(0);
  const [pointing, setPointing] = useState(false);
  /** Where the choice by keyboard began. */
  const anchor = useRef<Dot | undefined>(undefined);
  const svg = useRef<SVGSVGElement>(null);

  const current = Math.min(active, dots.length - 1);
  const wins = ({ row }: Dot) => row.score.label === name;
  const shownRow = rows.find(({ segment }) => segment.key === shown);

  const xOf = ({ clientX }: MouseEvent) => clientX - svg.current!.getBoundingClientRect().left;
  const dotAt = (event: MouseEvent) =>
    nearestDot(dots, xOf(event), event.clientY - svg.current!.getBoundingClientRect().top);
  const brush = useBrush(xOf, ({ from, to }: Drag) => {
    const [start, end] = [from, to].sort((a, b) => a - b).map(plot.offsetOf);
    const inside = rows.filter(({ segment }) => segment.start >= start && segment.start <= end);
    const first = inside.at(0);
    onRange(first && rangeBetween(first.segment, inside.at(-1)!.segment));
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    if (key === 'Enter' || key === ' ') onReveal(dots[current].row.segment);
    if (key === 'Escape') {
      brush.stop();
      anchor.current = undefined;
      onRange(undefined);
    }
    const target = rovingTarget(key, 'row', current, dots.length);
    if (target !== undefined) {
      anchor.current = shiftKey ? (anchor.current ?? dots[current]) : undefined;
      if (anchor.current !== undefined)
        onRange(rangeBetween(anchor.current.row.segment, dots[target].row.segment));
      svg.current?.querySelectorAll<SVGElement>('.dot')[target]?.focus();
    }
    if (target !== undefined || key === ' ') event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    setActive(dotAt(event));
    setPointing(true);
    brush.handlers.onPointerMove(event);
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
        aria-label={t('Probability of {0} along the document', name)}
        aria-describedby={`${tableId}-line-keys ${tableId}-caption`}
        onKeyDown={onKeyDown}
        {...brush.handlers}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointing(false)}
        onClick={event => {
          if (brush.isClick()) onReveal(dots[dotAt(event)].row.segment);
        }}
      >
        {range !== undefined && <Part plot={plot} from={plot.xOf(range.start)} to={plot.xOf(range.end)} />}
        {brush.drag !== undefined && <Part plot={plot} {...brush.drag} />}
        <Axes plot={plot} />
        <path class="area" d={plot.area} />
        <path class="curve" d={plot.line} />
        {shownRow !== undefined && (
          <Rule class="shown" x={plot.xOf(shownRow.segment.start)} bottom={plot.bottom} />
        )}
        {pointing && <Rule class="pointed" x={dots[current].x} bottom={plot.bottom} />}
        {dots.map((dot, index) => (
          <circle
            key={dot.row.segment.key}
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
      <p class="visually-hidden" id={`${tableId}-line-keys`}>
        {t(
          'Arrow keys move between segments, Enter shows the text; Shift and an arrow key choose a part of the document, Escape all of it.',
        )}
      </p>
      <figcaption aria-hidden="true">
        {pointing ? (
          <>
            <b>{t('Line {0}', formatCount(dots[current].row.segment.line))}</b>
            <b>{t('{0} {1}', name, ratioOf(dots[current]))}</b>
            <span dir="auto">{excerpt(dots[current].row.segment.text)}</span>
          </>
        ) : (
          <span>
            {t(
              'Filled points are segments labelled {0}. Click shows the text, dragging chooses a part.',
              name,
            )}
          </span>
        )}
      </figcaption>
    </>
  );
}

function describe(dot: Dot, name: string): string {
  const { line, text } = dot.row.segment;
  return t('Line {0}, {1} {2}: {3}', formatCount(line), name, ratioOf(dot), excerpt(text, 120));
}

/** A dot's probability, and whose it is where that is not the model's. */
function ratioOf({ row, probability }: Dot): string {
  const ratio = formatPercent(probability);
  return row.score.guess ? t('{0} (your label)', ratio) : ratio;
}

function Rule({ x, bottom, class: className }: { x: number; bottom: number; class: string }) {
  return <path class={className} d={`M${x},4V${bottom}`} />;
}

/** A part of the document, chosen or about to be. */
function Part({ plot: { left, right, bottom }, from, to }: Drag & { plot: Plot }) {
  const [start, end] = [from, to].map(x => Math.max(left, Math.min(right, x))).sort((a, b) => a - b);
  return <rect class="part" x={start - 1} y={4} width={end - start + 2} height={bottom - 4} />;
}
