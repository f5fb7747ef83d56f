/** EXPERIMENT.json: which data a model learns from, and how. The contract stands in the documentation. */
import * as z from 'zod';
import { errors } from '../base/errors.ts';
import { TEXT_KINDS } from '../base/textKinds.ts';
import { architectureSchema, presets } from '../model/architecture.ts';
import { jsonLines } from './experimentLines.ts';
import { trainingSchema } from './options.ts';

const named = (what: string) => z.string(what).min(1, what);
const aColumn = 'a column: an index from 0, or a name';
const column = z.union([z.int(aColumn).min(0, aColumn), named(aColumn)], aColumn);
const aShare = 'a share from 0 to below 1, or a list of files';

/** What each source has, whatever its format; `file` is a path, or a pair of them. */
function common<File extends z.ZodType>(file: File) {
  const files = z.array(file, 'a list of files');
  return {
    language: named('a BCP-47 language').default('und'),
    map: z
      .record(z.string(), z.union([z.string(), z.null()], 'a label, or null'), 'an object of labels')
      .optional(),
    encoding: named("an encoding's name").default('utf-8'),
    train: files.default([]),
    validation: z.union([z.number(aShare).min(0, aShare).lt(1, aShare), files], aShare).default([]),
    test: files.default([]),
  };
}

const path = named("a file's path");
const pair = z.strictObject({ text: path, label: path }, 'a pair of files: {"text": …, "label": …}');

const source = z.discriminatedUnion(
  'format',
  [
    z.strictObject({ format: z.literal(['tsv', 'csv']), label: column, text: column, ...common(path) }),
    z.strictObject({
      format: z.literal('jsonl'),
      label: named("a key's name").default('label'),
      text: named("a key's name").default('text'),
      ...common(path),
    }),
    z.strictObject({ format: z.literal(['fasttext', 'prefix']), ...common(path) }),
    z.strictObject({ format: z.literal('pairs'), ...common(pair) }),
  ],
  'one of the formats tsv, csv, jsonl, pairs, fasttext, prefix',
);

const task = z
  .strictObject(
    {
      id: named('a non-empty string'),
      labels: z.array(named('a non-empty string'), 'a list of labels').min(2, 'at least two labels'),
      /** For people; the id and nothing when absent. */
      title: z.string('a string').optional(),
      description: z.string('a string').optional(),
      /** It teaches the encoder, and its head is left out of the bundle. */
      auxiliary: z.boolean('true or false').optional(),
      /** Instead of the training's own number. */
      examplesPerEpoch: z.int('a number of examples').positive('a number of examples').optional(),
      /** The kinds of text that the model is to ask the task of; everything when absent. It does not change training. */
      scope: z
        .array(z.enum(TEXT_KINDS, `one of the kinds ${TEXT_KINDS.join(', ')}`), 'a list of kinds')
        .optional(),
      sources: z.array(source, 'a list of sources').min(1, 'at least one source'),
    },
    'a task',
  )
  .superRefine(({ labels, sources }, context) => {
    const twice = labels.findIndex((label, i) => labels.indexOf(label) !== i);
    if (twice >= 0)
      context.addIssue({ code: 'custom', path: ['labels', twice], message: 'a label of its own' });
    for (const [i, { map }] of sources.entries()) {
      for (const [raw, label] of Object.entries(map ?? {})) {
        if (label === null || labels.includes(label)) continue;
        const message = `one of the task's labels ${labels.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['sources', i, 'map', raw], message });
      }
    }
  });

const presetNames = Object.keys(presets);

const experiment = z.strictObject(
  {
    /** The model's, for people; `1` when absent. It does not change training. */
    version: named('a non-empty string').optional(),
    tasks: z
      .array(task, 'a list of tasks')
      .min(1, 'at least one task')
      .superRefine((tasks, context) => {
        const twice = tasks.findIndex(({ id }, i) => tasks.findIndex(other => other.id === id) !== i);
        if (twice >= 0)
          context.addIssue({ code: 'custom', path: [twice, 'id'], message: 'an id of its own' });
        if (tasks.every(({ auxiliary }) => auxiliary)) {
          const message = 'a task that is not auxiliary';
          context.addIssue({ code: 'custom', path: [0, 'auxiliary'], message });
        }
      }),
    /**
     * Texts without labels (JSON lines: `text`, and its `language` where an epoch draws by it) and what a teacher says of
     * them (float16, row by row): vectors, which the network's `sentence` learns, and by task the probabilities of its
     * labels.
     */
    sentences: z
      .strictObject(
        {
          texts: path,
          vectors: path,
          answers: z.record(z.string(), path, 'an object of files by task').optional(),
        },
        'files of texts and vectors',
      )
      .optional(),
    architecture: z
      .strictObject(
        {
          ...architectureSchema.partial().shape,
          preset: z.enum(presetNames, `one of the presets ${presetNames.join(', ')}`),
          initialise: z.enum(['base', 'vectors', 'random'], 'base, vectors or random').optional(),
          vectors: path.optional(),
        },
        'an architecture',
      )
      .default({ preset: 'manylens' }),
    training: z
      .record(z.string(), z.unknown(), 'an object')
      .superRefine((training, context) => {
        for (const issue of trainingSchema.safeParse(training).error?.issues ?? []) {
          context.addIssue({ ...issue });
        }
      })
      .default({}),
  },
  'an experiment',
);

export type Experiment = z.infer<typeof experiment>;
export type ExperimentTask = Experiment['tasks'][number];
export type ExperimentSource = ExperimentTask['sources'][number];
/** Its fields override the preset's. */
export type ExperimentArchitecture = Experiment['architecture'];

/** @param name the file, for messages. */
export function parseExperiment(name: string, text: string): Experiment {
  const sound = text.replace(/^\uFEFF/, '');
  const lines = jsonLines(sound);
  let content: unknown;
  try {
    content = JSON.parse(sound);
  } catch (error) {
    const where = `${name}:${lines.brokenAt ?? 1}`;
    throw errors.badInput('JSON', error instanceof Error ? oneLine(error.message) : 'something else', where);
  }
  const result = experiment.safeParse(content);
  if (result.success) return result.data;
  throw complaint(result.error.issues[0], content, at => `${name}:${lines.lineOf(at)}`);
}

function complaint(issue: z.core.$ZodIssue, content: unknown, where: (at: PropertyKey[]) => string): Error {
  if (issue.code === 'unrecognized_keys') {
    const at = [...issue.path, issue.keys[0]];
    return errors.badInput(`known keys${inside(issue.path)}`, JSON.stringify(issue.keys[0]), where(at));
  }
  const value = issue.path.reduce<unknown>((object, key) => Reflect.get(Object(object), key), content);
  const found = value === undefined ? 'nothing' : shortened(JSON.stringify(value));
  return errors.badInput(`${expectation(issue.message)}${inside(issue.path)}`, found, where(issue.path));
}

/** Of zod's own messages, such as `Too small: expected number to be >0`, what they say after the colon. */
function expectation(message: string): string {
  return message.replace(/^[\w ]+: expected (.*?)(?:, received .*)?$/, '$1');
}

/** ` in tasks[0].sources[1].format`; nothing at the root. */
function inside(path: readonly PropertyKey[]): string {
  const steps = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return path.length === 0 ? '' : ` in ${steps.join('').slice(1)}`;
}

function oneLine(message: string): string {
  return shortened(message.replace(/\s+/g, ' '));
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
