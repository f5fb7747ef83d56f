/** One label record: what must hold of it, wherever it comes from. */
import * as z from 'zod';
import { type Said, say, type Words } from '../base/words.ts';
import type { LabelRecord } from '../protocol/labels.ts';

/** What is expected stands in the schema as its sentence, which is the key of its translation. */
const expected = (words: Words) => words.sentence;
const time = (words: Words) =>
  z
    .string(expected(words))
    .refine(at => !Number.isNaN(Date.parse(at)), expected(words))
    .optional();
const schema = z.object({
  text: z
    .string(expected(say('a string "text"')))
    .refine(text => text.trim() !== '', expected(say('a non-empty "text"'))),
  task: z.string(expected(say('a string "task"'))).min(1, expected(say('a non-empty "task"'))),
  label: z.union([z.string().min(1), z.null()], expected(say('a label: a non-empty string, or null'))),
  id: z.string(expected(say('a string "id"'))).optional(),
  source: z.object({ file: z.string(), start: z.int(), end: z.int() }, expected(say('a source'))).optional(),
  at: time(say('a time as in ISO 8601 in "at"')),
  by: z.string(expected(say('a string "by"'))).optional(),
  import: time(say('a time as in ISO 8601 in "import"')),
});

/** @returns the record, its keys always in one order; or what was expected */
export function labelRecord(
  value: Readonly<Record<keyof LabelRecord, unknown>> | object,
): LabelRecord | Said {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  return { sentence: result.error.issues[0].message, args: [] };
}
