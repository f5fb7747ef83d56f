import * as z from 'zod';
import { errors } from '../base/errors.ts';

const positive = z.number().positive();

/** The `training` object of an experiment; `{}` trains well by itself. */
export const trainingSchema = z.strictObject({
  /** Passes over the training data at most; validation stops earlier. */
  epochs: z.int().positive().default(10),
  /** Texts a step. */
  batchSize: z.int().positive().default(32),
  /** Adam's, falling linearly to a tenth over the epochs. */
  learningRate: positive.default(2e-3),
  /** The gradient's global norm at most. */
  clipNorm: positive.default(5),
  /** Share of the tokens that a step hides, so that the model reads more than the tell-tale words. */
  wordDropout: z.number().min(0).lt(1).default(0.05),
  /** A longer training text is cut to its first so many tokens; the architecture's `maxLength` when absent. */
  maxLength: z.int().positive().optional(),
  /** Epochs without a better validation score after which training stops. */
  patience: z.int().positive().default(3),
  /** The embedding's learning rate, as a share of the others': word vectors that were learnt elsewhere move less. */
  embeddingRate: positive.default(1),
  /** Epochs at the beginning that learn sentence vectors alone, where the experiment has some. */
  sentenceEpochs: z.int().min(0).default(0),
  /** What a teacher's answers (to one task a step) count beside its vectors, where the experiment's sentences have some. */
  answerWeight: positive.default(1),
  /** Sentences a step: each is told from the others of its batch. */
  sentenceBatchSize: z.int().positive().default(128),
  /** At most so many sentences an epoch, or so many of each language, chosen anew each time; all when absent. */
  sentencesPerEpoch: z.union([z.int().positive(), z.record(z.string(), z.int().positive())]).optional(),
  /** Of each task at most so many examples an epoch, chosen anew each time; all when absent. A task may say another number. */
  examplesPerEpoch: z.int().positive().optional(),
  /** Of each task at most so many validation examples an epoch. */
  validationExamples: z.int().positive().default(2000),
});

export type TrainingOptions = z.infer<typeof trainingSchema>;

export function trainingOptions(fields: Record<string, unknown>): TrainingOptions {
  const parsed = trainingSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw errors.badInput(
    `valid training options (${Object.keys(trainingSchema.shape).join(', ')})`,
    `${issue.path.join('.')}: ${issue.message}`,
  );
}
