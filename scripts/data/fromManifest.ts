/** Writes sources.json from a data manifest: `node scripts/data/fromManifest.ts MANIFEST.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { recipes } from './recipes.ts';
import type { NaiveBayes, Source } from './sources.ts';
import { unseen } from './unseen.ts';

interface ManifestEntry {
  id: string;
  title: string;
  files: { path: string; sha256: string; bytes: number }[];
  upstream: { raw_urls: string[] };
  licence: string;
  citation: string;
  notes: string;
  naive_bayes_sanity?: NaiveBayes[];
}

const manifest: ManifestEntry[] = JSON.parse(readFileSync(process.argv[2], 'utf8'));
/** Read by no recipe, but by corpus.ts and by experiments. */
const others = ['tatoeba-en-zh', ...Object.keys(unseen)];
const ids = new Set([...recipes.map(recipe => recipe.source), ...others]);
const sources: Source[] = [...ids].map(id => {
  const entry = manifest.find(candidate => candidate.id === id);
  if (entry === undefined) throw new Error(`expected the source "${id}" in ${process.argv[2]}, found none.`);
  return {
    id,
    title: entry.title,
    licence: entry.licence,
    citation: entry.citation,
    notes: entry.notes,
    naiveBayes: entry.naive_bayes_sanity ?? [],
    files: entry.files.map(({ path, sha256, bytes }, i) => ({
      path,
      url: entry.upstream.raw_urls[i],
      sha256,
      bytes,
    })),
  };
});
writeFileSync(new URL('sources.json', import.meta.url), `${JSON.stringify(sources, null, 2)}\n`);
