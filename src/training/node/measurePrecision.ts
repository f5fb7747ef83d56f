import {
  type BundleContent,
  type BundleFiles,
  CARD,
  MANIFEST,
  readBundle,
  readManifest,
  withFile,
} from '../../model/bundleContent.ts';
import type { Precision } from '../../protocol/scores.ts';
import { cardWithPrecision, chosenPrecision, type PrecisionFigures, precisionFigures } from '../precision.ts';

/** What a bundle answers: for each task, for each text, a row of probabilities before calibration. */
export type AnswerIn = (precision: Precision, texts: readonly string[]) => Float32Array[][];

/** Opens a bundle for scoring in each precision; undefined where there is no choice. The engine's, handed in. */
export type OpenBoth = (content: BundleContent, location: string) => Promise<AnswerIn | undefined>;

/** Texts that a task is asked in both precisions. */
export interface Asked {
  /** The task's position in the manifest. */
  k: number;
  texts: readonly string[];
  /** Their labels, where they are known: indices into the task's. */
  truth?: readonly number[];
}

export const askedOf = (examples: readonly { text: string; label: number }[], k: number): Asked => ({
  k,
  texts: examples.map(({ text }) => text),
  truth: examples.map(({ label }) => label),
});

/** A bundle's answers both ways, and how far they lie apart. */
export interface InBoth {
  answer: AnswerIn;
  figures(asked: readonly Asked[]): PrecisionFigures[];
}

export async function inBoth(
  files: BundleFiles,
  location: string,
  open: OpenBoth | undefined,
): Promise<InBoth | undefined> {
  const content = await readBundle(files, location);
  const answer = await open?.(content, location);
  if (answer === undefined) return undefined;
  const { tasks } = content.manifest;
  return {
    answer,
    figures(asked) {
      // Each text is read once, whatever asks it.
      const texts = [...new Set(asked.flatMap(each => each.texts))];
      const places = new Map(texts.map((text, n) => [text, n]));
      const [float, int8] = [answer('float', texts), answer('int8', texts)];
      return asked.map(({ k, texts, truth }) => {
        const own = (all: readonly Float32Array[][]) => texts.map(text => all[k][places.get(text)!]);
        return precisionFigures({ task: tasks[k], truth, float: own(float), int8: own(int8) });
      });
    },
  };
}

/**
 * A bundle with the precision that it is to score in, in its manifest and its card; as it was where there is no choice.
 * @param said what is asked, in words, for the card
 */
export async function withPrecision(
  files: BundleFiles,
  location: string,
  open: OpenBoth | undefined,
  asked: readonly Asked[],
  said: string,
): Promise<BundleFiles> {
  const both = await inBoth(files, location, open);
  if (both === undefined) return files;
  const figures = both.figures(asked);
  const precision = chosenPrecision(figures);
  const card = new TextDecoder().decode(files.get(CARD));
  return stating(files, location, precision, cardWithPrecision(card, precision, [{ on: said, figures }]));
}

/** A bundle whose manifest has this precision, with this card. */
export async function stating(
  files: BundleFiles,
  location: string,
  precision: Precision,
  card: string,
): Promise<BundleFiles> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const stated = { ...readManifest(files, location), precision };
  return withFile(new Map(files).set(MANIFEST, encode(JSON.stringify(stated))), CARD, encode(card), location);
}
