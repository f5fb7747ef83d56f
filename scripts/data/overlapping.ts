/** Which sets' training texts stand in which sets' held-out texts: prepared, and raw as the recipes read it. Pure. */
import { splitKey } from './clean.ts';
import { Held } from './held.ts';

/** A text that a set trains on, or holds out for validation or test. */
export interface Placed {
  text: string;
  set: string;
  held: boolean;
}

/** Of the different training texts of one set, those that another, or the same one, holds out. */
export interface Overlap {
  train: string;
  held: string;
  /** Equal but for case, spaces, punctuation and tokenisation. */
  same: number;
  /** One is the beginning of the other: see Held. */
  cut: number;
  /** One of them. */
  example: string;
}

export function overlapsOf(placed: readonly Placed[]): Overlap[] {
  const held = new Held();
  const training = new Map<string, { text: string; sets: Set<string> }>();
  for (const { text, set, held: isHeld } of placed) {
    const key = splitKey(text);
    if (isHeld) held.add(key, set);
    else if (training.has(key)) training.get(key)!.sets.add(set);
    else training.set(key, { text, sets: new Set([set]) });
  }
  const found = new Map<string, Overlap>();
  for (const [key, { text, sets }] of training) {
    for (const how of ['same', 'cut'] as const) {
      for (const other of held[how](key)) {
        for (const train of sets) {
          const name = JSON.stringify([train, other]);
          const overlap = found.get(name) ?? { train, held: other, same: 0, cut: 0, example: text };
          overlap[how]++;
          found.set(name, overlap);
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => b.same - a.same || b.cut - a.cut);
}

/** A prepared file's texts: `TASK.LANG.SPLIT.jsonl` and `pairs.SPLIT.jsonl`; a name without a split is all training. */
export function placedIn(name: string, content: string): Placed[] {
  const held = /\.(?:validation|test)\.jsonl$/.test(name);
  return content.split('\n').flatMap(line => {
    if (line === '') return [];
    const row: Record<string, unknown> = JSON.parse(line);
    const set = typeof row.source === 'string' ? row.source : name.slice(0, name.indexOf('.'));
    return [row.text, row.en, row.zh].flatMap(text =>
      typeof text === 'string' ? [{ text, set, held }] : [],
    );
  });
}
