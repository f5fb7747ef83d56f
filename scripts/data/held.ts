/** The texts that are held out for validation or test, by the set that holds them out. */

/** Letters and digits (of a splitKey) that two texts begin with alike where one is a cut of the other. */
const CUT = 40;

export class Held {
  /** By key. */
  readonly #sets = new Map<string, Set<string>>();
  /** Long keys by their beginning. */
  readonly #beginnings = new Map<string, Set<string>>();

  /** @param key splitKey of the text */
  add(key: string, set: string): void {
    addTo(this.#sets, key, set);
    if (key.length >= CUT) addTo(this.#beginnings, key.slice(0, CUT), key);
  }

  /** Whether a text of this key may not train: it is held out, or begins as one does up to the end of the shorter. */
  has(key: string): boolean {
    return this.#sets.has(key) || !this.#cutsOf(key).next().done;
  }

  /** The sets that hold out the same text. */
  same(key: string): ReadonlySet<string> {
    return this.#sets.get(key) ?? new Set();
  }

  /** The sets that hold out a text which is the beginning of this one, or which this one is the beginning of. */
  cut(key: string): ReadonlySet<string> {
    return new Set([...this.#cutsOf(key)].flatMap(other => [...this.same(other)]));
  }

  *#cutsOf(key: string): Generator<string> {
    if (key.length < CUT) return;
    for (const other of this.#beginnings.get(key.slice(0, CUT)) ?? []) {
      if (other !== key && (other.startsWith(key) || key.startsWith(other))) yield other;
    }
  }
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
