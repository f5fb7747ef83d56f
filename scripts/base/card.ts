/** The part of a model card that evaluating writes: figures, confusions, calibration, licences, trust. Pure. */
import { calibrationBins } from '../../src/training/metrics.ts';
import type { Source } from '../data/sources.ts';
import { type Answers, metricsOf } from './answers.ts';
import { calibrationPicture } from './calibrationPicture.ts';
import type { Row } from './rows.ts';
import { markdownTable } from './table.ts';

export interface CardParts {
  rows: readonly Row[];
  answers: readonly Answers[];
  sources: readonly Pick<Source, 'id' | 'title' | 'licence' | 'citation'>[];
  /** Markdown: functional tests and the bias probe; empty where they were not run. */
  trust: string;
  /** From the card's folder to that of the pictures, with its closing slash. */
  pictures: string;
}

const START = '<!-- written by npm run evaluate:base -->';
const END = '<!-- end of what evaluate:base wrote -->';

/** The card with its written part, in the place of a former one or at the end. */
export function cardWith(card: string, parts: CardParts): string {
  const [before, rest] = card.split(START);
  const after = rest?.split(END)[1] ?? '';
  return `${before.trimEnd()}\n\n${START}\n\n${section(parts)}\n\n${END}\n${after.trimStart()}`;
}

/** SVG files by name, one for each task and language. */
export function picturesOf(answers: readonly Answers[]): Map<string, string> {
  return new Map(
    answers.map(each => {
      const { truth, predicted, ece } = metricsOf(each);
      const bins = calibrationBins(truth, predicted, each.probabilities);
      return [pictureName(each), calibrationPicture(titleOf(each), bins, ece)];
    }),
  );
}

const titleOf = ({ task, language }: Answers) => `${task} (${language})`;
const pictureName = ({ task, language }: Answers) => `calibration-${task}-${language}.svg`;

function section({ rows, answers, sources, trust, pictures }: CardParts): string {
  const images = answers.map(each => `![${titleOf(each)}](${pictures}${pictureName(each)})`);
  return [
    '## Figures and goals',
    'On test rows that neither training nor any choice has seen. The interval is of 95 %: Wilson for a share, else 200 ' +
      'seeded resamples of the rows. Each text is answered, whether the product would abstain or not; documentation is ' +
      'counted both ways.',
    markdownTable(rows),
    '## Confusions',
    'Test rows by their label (down) and by what the model says (across).',
    ...answers.flatMap(each => [`### ${titleOf(each)}`, confusionTable(each)]),
    '## Calibration',
    'How often the model is right, against how sure it is, after scaling. On the broken line both are the same; a larger ' +
      'circle has more rows.',
    images.join('\n'),
    ...(trust === '' ? [] : ['## Trust', trust.trim()]),
    '## Licences',
    '**\\*** no licence is stated for the data, or it is not the only one that may apply.',
    licences(sources),
  ].join('\n\n');
}

function confusionTable(answers: Answers): string {
  const { labels } = answers;
  const { confusion } = metricsOf(answers);
  const lines = confusion.map((counts, k) => `| **${labels[k]}** | ${counts.join(' | ')} |`);
  return [`| | ${labels.join(' | ')} |`, `| --- |${' --- |'.repeat(labels.length)}`, ...lines].join('\n');
}

function licences(sources: CardParts['sources']): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const lines = sources.map(source => {
    const mark = isUnclear(source, sources) ? ' **\\***' : '';
    return `| ${source.id}${mark} | ${cell(source.title)} | ${cell(source.licence)} | ${cell(source.citation)} |`;
  });
  return ['| source | what it is | licence | cite |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** By the words of the licence, or of the source that it refers to: `as tweeteval-sentiment`. */
function isUnclear({ licence }: Pick<Source, 'licence'>, sources: CardParts['sources']): boolean {
  const other = sources.find(({ id }) => licence === `as ${id}`);
  if (other !== undefined) return isUnclear(other, sources);
  return /not stated|none stated|no licence|restrictions/.test(licence);
}
