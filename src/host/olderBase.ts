import * as z from 'zod/mini';

const base = z.object({ name: z.string(), version: z.string(), weights: z.string() });

/** The part of a bundle's manifest that tells where its encoder comes from. */
export const originSchema = z.object({
  name: z.string(),
  /** SHA-256 by name. */
  files: z.record(z.string(), z.string()),
  provenance: z.object({ command: z.string(), base: z.optional(base) }),
});

export type Origin = z.infer<typeof originSchema>;

/** What a tuned bundle said before its manifest had `provenance.base`. */
const FORMER = /^manylens finetune \(from (.+) (\S+)\)$/s;

/**
 * The base, by name and version, that `model` was tuned on, where it is no more what `now` is: the base of that name that
 * tuning would start from. Undefined where it is the same, or where `model` was tuned on something else or not at all.
 */
export function olderBase({ provenance }: Origin, now: Origin): string | undefined {
  const [, name, version] = FORMER.exec(provenance.command) ?? [];
  const from = provenance.base ?? { name, version, weights: undefined };
  if (from.name !== now.name || from.weights === now.files['weights.bin']) return undefined;
  return `${from.name} ${from.version}`;
}
