/** Node's own is a thousand times sooner than a timer, which waits a millisecond at least. */
const { setImmediate: soon = (work: () => void) => void setTimeout(work, 0) } = globalThis as {
  setImmediate?: (work: () => void) => void;
};

/** Lets messages in, a cancel among them. */
export const nextTurn = (): Promise<void> => new Promise(resolve => soon(resolve));
