/** What the model is asked to find out whether it can be trusted: `test/functional`, parsed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TEXT_KINDS } from '../../src/base/textKinds.ts';

export const root = join(import.meta.dirname, '../..');
const folder = join(root, 'test/functional');
export const floorsPath = join(folder, 'floors.json');

/** What a text is, for a task's scope. */
const kind = z.enum(TEXT_KINDS);
const texts = z.array(z.string().min(1)).min(1);
const labels = z.array(z.string());
const language = z.enum(['en', 'zh']);
/** By task, the labels that it may give. */
const allowed = z.record(z.string(), labels);
/** Tasks that may not abstain. */
const answers = labels.default([]);

export interface FunctionalCase {
  text: string;
  task: string;
  kind: z.infer<typeof kind>;
  language: z.infer<typeof language>;
  /** What it takes to answer. */
  capability: string;
  /** The labels that are right. */
  expected: string[];
  sealed: boolean;
}

const casesFile = z.strictObject({
  task: z.string(),
  language,
  kind: kind.default('prose'),
  groups: z.array(
    z.strictObject({ capability: z.string(), expected: labels.min(1), kind: kind.optional(), texts }),
  ),
});

const everydayFile = z.strictObject({
  /** Where a group or a sentence says nothing else. An empty list: the task abstains. */
  allowed,
  groups: z.array(
    z.strictObject({ about: z.string(), language, kind, allowed: allowed.default({}), answers, texts }),
  ),
  sample: z.strictObject({
    file: z.string(),
    sentences: z.array(z.strictObject({ text: z.string(), allowed: allowed.default({}), answers })),
  }),
});

/** Terms by group, templates by tone; a template's `{}` takes each term. */
const slot = z.strictObject({ terms: z.record(z.string(), texts), templates: z.record(z.string(), texts) });
const biasFile = z.strictObject({
  /** By task, the label whose probability's spread is measured. */
  watched: z.record(z.string(), z.string()),
  languages: z.partialRecord(language, z.record(z.string(), slot)),
});

const share = z.number().min(0).max(1);
const floorsFile = z.strictObject({
  /** The least pass rate of the open cases: by task, capability, language. */
  functional: z.record(z.string(), z.record(z.string(), z.partialRecord(language, share))),
  /** The least pass rate of all sealed cases. */
  sealed: share,
  /** What the shipped model says of everyday inputs and must not, by task: the texts. */
  everydayFailures: z.record(z.string(), labels),
  /** The largest share of sets whose answer changes, or whose label does: by task, language. */
  bias: z.record(z.string(), z.partialRecord(language, z.strictObject({ changed: share, flipped: share }))),
});

export type Everyday = z.infer<typeof everydayFile>;
export type Bias = z.infer<typeof biasFile>;
export type Floors = z.infer<typeof floorsFile>;

/** Every task that a base model may have, and its labels. */
export const readTaskLabels = () => z.record(z.string(), labels).parse(read('tasks.json'));
export const readEveryday = (): Everyday => everydayFile.parse(read('everyday.json'));
export const readBias = (): Bias => biasFile.parse(read('bias.json'));
export const readFloors = (): Floors => floorsFile.parse(read('floors.json'));

/** The cases of all tasks, in the order of their files' names. */
export function readCases(): FunctionalCase[] {
  const files = readdirSync(join(folder, 'cases')).sort();
  return files.flatMap(name => {
    const { groups, ...file } = casesFile.parse(read(join('cases', name)));
    return groups.flatMap(({ texts, ...group }) =>
      texts.map(text => ({ ...file, ...group, kind: group.kind ?? file.kind, text, sealed: isSealed(text) })),
    );
  });
}

/** A third of the texts, which nobody looks at before the end. */
export function isSealed(text: string): boolean {
  return createHash('sha256').update(text).digest()[0] % 3 === 0;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
