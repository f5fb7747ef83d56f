/** What the model says of documentation, where nearly nothing is toxic, to be mended or meant to please. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreOf } from '../../src/protocol/scores.ts';
import type { Segment } from '../../src/text/segment.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Model } from './answers.ts';
import type { GoalOf } from './goals.ts';
import { type Figure, wilson } from './measures.ts';

/**
 * Every sentence of the READMEs of the packages in package-lock.json, in its order. What is optional is left out: whether
 * it is installed depends on the platform.
 */
export function readmeSentences(root: string): Segment[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optional?: boolean; devOptional?: boolean }>;
  };
  return Object.entries(packages).flatMap(([path, { optional, devOptional }]) => {
    const folder = join(root, path);
    if (path === '' || optional || devOptional || !existsSync(folder)) return [];
    const readmes = readdirSync(folder).filter(name => /^readme(\.md|\.markdown)?$/i.test(name));
    return readmes.flatMap(name =>
      segmentText(readFileSync(join(folder, name), 'utf8'), { languageId: 'markdown' }),
    );
  });
}

export interface FalseAlarms {
  /** What is shown: where the task abstains, nothing is. */
  shown: Figure;
  /** The most probable label, shown or not. */
  best: Figure;
  /** Some that are shown. */
  examples: string[];
}

/** The share of the sentences that have one of the goal's labels; undefined where the model lacks the task. */
export async function falseAlarms(
  model: Model,
  sentences: readonly Segment[],
  { task, labels }: Pick<GoalOf<'documentation'>, 'task' | 'labels'>,
): Promise<FalseAlarms | undefined> {
  const info = model.model.tasks.find(({ id }) => id === task);
  if (info === undefined) return undefined;
  const scores = (await model.score(sentences, { tasks: [task] })).map(scored => scoreOf(scored, info)!);
  const shown = scores.map(({ label }) => label !== null && labels.includes(label));
  const best = scores.map(({ probabilities }) =>
    labels.includes(info.labels[probabilities.indexOf(Math.max(...probabilities))]),
  );
  const examples = sentences.filter((_, n) => shown[n]).map(({ text }) => text);
  return { shown: shareOf(shown), best: shareOf(best), examples: examples.slice(0, 20) };
}

function shareOf(flags: readonly boolean[]): Figure {
  const n = flags.length;
  const value = n === 0 ? 0 : flags.filter(Boolean).length / n;
  return { n, value, interval: wilson(value, n) };
}
