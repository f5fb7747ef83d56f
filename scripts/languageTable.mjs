// The language detector's table, 50,000 small objects, as two strings: that loads in a tenth of the time and of the
// memory, for no object is made for what no text asks for. The detector itself stays as it is.

/** @typedef {Record<string, Record<number, number>>} Ngrams by n-gram: the score of each language's number */

/** Added to a number that would be a line break, which parts the entries. Languages and scores are less. */
const MOVED = 1000;

/**
 * The source of a module like eld's own.
 * @param {{ ngrams: Ngrams }} data
 */
export function languageTable({ ngrams, ...rest }) {
  const scores = Object.values(ngrams).map(scored =>
    String.fromCharCode(...Object.entries(scored).flatMap(([language, score]) => [Number(language), score])),
  );
  const safe = scores.map(pairs => pairs.replaceAll('\n', String.fromCharCode(MOVED + 10)));
  const strings = [Object.keys(ngrams), safe].map(entries => JSON.stringify(entries.join('\n')));
  return `${unpacked}
export const ngramsData = { ...${JSON.stringify(rest)}, ngrams: unpacked(${strings.join()}, ${MOVED}) };`;
}

/**
 * What the strings stand for. An n-gram's object is made when it is asked for, and kept. Goes into the module as it is.
 * @param {string} grams
 * @param {string} scores
 * @param {number} moved
 * @returns {Ngrams}
 */
function unpacked(grams, scores, moved) {
  const pairs = scores.split('\n');
  const packed = new Map(grams.split('\n').map((gram, i) => [gram, pairs[i]]));
  const behind = new Proxy(Object.create(null), {
    get(_, /** @type {string} */ gram) {
      const found = packed.get(gram);
      if (found === undefined) return undefined;
      const numbers = Array.from(found, character => character.charCodeAt(0) % moved);
      /** @type {Ngrams[string]} */
      const scored = {};
      for (let i = 0; i < numbers.length; i += 2) scored[numbers[i]] = numbers[i + 1];
      known[gram] = scored;
      return scored;
    },
  });
  /** @type {Ngrams} */
  const known = Object.create(behind);
  return known;
}
