import * as z from 'zod';
import { TEXT_KINDS } from '../base/textKinds.ts';
import { architectureSchema } from './architecture.ts';

/**
 * The formats that this code reads. It writes the second where a head is linear, which who reads the first alone would
 * not see, and the first elsewhere.
 */
export const FORMAT_VERSIONS = [1, 2] as const;

const ratio = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const taskSchema = z.object({
  /** Any non-empty string, kept as it is. */
  id: z.string().min(1),
  title: z.string(),
  description: z.string(),
  kind: z.literal('multiclass'),
  labels: z.array(z.string().min(1)).min(2),
  /** BCP-47; the task abstains on a text that is clearly in another language. Empty: every language. */
  languages: z.array(z.string()),
  /** Logits are divided by it before the softmax (Guo et al. 2017); > 0, 1: as trained. */
  temperature: z.number().positive(),
  /** The task abstains where its best probability is below. */
  threshold: ratio,
  /** The kinds of text that the task is asked of; it abstains on others. None, or absent: it is asked of everything. */
  scope: z.array(z.enum(TEXT_KINDS)).optional(),
  /**
   * `linear`: logistic regression on the sentence's vector and the text's n-grams (linearHead.ts), which takes the place
   * of the network's own head or has none beside it. Absent: the network's own.
   */
  head: z.literal('linear').optional(),
  /** On the test split. */
  metrics: z.object({ accuracy: ratio, macroF1: ratio }).optional(),
});

export const manifestSchema = z.object({
  formatVersion: z.literal(FORMAT_VERSIONS),
  name: z.string().min(1),
  version: z.string(),
  languages: z.array(z.string()),
  tokenizer: z.object({ kind: z.enum(['words', 'keras']), maxLength: z.int().positive() }),
  // Bundles from before there were sentence vectors do not say.
  architecture: architectureSchema.extend({ sentenceSize: architectureSchema.shape.sentenceSize.default(0) }),
  tasks: z.array(taskSchema).min(1),
  /**
   * Of the encoder's recurrent weights when it scores: `int8` where it answers as with floats, measured when the bundle was
   * made (MODEL_CARD.md). Absent: floats.
   */
  precision: z.enum(['float', 'int8']).optional(),
  /** SHA-256 of every other file, by name. */
  files: z.record(z.string(), sha256),
  provenance: z.object({
    seed: z.int(),
    data: z.array(z.string()),
    command: z.string(),
    /** The bundle that fine-tuning started from, and the SHA-256 of its weights.bin: whether there is a newer one. */
    base: z.object({ name: z.string(), version: z.string(), weights: z.string() }).optional(),
    /** The tuned bundle that was in use until then, and the SHA-256 of its manifest: history, nothing was learnt from it. */
    parent: z.object({ name: z.string(), manifest: sha256 }).optional(),
    /** SHA-256 of the label files' bytes, one after the other, and how many labels each tuned task has. */
    labels: z.object({ sha256, tasks: z.record(z.string(), z.int().min(0)) }).optional(),
    /** When fine-tuning began, in ISO 8601. */
    at: z.string().optional(),
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTask = z.infer<typeof taskSchema>;
