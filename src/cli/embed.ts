import type { Scorer } from '../engine/scorer.ts';
import { type Place, vectorLine } from '../protocol/records.ts';
import type { Input } from './inputs.ts';
import { LanguageCount } from './languageCount.ts';
import { locatedSegments, readDocument, type StreamOptions } from './segmentStream.ts';
import type { Surroundings } from './surroundings.ts';
import { type ThroughOptions, throughModel } from './throughModel.ts';

type Embedded = Place & { vector: Float32Array };

/** `manylens embed`. */
export async function embed(files: string[], options: ThroughOptions, around: Surroundings): Promise<void> {
  await throughModel('Reading', files, options, around, async scorer => {
    // A model without vectors is refused before anything is read.
    await scorer.embed([]);
    return async function* (input, stream) {
      for await (const segments of embedded(input, scorer, stream)) {
        const lines = segments.map(segment => vectorLine(input.name, segment, segment.vector));
        yield { text: lines.join(''), segments: segments.length };
      }
    };
  });
}

async function* embedded(input: Input, scorer: Scorer, options: StreamOptions): AsyncGenerator<Embedded[]> {
  if (options.by === 'document') yield [await embeddedDocument(input, scorer, options)];
  else {
    yield* locatedSegments(input, options, async segments => {
      const vectors = await scorer.embed(segments);
      return vectors.map(vector => ({ vector }));
    });
  }
}

/** The whole input as one segment: its vector is the mean over its sentences, each as heavy as its tokens, of length 1. */
async function embeddedDocument(input: Input, scorer: Scorer, options: StreamOptions): Promise<Embedded> {
  const languages = new LanguageCount();
  let sum: Float32Array = new Float32Array();
  const text = await readDocument(input, options, async segments => {
    const vectors = await scorer.embed(segments);
    segments.forEach((segment, n) => {
      const tokens = scorer.tokens(segment.text);
      languages.add(segment.language, tokens);
      // A sentence of no tokens has no vector.
      if (tokens > 0) sum = vectors[n].map((x, i) => (sum[i] ?? 0) + tokens * x);
    });
  });
  // Sentences may cancel each other out.
  const length = Math.hypot(...sum) || 1;
  const vector = sum.map(x => x / length);
  return { start: 0, end: text.length, line: 1, column: 1, text, language: languages.most, vector };
}
