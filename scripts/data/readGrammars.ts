/** Reads a folder of grammars: `TASK.LANGUAGE.json`, and `words.LANGUAGE.json` for what the tasks of a language share. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Grammar } from './grammar.ts';

const lists = z.record(z.string(), z.array(z.string()));
const shared = z.strictObject({
  language: z.string(),
  ends: z.string(),
  casual: z.number().min(0).max(1),
  respell: z.array(z.tuple([z.string(), z.string()])),
  lists,
});
const group = z.strictObject({
  name: z.string(),
  label: z.string(),
  weight: z.int().min(1).default(1),
  ends: z.string().optional(),
  templates: z.array(z.string()).min(1),
});
const grammar = z.strictObject({
  language: z.string(),
  task: z.string(),
  labels: z.array(z.string()).min(2),
  about: z.string(),
  lists,
  groups: z.array(group),
});

export function readGrammars(folder: string): Grammar[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort();
  return names
    .filter(name => !name.startsWith('words.'))
    .map(name => {
      const own = grammar.parse(read(name));
      const { lists, ...common } = shared.parse(read(`words.${own.language}.json`));
      return { ...common, ...own, lists: { ...lists, ...own.lists } };
    });
}
