import type { Architecture } from '../model/architecture.ts';
import type { TaskData } from './examples.ts';
import type { TaskMetrics } from './metrics.ts';

export interface CardFacts {
  name: string;
  architecture: Architecture;
  origin: string;
  vocabulary: number;
  seed: number;
  command: string;
  /** Epochs that the weights have seen. */
  epochs: number;
  tasks: readonly TaskData[];
  /** On the test split, by task id; without a task where it has no test rows. */
  test: Record<string, TaskMetrics>;
  /** Figures of the same test rows by language, where a task reads several: `sentiment (zh)`. */
  byLanguage: Record<string, TaskMetrics>;
  /** Markdown that the experiment's author adds: purpose, data, weaknesses. */
  notes: string;
}

const percent = (ratio: number) => `${(100 * ratio).toFixed(1)} %`;

/** A bundle's MODEL_CARD.md: every figure is computed here, from the test split, by the command it names. */
export function modelCard(facts: CardFacts): string {
  const { architecture: a, tasks, test } = facts;
  const rows = tasks.map(task => {
    const counts = [task.train.length, task.validation.length, task.test.length];
    return `| ${task.id} | ${task.languages.join(', ') || 'und'} | ${counts.join(' | ')} |`;
  });
  return [
    `# Model card: ${facts.name}`,
    `Made by \`${facts.command}\` (seed ${facts.seed}, ${facts.epochs} epochs).`,
    ...(facts.notes ? [facts.notes.trim()] : []),
    '## Network',
    `Preset \`${a.preset}\`: embedding ${facts.vocabulary} x ${a.embeddingSize}, ${a.encoder} ${a.units}, ` +
      `pooling ${a.pooling}; first weights: ${facts.origin}. Texts are read up to ${a.maxLength} tokens.`,
    '## Data',
    ['| task | languages | train | validation | test |', '| --- | --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
    '## Test figures',
    'Rows that training did not see, nor the choice of the epoch. *Majority* answers the most frequent label of the test rows.',
    figures({ ...test, ...facts.byLanguage }),
    '## Each label',
    labels(test),
    '',
  ].join('\n\n');
}

function figures(test: Record<string, TaskMetrics>): string {
  return [
    '| task | n | majority | accuracy | macro-F1 | calibration error |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.entries(test).map(([id, { n, accuracy, macroF1, ece, perClass }]) => {
      const majority = Math.max(...Object.values(perClass).map(({ support }) => support)) / n;
      return `| ${id} | ${n} | ${[majority, accuracy, macroF1, ece].map(percent).join(' | ')} |`;
    }),
  ].join('\n');
}

function labels(test: Record<string, TaskMetrics>): string {
  return [
    '| task | label | n | precision | recall | F1 |',
    '| --- | --- | --- | --- | --- | --- |',
    ...Object.entries(test).flatMap(([id, { perClass }]) =>
      Object.entries(perClass).map(
        ([label, { precision, recall, f1, support }]) =>
          `| ${id} | ${label} | ${support} | ${[precision, recall, f1].map(percent).join(' | ')} |`,
      ),
    ),
  ].join('\n');
}
