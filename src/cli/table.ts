/** `score --format table`: what a person reads. */
import { labelColor } from '../protocol/colors.ts';
import type { LocatedSegment } from '../protocol/records.ts';
import { type ModelInfo, type ScoredSegment, scoreOf, type TaskInfo } from '../protocol/scores.ts';
import { RunningMean } from './runningMean.ts';
import { summary } from './tableSummary.ts';
import { type Colors, fit, harmless, pad, painter, standingBar, widthOf, wrap } from './terminalText.ts';

export interface TableOptions {
  model: ModelInfo;
  tasks: readonly TaskInfo[];
  /** Of the terminal. */
  width: number;
  colors: Colors;
}

/** Room for a line number and what is left of it. */
const GUTTER = 6;
const GAP = '  ';
/** A text beside its scores needs this much room, else it stands above them. */
const LEAST_TEXT = 44;
/** A person reads no longer line with ease. */
const MOST_TEXT = 90;
/** Of a text above its scores. */
const TEXT_LINES = 2;
/** UTF-16 units of a segment that can be seen at most, and then some for what is folded. */
const SEEN = 4000;

interface Column {
  task: TaskInfo;
  width: number;
}

/** The table of one file, piece by piece. */
export class Table {
  readonly #options: TableOptions;
  readonly #lines: Column[][];
  /** 0 where the text stands above its scores. */
  readonly #textWidth: number;
  readonly #mean: RunningMean;
  /** The last row's. */
  #line = 0;

  constructor(options: TableOptions) {
    const { tasks, width } = options;
    this.#options = options;
    this.#mean = new RunningMean(tasks);
    const columns = tasks.map(task => ({ task, width: columnWidth(task) }));
    const beside = width - GUTTER - columns.reduce((sum, column) => sum + column.width + GAP.length, 0);
    this.#textWidth = beside >= LEAST_TEXT ? Math.min(beside, MOST_TEXT) : 0;
    this.#lines = this.#textWidth > 0 ? [columns] : wrapped(columns, width - GUTTER);
  }

  /** @param name the file's */
  head(name: string): string {
    const { colors, model, width } = this.#options;
    const about = `${harmless(model.name)} ${harmless(model.version)} on ${model.backend}`;
    const shown = fit(harmless(name), width - widthOf(about) - 3);
    const space = ' '.repeat(Math.max(2, width - 1 - widthOf(shown) - widthOf(about)));
    const titles = this.#lines.map(line =>
      colors.dim(
        line
          .map(({ task, width }) => pad(fit(harmless(task.id), width), width))
          .join(GAP)
          .trimEnd(),
      ),
    );
    const beside = this.#textWidth > 0 ? ' '.repeat(this.#textWidth) + GAP : '';
    const rule = colors.dim('─'.repeat(width - 1));
    return [
      `\n${colors.bold(shown)}${space}${colors.dim(about)}`,
      rule,
      ...titles.map(line => ' '.repeat(GUTTER) + beside + line),
      '',
    ].join('\n');
  }

  rows(segments: readonly LocatedSegment[]): string {
    this.#mean.add(segments);
    return segments.map(segment => this.#row(segment)).join('');
  }

  /** After the last row: the whole file. */
  foot(): string {
    const { colors, width } = this.#options;
    return summary(this.#mean, width, colors);
  }

  #row(segment: LocatedSegment): string {
    const { colors, width } = this.#options;
    const text = harmless(segment.text.slice(0, SEEN));
    if (text === '') return '';
    // A line's number stands once.
    const number = segment.line === this.#line ? '' : String(segment.line);
    this.#line = segment.line;
    const gutter = `${colors.dim(number.padStart(GUTTER - 2))}  `;
    const cells = this.#lines.map(line =>
      line
        .map((column, k) => this.#cell(segment, column, k === line.length - 1))
        .join(GAP)
        .trimEnd(),
    );
    // Lines stand for tasks by their place, so that only the last ones may go: what is asked of nothing here.
    while (cells.length > 1 && cells.at(-1) === '') cells.pop();
    if (this.#textWidth > 0) {
      return `${gutter}${pad(fit(text, this.#textWidth), this.#textWidth)}${GAP}${cells[0]}\n`;
    }
    const stacked = [...wrap(text, width - GUTTER - 1, TEXT_LINES), ...cells];
    return `${gutter}${stacked.join(`\n${' '.repeat(GUTTER)}`)}\n`;
  }

  #cell(segment: ScoredSegment, { task, width }: Column, last: boolean): string {
    const { colors } = this.#options;
    const score = scoreOf(segment, task);
    const filled = (plain: string) => (last ? '' : ' '.repeat(Math.max(0, width - widthOf(plain))));
    if (score === undefined || score.reason === 'scope') return filled('');
    if (score.label === null) return colors.dim('·') + filled('·');
    const best = Math.max(...score.probabilities);
    const paint = painter(colors, labelColor(task, score.label));
    const label = harmless(score.label);
    const figure = String(Math.min(99, Math.round(best * 100)));
    return `${paint(`${standingBar(best)} ${label}`)} ${colors.dim(figure)}${filled(`  ${label} ${figure}`)}`;
  }
}

/** A bar, the longest label, two digits; or the title. */
function columnWidth({ id, labels }: TaskInfo): number {
  const longest = Math.max(...labels.map(label => widthOf(harmless(label))));
  return Math.max(longest + '█  99'.length, widthOf(harmless(id)));
}

function wrapped(columns: readonly Column[], width: number): Column[][] {
  const lines: Column[][] = [];
  let used = 0;
  for (const column of columns) {
    const line = lines.at(-1);
    if (line === undefined || used + GAP.length + column.width > width) {
      lines.push([column]);
      used = column.width;
    } else {
      line.push(column);
      used += GAP.length + column.width;
    }
  }
  return lines;
}
