/** Documents as the host would send them: scores made up, by a formula, so that every run sees the same. */
import { sectionsOf } from '../../../media/sections.ts';
import { receive, type ShownResults } from '../../../media/shown.ts';
import { type TaskRow, taskRows } from '../../../media/taskRows.ts';
import type { PanelResults, PanelSegment } from '../../../src/protocol/panel.ts';
import type { TaskInfo, TaskScore } from '../../../src/protocol/scores.ts';
import type { Heading } from '../../../src/protocol/worker.ts';

function task(id: string, title: string, description: string, labels: string[]): TaskInfo {
  return { id, title, description, labels, languages: [] };
}

/** A next step, as errors have them. */
export const openLog = { title: 'Open Log', command: 'manylens.openLog' } as const;
export const useBase = { title: 'Use the Base Model', command: 'manylens.useBaseModel' } as const;

export const tasks: TaskInfo[] = [
  task('sentiment', 'Sentiment', 'Does the writer speak well or ill of the matter?', [
    'negative',
    'neutral',
    'positive',
  ]),
  task('emotion', 'Emotion', 'Which feeling does the sentence express?', [
    'anger',
    'disgust',
    'fear',
    'joy',
    'sadness',
    'surprise',
  ]),
  task('toxicity', 'Toxicity', 'Would the sentence hurt its reader?', ['none', 'toxic']),
  task('subjectivity', 'Subjectivity', 'A personal view, or a statement of fact?', [
    'objective',
    'subjective',
  ]),
  task('technical-debt', 'Technical Debt', 'Does a comment admit that something is left to do?', [
    'none',
    'debt',
  ]),
];

const sentences = [
  'The first week with the Aurora headphones was a delight: light, warm, and quiet on the train.',
  'They pair in two seconds.',
  'After the update the left side crackled, and nobody at the help desk knew why.',
  'Battery life is given as thirty hours; I measured twenty-eight.',
  '包装很漂亮，音质也比我想象的好得多。',
  'I cannot believe they charge extra for the cable, which is an insult to anyone who paid the full price for a product that was announced as complete.',
  'TODO: measure again once the new firmware is out.',
  'Returning them was easy, and the refund came within a day.',
  'Hm.',
  'Would I buy them again?',
];

/** Waves of different lengths: smooth along the document, different by task and label. */
function score(index: number, { labels }: TaskInfo, salt: number): TaskScore {
  const heights = labels.map(
    (_, label) =>
      1.6 * Math.sin(index / (2.3 + salt + label) + 2.1 * label) + Math.sin(index * 1.7 + label * salt),
  );
  const sum = heights.reduce((total, height) => total + Math.exp(height), 0);
  const probabilities = heights.map(height => Math.exp(height) / sum);
  const abstained = index % 10 === 8 || (index > 17 && index < 22 && salt === 0);
  const label = abstained ? null : labels[probabilities.indexOf(Math.max(...probabilities))];
  return { label, probabilities, abstained };
}

/** The same, where the user has labelled the first segment. */
export function withOwnLabel(results: PanelResults): PanelResults {
  const labelled = structuredClone(results);
  const guess = { label: 'neutral', probabilities: [0.2, 0.61, 0.19], abstained: false };
  const own = { label: 'positive', probabilities: [0, 0, 1], abstained: false, guess };
  labelled.document.segments[0].scores.sentiment = own;
  return labelled;
}

export interface DocumentOptions {
  uri?: string;
  title?: string;
  segments?: number;
  headings?: Heading[];
  /** Replaces the text of the segment with this index. */
  texts?: Record<number, string>;
}

export function resultsOf({
  uri,
  title,
  segments: count = 40,
  headings = [],
  texts = {},
}: DocumentOptions = {}): PanelResults {
  let offset = 0;
  const segments = Array.from({ length: count }, (_, index): PanelSegment => {
    const text = texts[index] ?? sentences[index % sentences.length];
    const start = offset;
    offset += text.length + (index % 7 === 6 ? 60 : 1);
    return {
      text,
      start,
      end: start + text.length,
      line: 1 + index + 2 * Math.floor(index / 7),
      language: index % 10 === 4 ? 'zh' : index % 10 === 8 ? 'und' : 'en',
      tokens: Math.ceil(text.length / 5),
      scores: Object.fromEntries(tasks.map((info, salt) => [info.id, score(index, info, salt)])),
    };
  });
  return {
    kind: 'results',
    model: { name: 'base', version: '0.1.0' },
    tasks,
    document: {
      uri: uri ?? 'file:///review.md',
      title: title ?? 'review.md',
      version: 1,
      segments,
      headings,
    },
    outdated: false,
    busy: false,
  };
}

/** Of such a document: all of it, the most of its first half, and its second half without a title. */
export const headings: Heading[] = [0, 1, 20].map((index, position) => ({
  start: resultsOf().document.segments[index].start,
  level: position === 0 ? 1 : 2,
  title: ['All', 'First', ''][position],
}));

/** As the panel holds them. */
export function shownOf(options: DocumentOptions = {}): ShownResults {
  return receive(undefined, { type: 'state', number: 1, state: resultsOf(options) })!.state as ShownResults;
}

/** The rows of sentiment, with emotion beside it. */
export function rowsOf(options: DocumentOptions = {}): TaskRow[] {
  const { segments, headings } = shownOf(options).document;
  const sections = sectionsOf(headings, segments.at(-1)!.end);
  return taskRows({ task: tasks[0], compared: tasks[1], segments, sections });
}
