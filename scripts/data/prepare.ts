/** Raw rows to the rows of a task's splits: mapped, cleaned, without leaks and contradictions. Pure. */
import { createHash } from 'node:crypto';
import { splitKey, textKey } from './clean.ts';
import type { RawRow } from './formats.ts';
import { type Assignment, type Recipe, type Split, splits } from './recipe.ts';

export interface Row {
  text: string;
  label: string;
  language: string;
  source: string;
  /** Which of the upstream's files or splits it stands in. */
  part: string;
  split: Split;
}

/** Why a row is not in the prepared data. */
export type Reason = 'label' | 'empty' | 'limit' | 'duplicate' | 'leak' | 'contradiction' | 'balance';
export type Dropped = (source: string, reason: Reason) => void;

/**
 * One source's rows, each with the split it asks for.
 * @param hold told each text that upstream or the recipe holds out, also where its row is dropped for another reason
 */
export function rowsOf(
  recipe: Recipe,
  raw: RawRow[],
  dropped: Dropped,
  hold: (text: string) => void = () => {},
): Row[] {
  const drop = (reason: Reason) => dropped(recipe.source, reason);
  const rows: Row[] = [];
  for (const { text: rawText, label: rawLabel, part, group } of raw) {
    const label = recipe.map[rawLabel];
    if (label === undefined) {
      const expected = Object.keys(recipe.map).join(', ');
      throw new Error(`${recipe.source}: expected one of the labels ${expected}, found "${rawLabel}".`);
    }
    const text = recipe.clean(rawText);
    const split = splitOf(assignmentOf(recipe, part, group), group ?? splitKey(text));
    if (split !== 'train') hold(text);
    if (label === null) drop('label');
    else if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) drop('empty');
    else rows.push({ text, label, language: recipe.language, source: recipe.source, part, split });
  }
  return limited(rows, recipe.limit ?? Number.POSITIVE_INFINITY, () => drop('limit'));
}

function assignmentOf(recipe: Recipe, part: string, group?: string): Assignment {
  return recipe.splits[group ?? part] ?? recipe.splits[part] ?? recipe.splits.default;
}

function splitOf(assignment: Assignment, key: string): Split {
  if (typeof assignment === 'string') return assignment;
  const percent = (hash(key).readUInt32BE() / 2 ** 32) * 100;
  const [train, validation] = assignment;
  return percent < train ? 'train' : percent < train + validation ? 'validation' : 'test';
}

function limited(rows: Row[], limit: number, drop: () => void): Row[] {
  const kept = new Set<Row>();
  for (const ofPart of Map.groupBy(rows, row => row.part).values()) {
    for (const row of byHash(ofPart, textKey).slice(0, limit)) kept.add(row);
  }
  for (const row of rows) if (!kept.has(row)) drop();
  return rows.filter(row => kept.has(row));
}

/**
 * Follows the splits of the source that `rows` repeat: what trains there trains here, and what is held out there is in no
 * split here, so that neither source takes the other's rows away.
 */
export function afterRepeated(rows: readonly Row[], repeated: readonly Row[], dropped: Dropped): Row[] {
  const theirs = heldOut(repeated);
  const trained = new Set(repeated.map(row => splitKey(row.text)));
  return rows.flatMap(row => {
    const key = splitKey(row.text);
    if (theirs.has(key)) dropped(row.source, 'leak');
    else return [trained.has(key) ? { ...row, split: 'train' as const } : row];
    return [];
  });
}

/** As many rows a label in each held-out split as its rarest label has; the first by hash stay. */
export function balanced(rows: readonly Row[], dropped: Dropped): Row[] {
  const kept = new Set<Row>();
  for (const part of Map.groupBy(rows, row => row.split).values()) {
    const labels = [...Map.groupBy(part, row => row.label).values()];
    const room = part[0].split === 'train' ? part.length : Math.min(...labels.map(label => label.length));
    for (const label of labels) for (const row of byHash(label, splitKey).slice(0, room)) kept.add(row);
  }
  for (const row of rows) if (!kept.has(row)) dropped(row.source, 'balance');
  return rows.filter(row => kept.has(row));
}

/** The keys of what is held out, for validation or test. */
function heldOut(rows: Iterable<Row>): Set<string> {
  const keys = new Set<string>();
  for (const row of rows) if (row.split !== 'train') keys.add(splitKey(row.text));
  return keys;
}

/** Rows, the order given by a hash of their texts: a sample that nobody chose. */
export function byHash<T extends { text: string }>(rows: readonly T[], keyOf: (text: string) => string): T[] {
  return rows
    .map(row => ({ row, key: hash(keyOf(row.text)) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ row }) => row);
}

/**
 * A task's rows of all sources: a text stands in one split (test before validation before train), once,
 * and not at all where its labels contradict each other there.
 */
export function withoutLeaks(rows: Row[], dropped: Dropped): Row[] {
  const kept: Row[] = [];
  const winner = new Map<string, number>();
  const rank = (row: Row) => splits.indexOf(row.split);
  for (const row of rows) {
    const key = splitKey(row.text);
    winner.set(key, Math.max(winner.get(key) ?? 0, rank(row)));
  }
  const staying = rows.filter(row => {
    const leaks = rank(row) < winner.get(splitKey(row.text))!;
    if (leaks) dropped(row.source, 'leak');
    return !leaks;
  });
  for (const same of Map.groupBy(staying, row => textKey(row.text)).values()) {
    const contradicts = same.some(row => row.label !== same[0].label);
    if (!contradicts) kept.push(same[0]);
    for (const row of contradicts ? same : same.slice(1)) {
      dropped(row.source, contradicts ? 'contradiction' : 'duplicate');
    }
  }
  return kept;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
