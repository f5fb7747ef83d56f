/** Reports as the host sends them: of two tasks, one with few labels and one with many. */
import type { ReportState } from '../../../src/protocol/reportPanel.ts';
import type { FinetuneReport } from '../../../src/protocol/training.ts';

type Task = FinetuneReport['tasks'][string];

/** Rows by label: how often each was predicted. */
const confusion = [
  [41, 3, 1],
  [4, 33, 0],
  [2, 0, 29],
];

const few: Task = {
  examples: 116,
  before: { accuracy: 0.814, macroF1: 0.79 },
  after: { accuracy: 0.912, macroF1: 0.904 },
  unmeasured: ['performance'],
  labels: ['bug', 'feature', 'question', 'performance'],
  measured: 113,
  intervals: {
    before: { accuracy: [0.732, 0.875], macroF1: [0.71, 0.862] },
    after: { accuracy: [0.845, 0.952], macroF1: [0.841, 0.951] },
  },
  perClass: {
    bug: { precision: 0.87, recall: 0.91, f1: 0.89, support: 45 },
    feature: { precision: 0.92, recall: 0.89, f1: 0.9, support: 37 },
    question: { precision: 0.97, recall: 0.94, f1: 0.95, support: 31 },
    performance: { precision: 0, recall: 0, f1: 0, support: 0 },
  },
  confusion: [...confusion.map(row => [...row, 0]), [0, 0, 0, 0]],
  mistakes: [
    {
      ...{ text: 'It would be good if the export did not lose the header row.', label: 'feature' },
      ...{ predicted: 'bug', probability: 0.91, source: { file: 'notes.md', start: 120, end: 178 } },
    },
    {
      ...{ text: '导出时希望能保留表头。', label: 'feature', predicted: 'bug', probability: 0.74 },
      place: '/project/.manylens/labels.jsonl:41',
    },
    {
      text: 'Crash on the second tab would be nice to fix.',
      label: 'feature',
      predicted: 'bug',
      probability: 0.62,
    },
    {
      text: 'Add a switch to turn the crash reports off.',
      label: 'bug',
      predicted: 'feature',
      probability: 0.81,
    },
    { text: 'Why does it not start?', label: 'bug', predicted: 'question', probability: 0.66 },
  ],
  curve: {
    points: [
      { examples: 23, accuracy: 0.752, interval: [0.665, 0.823] },
      { examples: 46, accuracy: 0.832, interval: [0.752, 0.89] },
      { examples: 91, accuracy: 0.912, interval: [0.845, 0.952] },
    ],
    ...{ gain: 0.08, pValue: 0.012, rising: true },
  },
};

const names = Array.from({ length: 20 }, (_, k) => `intent ${k + 1}`);
const many: Task = {
  examples: 20_000,
  before: null,
  after: { accuracy: 0.95, macroF1: 0.95 },
  labels: names,
  measured: 20_000,
  intervals: { before: null, after: { accuracy: [0.947, 0.953], macroF1: [0.946, 0.953] } },
  perClass: Object.fromEntries(
    names.map(name => [name, { precision: 0.95, recall: 0.95, f1: 0.95, support: 1000 }]),
  ),
  confusion: names.map((_, i) => names.map((_, j) => (i === j ? 950 : j === (i + 1) % 20 ? 50 : 0))),
  mistakes: [{ text: 'how far is the airport', label: 'intent 1', predicted: 'intent 2', probability: 0.99 }],
  curve: null,
};

export const report: FinetuneReport = {
  tasks: { 'issue-kind': few, intent: many },
  guard: {
    sentiment: { before: { accuracy: 0.84, macroF1: 0.83 }, after: { accuracy: 0.84, macroF1: 0.83 } },
  },
  mode: 'heads',
  reason: 'heads, as asked',
  refused: [],
  accepted: true,
  seconds: 1.94,
  skipped: [],
  notes: [],
};

export const openReport: ReportState = {
  report: { ...report, tasks: { 'issue-kind': few } },
  outcome: 'Fine-tuned on issue-kind (116 labels, macro F1 79% → 90%).',
  reason: 'heads, as asked',
  refused: [],
  skipped: [],
  decision: 'open',
  changes: {
    kind: 'compared',
    segments: 48,
    tasks: {
      'issue-kind': {
        changed: 2,
        shown: [
          {
            ...{ uri: 'file:///project/notes.md', title: 'notes.md', line: 12, start: 300, end: 351 },
            ...{ text: 'The list should remember how it was sorted.', before: 'bug', after: 'feature' },
          },
          {
            ...{ uri: 'file:///project/notes.md', title: 'notes.md', line: 31, start: 900, end: 930 },
            ...{ text: 'Is there a way to undo this?', before: null, after: 'question' },
          },
        ],
      },
    },
  },
};

export const manyReport: ReportState = {
  ...openReport,
  report,
  outcome: 'Fine-tuned on issue-kind (116 labels, macro F1 79% → 90%), intent (20000 labels, macro F1 95%).',
  reason: 'heads, as asked',
  refused: [],
  skipped: ['labels.jsonl:7: expected a label, found nothing'],
  changes: { kind: 'busy' },
};

/** Of two labels: nothing could be measured. */
export const tinyReport: ReportState = {
  report: {
    ...report,
    tasks: { tone: { examples: 2, before: null, after: null, unmeasured: ['formal', 'casual'] } },
  },
  outcome: 'Fine-tuned on tone (2 labels, too few to measure).',
  reason: 'heads, as asked',
  refused: [],
  skipped: [],
  decision: 'open',
  changes: { kind: 'nothing-open' },
};

export const refusedReport: ReportState = {
  ...openReport,
  report: { ...openReport.report, accepted: false },
  outcome:
    'The fine-tuned model was refused, because it made other tasks worse: issue-kind (116 labels, macro F1 90% → 79%).',
  decision: 'refused',
  changes: undefined,
};
