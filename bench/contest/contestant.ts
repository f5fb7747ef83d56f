/** What takes part in a case, in a process of its own: no contestant's heap, kernels or threads are another's. */
export interface Contestant {
  /** The numbers that are compared before anything is timed; does the work at least once. */
  outputs(): Promise<Float32Array>;
  /** The work that is timed. */
  run(): Promise<void>;
  /** What the table says of this contestant beside its time: a batch size, the parts of the time. */
  note?(): string;
}

/** What a contestant's module exports as its default. */
export type Open<Options> = (options: Options) => Promise<Contestant>;

export type Request = { ask: 'outputs' } | { ask: 'time'; atLeast: number };

/** One line on stdout, behind {@link REPLY}: libraries print there too. */
export type Reply =
  | { outputs: string; note: string }
  | { milliseconds: number; note: string }
  | { error: string };

export const REPLY = 'reply ';
