/** Reads an experiment and its data from disk. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { decodeText } from '../../text/decode.ts';
import { type Example, stratifiedSplit, type TaskData } from '../examples.ts';
import {
  type Experiment,
  type ExperimentSource,
  type ExperimentTask,
  parseExperiment,
} from '../experiment.ts';
import { type NamedText, readPairs, readRows, toExamples } from '../readers.ts';
import { float16Rows, type SentenceData } from '../sentences.ts';

export interface ReadExperimentOptions {
  /** What paths in the experiment are relative to; the experiment's folder when absent. */
  dataRoot?: string;
  /** Chooses the validation rows where `validation` is a share. */
  seed: number;
  /** Reads what this split needs and leaves the others empty; every split when absent. */
  split?: 'validation' | 'test';
}

export interface ReadExperiment {
  experiment: Experiment;
  tasks: TaskData[];
  /** Null where the experiment has none, or a single split was asked for. */
  sentences: SentenceData | null;
  /** One line each, for the user. */
  warnings: string[];
  /** Absolute. */
  dataRoot: string;
}

type FileOrPair = ExperimentSource['train'][number];

export function readExperiment(path: string, options: ReadExperimentOptions): ReadExperiment {
  const experiment = parseExperiment(path, withExtended(path));
  const reader = new DataReader(resolve(options.dataRoot ?? dirname(path)));
  const tasks = experiment.tasks.map(task => reader.task(task, options));
  const sentences = options.split === undefined ? reader.sentences(experiment) : null;
  return { experiment, tasks, sentences, warnings: reader.warnings, dataRoot: reader.dataRoot };
}

/**
 * An experiment's text; where it `extends` another one, the fields of that one which it does not have itself.
 * @param extending the files that lead to this one
 */
function withExtended(path: string, extending: readonly string[] = []): string {
  const text = readText(path, path);
  const own = objectIn(text);
  // parseExperiment says what is wrong with a text that is no object. It knows the extending file alone.
  if (own === undefined && extending.length > 0) throw errors.badInput('a JSON object', 'another text', path);
  if (own === undefined || !('extends' in own)) return text;
  const { extends: other, ...fields } = own;
  const target = typeof other === 'string' ? resolve(dirname(path), other) : undefined;
  if (target === undefined || [...extending, resolve(path)].includes(target))
    throw errors.badInput('the file of another experiment in "extends"', `${other}`, path);
  return JSON.stringify({ ...objectIn(withExtended(target, [...extending, resolve(path)])), ...fields });
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

class DataReader {
  readonly warnings: string[] = [];
  readonly dataRoot: string;

  constructor(dataRoot: string) {
    this.dataRoot = dataRoot;
  }

  task(task: ExperimentTask, { seed, split }: ReadExperimentOptions): TaskData {
    const { id, labels } = task;
    const languages = [...new Set(task.sources.map(({ language }) => language))].filter(
      name => name !== 'und',
    );
    const perEpoch = task.examplesPerEpoch;
    const data: TaskData = { id, labels, languages, train: [], validation: [], test: [], perEpoch };
    for (const source of task.sources) {
      const { validation } = source;
      const read = (files: FileOrPair[]) => files.flatMap(file => this.examples(task, source, file));
      if (split !== 'validation') data.test = data.test.concat(read(source.test));
      if (split === 'test') continue;
      const parts =
        typeof validation === 'number'
          ? stratifiedSplit(read(source.train), validation, new Random(seed))
          : { train: split === undefined ? read(source.train) : [], validation: read(validation) };
      data.validation = data.validation.concat(parts.validation);
      if (split === undefined) data.train = data.train.concat(parts.train);
    }
    return data;
  }

  sentences({ sentences, tasks }: Experiment): SentenceData | null {
    if (sentences === undefined) return null;
    const lines = readText(resolve(this.dataRoot, sentences.texts), sentences.texts).trimEnd().split('\n');
    const read = lines.map((line, n) => {
      const where = `${sentences.texts}:${n + 1}`;
      let text: unknown;
      let language: unknown;
      try {
        ({ text, language = 'und' } = JSON.parse(line));
      } catch (error) {
        throw errors.badInput('a JSON object with a text', messageOf(error), where);
      }
      if (typeof text !== 'string' || typeof language !== 'string')
        throw errors.badInput('a JSON object with a text', line.slice(0, 60), where);
      return { text, language };
    });
    const texts = read.map(({ text }) => text);
    const rows = (name: string, size?: number) => {
      const path = resolve(this.dataRoot, name);
      return float16Rows(texts, readBytes(path, name, `no file at ${path}`), name, size);
    };
    const files = Object.entries(sentences.answers ?? {});
    // Of tasks that do not all say how many examples an epoch draws, each is as frequent as the others.
    const shared = files.every(([id]) => tasks.find(task => task.id === id)?.examplesPerEpoch !== undefined);
    const answers = files.map(([id, name]) => {
      const task = tasks.findIndex(task => task.id === id);
      if (task < 0) throw errors.badInput('answers to tasks of the experiment', JSON.stringify(id));
      const { labels, examplesPerEpoch } = tasks[task];
      const { values } = rows(name, labels.length);
      const share = shared ? examplesPerEpoch : undefined;
      return { task, labels: labels.length, probabilities: values, share };
    });
    const { size, values } = rows(sentences.vectors);
    return { texts, languages: read.map(({ language }) => language), size, vectors: values, answers };
  }

  private examples(task: ExperimentTask, source: ExperimentSource, file: FileOrPair): Example[] {
    if (source.format === 'pairs' && typeof file === 'object') {
      const rows = readPairs(this.text(file.text, source), this.text(file.label, source));
      return toExamples(rows, task, source, file.label);
    }
    if (source.format !== 'pairs' && typeof file === 'string') {
      return toExamples(readRows(source, this.text(file, source)), task, source, file);
    }
    return [];
  }

  private text(name: string, { encoding }: ExperimentSource): NamedText {
    const path = resolve(this.dataRoot, name);
    const hint = `no file at ${path}: relative paths start at --data-root, here ${this.dataRoot}`;
    const { text, replaced } = decodeText(readBytes(path, name, hint), encoding, name);
    if (replaced > 0)
      this.warnings.push(`${name}: ${replaced} undecodable bytes were replaced (${encoding}).`);
    return { name, text };
  }
}

function readText(path: string, name: string): string {
  return decodeText(readBytes(path, name, `no file at ${resolve(path)}`), 'utf-8', name).text;
}

function readBytes(path: string, name: string, missing: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw errors.badInput(`a readable file ${name}`, absent ? missing : messageOf(error));
  }
}
