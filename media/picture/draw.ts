/** What the panel shows of a task as one picture: the line of scores, and the distribution with its legend. */
import { documentScore, type TaskInfo } from '../../src/protocol/scores.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { linePlot, plotHeight } from '../linePlot.ts';
import type { ShownSegment } from '../shown.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { colorOf, type TaskRow } from '../taskRows.ts';
import { type Anchor, circle, type Mark, type Picture, rect } from './marks.ts';

/** What is shown. */
export interface Scene {
  title: string;
  /** Below the title. */
  subtitle: string;
  task: TaskInfo;
  /** An index into the task's labels. */
  label: number;
  rows: readonly TaskRow[];
  range: Span | undefined;
  /** The segments that the distribution is of. */
  part: readonly ShownSegment[];
}

/** How it looks: the theme's. */
export interface Look {
  width: number;
  font: string;
  /** Resolves a CSS colour, variables included. */
  color(value: string): string;
  /** The width of a text of this size. */
  measure(text: string, size: number): number;
}

const margin = 16;
const size = 13;
const small = 11;
/** Where the line begins, along y. */
const lineTop = 62;

export function drawPicture(scene: Scene, look: Look): Picture {
  const { width, font } = look;
  const ink = look.color('var(--vscode-foreground)');
  const quiet = look.color('var(--vscode-descriptionForeground)');
  const inner: Look = { ...look, width: width - 2 * margin };
  const legend = legendMarks(scene, inner, ink);
  const legendTop = lineTop + plotHeight + margin;
  const height = legendTop + legend.height + margin;
  const paper = look.color('var(--vscode-editor-background)');
  return {
    width,
    height,
    font,
    marks: [
      { kind: 'path', d: rect(0, 0, width, height), fill: paper },
      { kind: 'text', x: margin, y: 30, text: scene.title, size: 18, fill: ink },
      { kind: 'text', x: margin, y: 50, text: scene.subtitle, size, fill: quiet },
      { kind: 'group', x: margin, y: lineTop, marks: lineMarks(scene, inner, quiet, paper) },
      { kind: 'group', x: margin, y: legendTop, marks: legend.marks },
    ],
  };
}

function lineMarks({ task, label, rows, range }: Scene, look: Look, quiet: string, paper: string): Mark[] {
  const text = (x: number, y: number, words: string, anchor: Anchor): Mark => ({
    ...{ kind: 'text', x, y, text: words, size: small, fill: quiet, anchor },
  });
  if (rows.every(({ score }) => score.abstained))
    return [text(0, 20, t('Every segment abstained: there is no line to draw.'), 'start')];
  const plot = linePlot(rows, label, look.width);
  const { left, right, bottom, xTicks, yTicks, dots } = plot;
  const name = task.labels[label];
  const color = look.color(colorOf(task, name));
  const hairline = look.color('var(--vscode-contrastBorder, var(--vscode-panel-border, #8884))');
  const part: Mark[] = [];
  if (range !== undefined) {
    const from = plot.xOf(range.start);
    const d = rect(from, 4, plot.xOf(range.end) - from, bottom - 4);
    part.push({ kind: 'path', d, fill: quiet, opacity: 0.2 });
  }
  return [
    ...part,
    ...yTicks.flatMap(({ y, ratio }): Mark[] => [
      { kind: 'path', d: `M${left},${y}H${right}`, stroke: hairline },
      text(left - 8, y + 4, formatPercent(ratio), 'end'),
    ]),
    ...xTicks.map(({ x, line }, index) =>
      index === 0
        ? text(x, bottom + 17, t('Line {0}', formatCount(line)), 'start')
        : text(x, bottom + 17, formatCount(line), x > right - 30 ? 'end' : 'middle'),
    ),
    { kind: 'path', d: plot.area, fill: color, opacity: 0.12 },
    { kind: 'path', d: plot.line, stroke: color, width: plot.dense ? 1 : 1.5 },
    ...(plot.dense ? [] : dots).map(({ x, y, row }): Mark => {
      const fill = row.score.label === name ? color : paper;
      return { kind: 'path', d: circle(x, y, 3), fill, stroke: color, width: 1.5 };
    }),
  ];
}

/** A bar of the mean probabilities, and what each colour means. */
function legendMarks({ task, part }: Scene, look: Look, ink: string): { marks: Mark[]; height: number } {
  const { probabilities } = documentScore(task, part);
  if (probabilities === null) return { marks: [], height: 0 };
  const marks: Mark[] = [];
  const line = 20;
  let barX = 0;
  let x = 0;
  let y = 28;
  task.labels.forEach((label, index) => {
    const fill = look.color(colorOf(task, label));
    const share = probabilities[index] * look.width;
    marks.push({ kind: 'path', d: rect(barX, 0, Math.max(0, share - 1), 8), fill });
    barX += share;
    const text = t('{0} {1}', label, formatPercent(probabilities[index]));
    const room = 14 + look.measure(text, size) + margin;
    if (x > 0 && x + room > look.width) {
      x = 0;
      y += line;
    }
    marks.push({ kind: 'path', d: rect(x, y - 9, 9, 9), fill });
    marks.push({ kind: 'text', x: x + 14, y, text, size, fill: ink });
    x += room;
  });
  return { marks, height: y };
}
