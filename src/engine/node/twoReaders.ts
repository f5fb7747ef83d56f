import { errors } from '../../base/errors.ts';
import { MAX_ROWS } from '../network.ts';
import type { TextReader, Told } from '../reader.ts';
import type { ReaderThread } from './startReader.ts';
import { unpackReadings } from './threadProtocol.ts';

/** Texts that are taken at a time: three batches, beside which a message costs next to nothing. */
const PIECE = 3 * MAX_ROWS;

/** Pieces that lie with the thread, so that it need not wait for this one, which may be at something else. */
const AHEAD = 3;

/** Texts in one call that are part of something long; fewer, as after a key, are read here. */
const MANY = 2 * PIECE;

/** Texts in calls of many, one after the other, from which on a thread is worth its start: a fifth of a second of a core. */
export const WORTH = 1200;

/** Milliseconds after which a thread that nobody needed gives its memory back. */
const IDLE = 30_000;

/**
 * Reads on this thread, and where there is much to read on a second one beside it. What a text's reading is depends on
 * neither the thread nor the texts around it.
 */
export class TwoReaders implements TextReader {
  readonly #own: TextReader;
  readonly #labels: readonly number[];
  readonly #start: () => ReaderThread;
  readonly #idle: number;
  #thread: ReaderThread | undefined;
  /** Texts of calls of many without another call between. */
  #inARow = 0;
  #reading = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param own of the same model as the thread's
   * @param labels how many each task has
   * @param idle milliseconds
   */
  constructor(own: TextReader, labels: readonly number[], start: () => ReaderThread, idle = IDLE) {
    this.#own = own;
    this.#labels = labels;
    this.#start = start;
    this.#idle = idle;
  }

  /** Rejects with `reader-gone` where the thread goes away meanwhile; the next call starts another. */
  async read(texts: readonly string[], told: Told, signal?: AbortSignal): Promise<void> {
    this.#inARow = texts.length < MANY ? 0 : this.#inARow + texts.length;
    if (this.#inARow < WORTH) return this.#own.read(texts, told, signal);
    if (this.#thread?.ended !== false) this.#thread = this.#start();
    clearTimeout(this.#timer);
    this.#reading++;
    try {
      await this.#share(this.#thread, texts, told, signal);
    } finally {
      this.#reading--;
      if (this.#reading === 0) this.#timer = setTimeout(() => this.#end(), this.#idle).unref();
    }
  }

  dispose(): void {
    this.#end();
    this.#own.dispose();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#thread?.dispose();
    this.#thread = undefined;
  }

  /** Both take pieces until none is left: this thread the shorter texts, the other the longer ones. */
  async #share(
    { service }: ReaderThread,
    texts: readonly string[],
    told: Told,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const pieces = piecesByLength(texts);
    const textsOf = (piece: readonly number[]) => piece.map(place => texts[place]);
    const here = async () => {
      for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
        const places = piece;
        await this.#own.read(
          textsOf(places),
          (found, readings) =>
            told(
              found.map(n => places[n]),
              readings,
            ),
          signal,
        );
      }
    };
    const there = async () => {
      for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop())
        told(piece, unpackReadings(await service.read(textsOf(piece)), this.#labels));
    };
    const own = here();
    // A thread that is not open before all is read is not waited for.
    const beside = Promise.race([service.open(), own]).then(() =>
      Promise.all(Array.from({ length: AHEAD }, there)),
    );
    const stop = () => void pieces.splice(0);
    own.catch(stop);
    beside.catch(stop);
    const ends = await Promise.allSettled([own, beside]);
    if (signal?.aborted) throw errors.cancelled();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

/** Places of texts of like length. */
function piecesByLength(texts: readonly string[]): number[][] {
  const order = texts.map((_, place) => place).sort((a, b) => texts[a].length - texts[b].length || a - b);
  const pieces: number[][] = [];
  for (let from = 0; from < order.length; from += PIECE) pieces.push(order.slice(from, from + PIECE));
  return pieces;
}
