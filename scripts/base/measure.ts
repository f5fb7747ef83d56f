/** Measures a bundle for the goals: everything that the table's rows are made of. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scorer } from '../../src/engine/scorer.ts';
import type { Segment } from '../../src/text/segment.ts';
import type { EvaluationReport } from '../../src/training/evaluate.ts';
import { readSources } from '../data/sources.ts';
import { unseen } from '../data/unseen.ts';
import { answersOf, jsonLines, readTestSets } from './answers.ts';
import { type Speed, sizeOf, speedAgainst } from './cost.ts';
import { type FalseAlarms, falseAlarms } from './documentation.ts';
import { type FewShot, fewShot, neighbours, type Pair, pairsToFind } from './fewShot.ts';
import type { Goal } from './goals.ts';
import type { Measured } from './rows.ts';

export interface Places {
  /** The repository. */
  root: string;
  /** What stands for documentation. */
  sentences: readonly Segment[];
  /** The folder of `raw` and `prepared`. */
  data: string;
  /** The bundle's folder. */
  model: string;
  /** A folder of `manylens evaluate --json` reports by experiment; absent where none was made. */
  reports?: string;
}

/** Opens a bundle for scoring; what it remembers of a text is the caller's choice. */
export type Open = (bundle: string, remember?: number) => Promise<Scorer>;

export async function measure(
  scorer: Scorer,
  goals: readonly Goal[],
  places: Places,
  say: (what: string) => void,
): Promise<Measured> {
  const { root, sentences, data, model, reports } = places;
  const prepared = join(data, 'prepared');
  const answers = await answersOf(scorer, readTestSets(prepared), say);
  const hasVector = await scorer.embed([]).then(
    () => true,
    () => false,
  );
  const few = new Map<string, FewShot>();
  const documentation = new Map<string, FalseAlarms>();
  for (const goal of goals) {
    if (goal.kind === 'documentation') {
      const alarms = await falseAlarms(scorer, sentences, goal);
      if (alarms !== undefined) documentation.set(goal.id, alarms);
      say(goal.title);
    }
    if (goal.kind !== 'few-shot' || !hasVector) continue;
    const { source } = goal;
    if (!existsSync(join(data, 'raw', source))) continue;
    const rows = unseen[source](name => readFileSync(join(data, 'raw', source, name)));
    few.set(source, await fewShot(scorer, rows, source.startsWith('zh-') ? 'zh' : 'en'));
    say(goal.title);
  }
  const pairs = join(prepared, 'pairs.test.jsonl');
  const isMeasured = hasVector && existsSync(pairs);
  return {
    answers,
    experiments: readReports(goals, reports),
    sources: readSources(join(root, 'scripts/data/sources.json')),
    fewShot: few,
    ...(isMeasured && {
      neighbours: await neighbours(scorer, pairsToFind(jsonLines<Pair>(readFileSync(pairs, 'utf8')))),
    }),
    documentation,
    bytes: sizeOf(model),
  };
}

/** Both opened anew, so that neither knows a sentence. */
export async function measureSpeed(
  open: Open,
  { sentences, model }: Places,
  against: string,
): Promise<Speed> {
  const [ours, theirs] = [await open(model, 0), await open(against, 0)];
  try {
    return await speedAgainst(ours, theirs, sentences);
  } finally {
    ours.dispose();
    theirs.dispose();
  }
}

function readReports(goals: readonly Goal[], folder: string | undefined): Map<string, EvaluationReport> {
  return new Map(
    goals.flatMap(({ kind, id }) => {
      const file = join(folder ?? '', `${id}.json`);
      if (kind !== 'experiment' || folder === undefined || !existsSync(file)) return [];
      return [[id, JSON.parse(readFileSync(file, 'utf8')) as EvaluationReport]];
    }),
  );
}
