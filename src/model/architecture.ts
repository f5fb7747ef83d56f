import * as z from 'zod';
import { errors } from '../base/errors.ts';

const size = z.int().positive();

/** What a network is, as a bundle's manifest and an experiment have it. Sizes in units, lengths in tokens. */
export const architectureSchema = z.strictObject({
  preset: z.string(),
  /** `words`: Manylens's tokenizer; `keras`: Keras's, which knows no pieces and no Chinese. */
  tokenizer: z.enum(['words', 'keras']),
  /** The vocabulary's size at most, padding and unknown included. */
  vocabularySize: size.min(3),
  embeddingSize: size,
  encoder: z.enum(['bidirectional-lstm', 'lstm', 'simple-rnn', 'convolutional', 'feed-forward']),
  units: size,
  /** How a sequence becomes a vector: each task's attention beside the maximum, or the encoder's last output. */
  pooling: z.enum(['attention-max', 'last']),
  /** Hidden units of each task's dense layer; 0: none. */
  headUnits: z.int().min(0),
  /** Hidden units of one dense layer that all tasks share; 0: none. */
  sharedUnits: z.int().min(0),
  /** Two labels: one sigmoid unit, as in the textbook, or a softmax over two. */
  binaryOutput: z.enum(['softmax', 'sigmoid']),
  /** Numbers of a sentence's vector, the output `sentence` behind those of the tasks; 0: the network has none. */
  sentenceSize: z.int().min(0),
  dropout: z.number().min(0).max(0.9),
  /** A longer text is scored on its first so many tokens. */
  maxLength: size,
});

export type Architecture = z.infer<typeof architectureSchema>;

/** The base model's, so that what starts from it fits: GloVe's 100 numbers a word and 64 of the teacher's. */
const manylens: Architecture = {
  preset: 'manylens',
  tokenizer: 'words',
  vocabularySize: 36_000,
  embeddingSize: 164,
  encoder: 'bidirectional-lstm',
  units: 128,
  pooling: 'attention-max',
  headUnits: 32,
  sharedUnits: 0,
  binaryOutput: 'softmax',
  sentenceSize: 0,
  dropout: 0.4,
  maxLength: 200,
};

/**
 * The textbook's multi-task model: one Embedding, LSTM 64 and Dense 64 for all tasks. Its listing feeds raw ids to
 * the LSTM and leaves one of its inputs unused; here every task reads the one input through the embedding.
 */
const kerasMultitask: Architecture = {
  ...manylens,
  preset: 'keras-multitask',
  tokenizer: 'keras',
  vocabularySize: 10_000,
  embeddingSize: 64,
  encoder: 'lstm',
  units: 64,
  pooling: 'last',
  headUnits: 0,
  sharedUnits: 64,
  binaryOutput: 'sigmoid',
  dropout: 0,
};

/** Data: a preset is a row. The last three are the encoders that the textbook's third section names. */
export const presets: Record<string, Architecture> = {
  manylens,
  'keras-single': { ...kerasMultitask, preset: 'keras-single', sharedUnits: 0 },
  'keras-multitask': kerasMultitask,
  'keras-feed-forward': { ...kerasMultitask, preset: 'keras-feed-forward', encoder: 'feed-forward' },
  'keras-convolutional': { ...kerasMultitask, preset: 'keras-convolutional', encoder: 'convolutional' },
  'keras-recurrent': { ...kerasMultitask, preset: 'keras-recurrent', encoder: 'simple-rnn' },
};

/** A preset with fields of its own. */
export function architectureOf(preset: string, fields: Record<string, unknown>): Architecture {
  const base = presets[preset];
  if (base === undefined) {
    throw errors.badInput(
      `architecture.preset to be one of ${Object.keys(presets).join(', ')}`,
      JSON.stringify(preset),
    );
  }
  const parsed = architectureSchema.safeParse({ ...base, ...fields });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw errors.badInput(`valid architecture fields (${Object.keys(base).join(', ')})`, issue.message);
  }
  return parsed.data;
}
