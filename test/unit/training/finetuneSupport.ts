import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openScorerIn } from '../../../src/engine/node/openScorerIn.ts';
import { GUARD, withFile } from '../../../src/model/bundleContent.ts';
import { writeGuard } from '../../../src/model/guard.ts';
import { writeBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import type { FinetuneRequest } from '../../../src/protocol/training.ts';
import { useBackend, wasmPath } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';

export const options = { backend: 'wasm' as const, wasmPath };
const objects = ['good food', 'a bad day', 'food and a day', 'the good day', 'bad food'];
export const formal = objects.flatMap(words => [`please ${words}`, `kindly ${words}`]);
export const casual = objects.flatMap(words => [`hey ${words}`, `dude ${words}`]);
export const line = (task: string, label: string | null) => (text: string) =>
  `${JSON.stringify({ text, task, label })}\n`;
export const toneLines = [...formal.map(line('tone', 'formal')), ...casual.map(line('tone', 'casual'))];

/** Of every word that the toys know, three at a time. */
export const guardOf = (words: readonly string[]) =>
  writeGuard(
    words.flatMap((first, a) =>
      words.map((second, b) => ({
        text: `${first} ${second} ${words[(a * b + 1) % words.length]}`,
        ...{ language: 'en', kinds: ['prose' as const] },
      })),
    ),
  );

/** A folder with the bundles `toy`, `guarded` (the same with a guard) and `keras` in it, for the tests of a `describe`, and what they do there. */
export function toyFolder() {
  let folder = '';
  let files = 0;
  const request = async (
    lines: string[],
    fields: Partial<FinetuneRequest> = {},
  ): Promise<FinetuneRequest> => {
    const labels = path.join(folder, `labels-${++files}.jsonl`);
    await writeFile(labels, lines.join(''));
    return {
      labels: [labels],
      model: path.join(folder, 'toy'),
      out: path.join(folder, `out-${files}`),
      seed: 1,
      ...fields,
    };
  };
  const scores = async (model: string, text: string) => {
    const scorer = await openScorerIn(model, { ...options, native: true });
    const [scored] = await scorer.score([{ start: 0, end: 1, text, language: 'en', kinds: ['prose'] }]);
    const { tasks } = scorer.model;
    scorer.dispose();
    return { scored, tasks };
  };

  before(async () => {
    await useBackend('wasm');
    folder = await mkdtemp(path.join(os.tmpdir(), 'manylens-finetune-'));
    const tasks = [
      toyTask('sentiment', ['negative', 'positive']),
      toyTask('topic', ['food', 'day'], { scope: ['prose'] }),
    ];
    const toy = await toyBundle(tasks, 'manylens', { sentenceSize: 12 });
    await writeBundleFiles(path.join(folder, 'toy'), toy);
    const guard = guardOf(['good', 'bad', 'food', 'day', 'please', 'kindly', 'hey', 'dude', 'and', 'a']);
    await writeBundleFiles(path.join(folder, 'guarded'), await withFile(toy, GUARD, guard, 'toy'));
    await writeBundleFiles(path.join(folder, 'keras'), await toyBundle(tasks, 'keras-multitask'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return { path: (name: string) => path.join(folder, name), request, scores };
}
