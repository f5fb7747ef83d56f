/** Stands for a mark inside a word (`wo**rd**s`); invisible to Intl.Segmenter, removed by {@link normalise}. */
export const JOINER = '\u2060';

/** Line breaks and tabs become spaces of the same length. */
export function soften(source: string): string {
  return source.replace(/[^\S ]/g, ' ');
}

/** Prose alone: joiners removed, white space folded, trimmed. */
export function normalise(masked: string): string {
  // Nearly all white space is one space between words, and stays.
  return masked
    .replaceAll(JOINER, '')
    .replace(/[^\S ]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The same text in memory of its own: a slice keeps alive the whole text that it was cut from. */
export function detach(slice: string): string {
  return ` ${slice}`.slice(1);
}
