/** A folder with an experiment, and a small model that the command line itself trained on it: once for all suites. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

const words: Record<string, Record<string, string>> = {
  sentiment: { negative: 'awful broken 很差', positive: 'wonderful lovely 很好' },
  toxicity: { none: 'cable table', toxic: 'idiot fool' },
};
/** Of toxicity: everything that is scored here, so that it answers as a task without a scope does. */
export const scope = ['prose', 'heading', 'comment'];
/** Numbers of a sentence's vector. */
const sentenceSize = 32;
const filler = ['the', 'a', 'it', 'is', 'and', 'was', 'this', '的'];

export interface Workspace {
  folder: string;
  experiment: string;
  model: string;
  /** Writes a file into the folder. @returns its path */
  file(name: string, content: string | Buffer): string;
}

let made: Promise<Workspace> | undefined;

export function workspace(): Promise<Workspace> {
  made ??= make();
  return made;
}

/** Mocha's root hook: the last suite is through. */
export const mochaHooks = {
  async afterAll() {
    if (made !== undefined) rmSync((await made).folder, { recursive: true });
  },
};

async function make(): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'manylens-cli-'));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const tasks = Object.entries(words).map(([id, labels]) => {
    file(`${id}.jsonl`, rows(labels));
    const train = [`${id}.jsonl`];
    const sources = [{ format: 'jsonl', language: 'und', train, validation: 0.2, test: train }];
    return { id, labels: Object.keys(labels), sources, ...(id === 'toxicity' && { scope }) };
  });
  const said = Object.values(words).flatMap(labels => Object.values(labels));
  file('sentences.jsonl', said.map(text => `${JSON.stringify({ text })}\n`).join(''));
  file('vectors.f16', unitVectors(said.length));
  const sentences = { texts: 'sentences.jsonl', vectors: 'vectors.f16' };
  const sizes = { embeddingSize: 8, units: 4, headUnits: 4, sentenceSize };
  const architecture = { preset: 'manylens', initialise: 'random', ...sizes };
  const experiment = file(
    'experiment.json',
    JSON.stringify({
      ...{ tasks, sentences, training: {} },
      architecture: { ...architecture, vocabularySize: 200 },
    }),
  );
  const model = join(folder, 'model');
  const trained = await run(['train', experiment, '--out', model, '--epochs', '1', '--backend', 'cpu']);
  assert.equal(trained.code, 0, trained.stderr);
  return { folder, experiment, model, file };
}

/** [count, sentenceSize] as float16: a teacher to whom no two sentences are alike. */
function unitVectors(count: number): Buffer {
  const vectors = Buffer.alloc(2 * count * sentenceSize);
  for (let n = 0; n < count; n++) vectors.writeUInt16LE(0x3c00, 2 * (n * sentenceSize + n));
  return vectors;
}

function rows(labels: Record<string, string>): string {
  const lines = Object.entries(labels).flatMap(([label, words]) =>
    Array.from({ length: 60 }, (_, n) => {
      const said = words.split(' ');
      const pick = (from: readonly string[], k: number) => from[(n * 7 + k * 3) % from.length];
      const text = [pick(filler, 1), pick(said, 2), pick(filler, 3), pick(said, 4), pick(filler, 5)];
      return `${JSON.stringify({ text: text.join(' '), label })}\n`;
    }),
  );
  return lines.join('');
}
