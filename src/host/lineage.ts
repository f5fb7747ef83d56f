/** As much of a model's version as says where it stands among the others. */
export interface Kin {
  /** SHA-256 of its manifest, by which the next one names it. */
  id: string;
  /** The version that was in use when it was tuned. */
  parent?: { manifest: string };
}

/** The versions before one, nearest first, as far as they are among `all`. */
export function ancestors<T extends Kin>(version: Kin, all: readonly T[]): T[] {
  const byId = new Map(all.map(each => [each.id, each]));
  const found: T[] = [];
  for (let next = parentOf(version, byId); next !== undefined; next = parentOf(next, byId)) {
    found.push(next);
    // Whoever edits a manifest by hand might lead in a circle.
    byId.delete(next.id);
  }
  return found;
}

function parentOf<T extends Kin>({ parent }: Kin, byId: ReadonlyMap<string, T>): T | undefined {
  return parent && byId.get(parent.manifest);
}
