/** UTF-16 offsets. */
interface Span {
  start: number;
  end: number;
}

/** What comments take out of a text. */
export interface Ignored {
  /** In order and apart. */
  readonly spans: readonly Readonly<Span>[];
  /** What goes on behind its end. */
  readonly open: 'region' | 'line' | undefined;
}

/** Nothing at all. */
export const NONE: Ignored = { spans: [], open: undefined };

/** Named as markdownlint's and ESLint's are. */
const DIRECTIVE = /manylens-(disable(?:-line|-next-line)?|enable)(?![\w-])/g;
/** What stands right before it, whatever the language's comments are: a text that speaks of the word means no harm. */
const MARK = /(?:<!--|\/\*|\*|\/\/|#|--|;|%|\.\.)[ \t]?$/;
/** UTF-16 units: as long as a mark can be. */
const LONGEST_MARK = 5;

/**
 * Finds what the text's comments take out: a line, the next line that is not blank, or all until `manylens-enable`.
 * @param open what went on behind the end of the text before
 */
export function ignoredIn(text: string, open?: Ignored['open']): Ignored {
  const spans: Span[] = [];
  const add = ({ start, end }: Span) => {
    const last = spans.at(-1);
    if (last === undefined || start > last.end) spans.push({ start, end });
    else Object.assign(last, { start: Math.min(last.start, start), end: Math.max(last.end, end) });
  };
  /** The first line from there on that is not blank; where there is none, the text that follows has it. */
  const nextLine = (at: number) => {
    const first = text.slice(at).search(/\S/);
    if (first >= 0) add(lineAt(text, at + first));
    return first < 0;
  };
  let waits = open === 'line' && nextLine(0);
  let from = open === 'region' ? 0 : -1;
  for (const { index, 0: directive, 1: what } of text.matchAll(DIRECTIVE)) {
    if (!MARK.test(text.slice(Math.max(0, index - LONGEST_MARK), index))) continue;
    if (from >= 0) {
      if (what !== 'enable') continue;
      add({ start: from, end: index + directive.length });
      from = -1;
    } else if (what === 'disable') from = index;
    else if (what === 'disable-line') add(lineAt(text, index));
    else if (what === 'disable-next-line') {
      const { end } = lineAt(text, index);
      add({ start: index, end }); // Where comments are prose, this one is none.
      waits = nextLine(end);
    }
  }
  if (from >= 0) add({ start: from, end: text.length });
  return { spans, open: from >= 0 ? 'region' : waits ? 'line' : undefined };
}

/** Whether any of it is taken out: half a sentence says something else than the whole. */
export function isIgnored({ start, end }: Readonly<Span>, { spans }: Ignored): boolean {
  let low = 0;
  for (let high = spans.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (spans[middle].end <= start) low = middle + 1;
    else high = middle;
  }
  return low < spans.length && spans[low].start < end;
}

function lineAt(text: string, at: number): Span {
  const end = text.indexOf('\n', at);
  return { start: text.lastIndexOf('\n', at - 1) + 1, end: end < 0 ? text.length : end };
}
