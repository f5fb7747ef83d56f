/** Stands at a piece's open side: `##ing` goes on with a word, `pars##` begins one. A token without it is a word. */
export const OPEN = '##';

type Counted = readonly [token: string, count: number];

/** Most frequent first; ties by UTF-16 order, whatever the locale of the machine. */
export function byCount(a: Counted, b: Counted): number {
  return b[1] - a[1] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
}

/** Half of the room at most goes to single characters: the rest must be worth more than spelling. */
const CHARACTER_SHARE = 1 / 2;
/** A character or a pair seen less often is noise. */
const MIN_COUNT = 2;
/** Longest piece in UTF-16 units, with its mark: what is longer is one word's, or a run of zeros. */
const MAX_LENGTH = 16;
/** Rarer words hardly change what is learnt, and each costs time in every round. */
const MAX_WORDS = 50_000;
/** The share of the open room that one round of merging fills: small keeps the order of the gains. */
const ROUND_SHARE = 1 / 8;

/**
 * At most `room` pieces from which the words that are not `ranked.slice(0, kept)` can be spelt: frequent
 * characters first, then byte-pair merges (Sennrich et al. 2016) of what the left-out words share. A piece is another
 * token than the word that is spelt like it: names begin with anything, with insults too.
 */
export function learnPieces(ranked: readonly Counted[], kept: number, room: number): string[] {
  const pieces = new Set<string>();
  const entries = ranked.map(([word, count]): [string[], number] => [spell(word), count]);
  const characters = countAll(entries);
  for (const [character, count] of [...characters].sort(byCount)) {
    if (count < MIN_COUNT || pieces.size >= room * CHARACTER_SHARE) break;
    pieces.add(character);
  }

  const spelt = entries.slice(kept, kept + MAX_WORDS);
  while (pieces.size < room) {
    const merges = bestMerges(spelt, Math.ceil((room - pieces.size) * ROUND_SHARE));
    if (merges.size === 0) break;
    for (const merged of merges.values()) pieces.add(merged);
    for (const entry of spelt) entry[0] = merge(entry[0], merges);
  }
  return [...pieces];
}

/** `cat` -> `c##`, `##a`, `##t`; a stand-in such as `<url>` has no spelling. */
function spell(word: string): string[] {
  if (/^<.+>$/.test(word)) return [];
  return Array.from(word, (character, place) => (place === 0 ? character + OPEN : OPEN + character));
}

/** `c##` and `##a` -> `ca##`; `##a` and `##t` -> `##at`. */
function join(left: string, right: string): string {
  const inner = right.slice(OPEN.length);
  return left.endsWith(OPEN) ? left.slice(0, -OPEN.length) + inner + OPEN : left + inner;
}

function countAll(spelt: Iterable<[string[], number]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [symbols, count] of spelt) {
    for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + count);
  }
  return counts;
}

/** The most frequent pairs, keyed `left right`, none of which can take a symbol away from another. */
function bestMerges(spelt: [string[], number][], most: number): Map<string, string> {
  const counts = new Map<string, number>();
  for (const [symbols, count] of spelt) {
    for (let i = 1; i < symbols.length; i++) {
      const pair = `${symbols[i - 1]} ${symbols[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  const frequent = [...counts].filter(([, count]) => count >= MIN_COUNT).sort(byCount);
  const merges = new Map<string, string>();
  const lefts = new Set<string>();
  const rights = new Set<string>();
  for (const [pair] of frequent) {
    if (merges.size >= most) break;
    const [left, right] = pair.split(' ');
    if (left.length + right.length > MAX_LENGTH) continue;
    if (rights.has(left) || lefts.has(right)) continue;
    lefts.add(left);
    rights.add(right);
    merges.set(pair, join(left, right));
  }
  return merges;
}

function merge(symbols: string[], merges: ReadonlyMap<string, string>): string[] {
  const result = symbols.slice(0, 1);
  for (let i = 1; i < symbols.length; i++) {
    const merged = merges.get(`${symbols[i - 1]} ${symbols[i]}`);
    if (merged !== undefined && result.at(-1) === symbols[i - 1]) result[result.length - 1] = merged;
    else result.push(symbols[i]);
  }
  return result;
}
