export interface PaddingOptions {
  /** Length of every result, 1 or more; default the longest sequence's. */
  maxlen?: number;
  /** Where the padding goes. Default `pre`, as in Keras. */
  padding?: 'pre' | 'post';
  /** Where a longer sequence loses. Default `pre`, as in Keras: the end is kept. */
  truncating?: 'pre' | 'post';
  /** Default 0. */
  value?: number;
}

/** `keras.utils.pad_sequences`: sequences of one length. */
export function padSequences(
  sequences: readonly (readonly number[])[],
  options: PaddingOptions = {},
): number[][] {
  const { padding = 'pre', truncating = 'pre', value = 0 } = options;
  const maxlen = options.maxlen ?? sequences.reduce((longest, { length }) => Math.max(longest, length), 0);
  return sequences.map(sequence => {
    const excess = Math.max(0, sequence.length - maxlen);
    const kept = truncating === 'pre' ? sequence.slice(excess) : sequence.slice(0, maxlen);
    const pad = new Array<number>(maxlen - kept.length).fill(value);
    return padding === 'pre' ? [...pad, ...kept] : [...kept, ...pad];
  });
}
