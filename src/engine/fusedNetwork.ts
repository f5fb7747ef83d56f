import { errors } from '../base/errors.ts';
import { type Said, say } from '../base/words.ts';
import { type Kernels, roundUp, WIDTH } from '../kernels/kernels.ts';
import type { Architecture } from '../model/architecture.ts';
import type { Batch } from '../model/batches.ts';
import type { BundleContent } from '../model/bundleContent.ts';
import type { Precision } from '../protocol/scores.ts';
import { FoldedRows } from './foldedRows.ts';
import { FusedEncoder, type Reading } from './fusedEncoder.ts';
import { FusedHeads } from './fusedHeads.ts';
import { type FusedWeights, layOut, sequenceWidth } from './fusedWeights.ts';
import {
  concatenated,
  type Ids,
  MAX_ROWS,
  MAX_TOKENS,
  type Network,
  type Output,
  type TokenSpan,
} from './network.ts';

/** Why a network of this architecture is not for the kernels, in words; undefined where it is. */
export function whyNotFused({ encoder }: Architecture): Said | undefined {
  if (encoder === 'lstm' || encoder === 'bidirectional-lstm') return undefined;
  return say('the fused engine reads LSTMs, and the encoder of this model is {0}', encoder);
}

/** A bundle's network on the kernels of assembly/: all memory is allotted at load, but for what a caller is given. */
export class FusedNetwork implements Network {
  readonly #kernels: Kernels;
  readonly #folded: FoldedRows;
  readonly #encoder: FusedEncoder;
  readonly #heads: FusedHeads;
  readonly #sentence: FusedWeights['sentence'];
  /** The bundle's. */
  readonly #name: string;
  readonly #directions: number;
  readonly #attends: boolean;
  readonly #units: number;
  readonly #padded: number;
  /** Floats of a row of the sequence. */
  readonly #width: number;
  /** Of one text: what the encoder says, [steps][width], and its cell states, [direction][steps][units rounded up]. */
  readonly #whole: number;
  readonly #states: number;
  readonly #maxLength: number;

  /**
   * @param kernels an instance of its own: the network takes its memory
   * @param precision of the recurrent weights and what multiplies them
   * @throws where the bundle lacks a weight, or has it in another shape
   */
  constructor(kernels: Kernels, { manifest, weights }: BundleContent, precision: Precision = 'float') {
    const { architecture, tokenizer } = manifest;
    const positions = Math.max(MAX_TOKENS, tokenizer.maxLength);
    const laidOut = layOut(kernels, architecture, weights, ownHeads(weights), precision);
    const embedding = weights.get('embedding/embeddings');
    if (embedding === undefined) throw new Error('a weight embedding/embeddings, found none');
    this.#kernels = kernels;
    this.#sentence = laidOut.sentence;
    this.#name = manifest.name;
    this.#directions = laidOut.directions.length;
    this.#attends = laidOut.attended !== undefined;
    this.#units = architecture.units;
    this.#padded = roundUp(this.#units, WIDTH);
    this.#width = sequenceWidth(architecture);
    this.#maxLength = tokenizer.maxLength;
    this.#folded = new FoldedRows(kernels, embedding, laidOut.directions, 4 * this.#padded, positions);
    this.#encoder = new FusedEncoder(
      kernels,
      this.#folded,
      laidOut.directions,
      this.#units,
      positions,
      MAX_ROWS,
    );
    this.#heads = new FusedHeads(kernels, laidOut, this.#width, positions, MAX_ROWS);
    this.#whole = kernels.heap.zeros(this.#maxLength * this.#width);
    this.#states = kernels.heap.allocate(this.#directions * this.#maxLength * this.#padded);
  }

  predict(ids: readonly Ids[], batch: Batch, outputs: readonly Output[]): Float32Array[] {
    this.#checkOutputs(outputs);
    const [lengths, starts] = this.#encode(ids, batch);
    return this.#said(lengths, starts, outputs);
  }

  #checkOutputs(outputs: readonly Output[]): void {
    if (this.#sentence === undefined && outputs.includes('sentence'))
      throw errors.noSentenceVector(this.#name);
  }

  /** What the heads say of the texts in the sequence. */
  #said(lengths: readonly number[], starts: readonly number[], outputs: readonly Output[]): Float32Array[] {
    const tasks = outputs.filter(output => output !== 'sentence');
    const found = tasks.length === 0 ? [] : this.#heads.predict(lengths, starts, tasks);
    return tasks.length === outputs.length
      ? found
      : [...found, this.#heads.embed(lengths, starts, this.#sentence!)];
  }

  /** Reads a batch. @returns each row's tokens, and where they begin in the sequence */
  #encode(ids: readonly Ids[], batch: Batch): [lengths: number[], starts: number[]] {
    const texts = batch.rows.map(row => ids[row]);
    this.#folded.fold(texts);
    const lengths = texts.map(text => text.length);
    const starts = startsOf(lengths);
    for (let direction = 0; direction < this.#directions; direction++) {
      this.#encoder.run(
        direction,
        texts.map((text, row) => this.#reading(direction, text, this.#attends ? starts[row] : row)),
      );
    }
    return [lengths, starts];
  }

  /** What stands before a removed word was read already, and so was, from the end, what stands behind it. */
  predictWithout(ids: Ids, spans: readonly TokenSpan[], outputs: readonly Output[]): Float32Array[] {
    this.#checkOutputs(outputs);
    this.#folded.fold([ids]);
    for (let direction = 0; direction < this.#directions; direction++) {
      const out = this.#whole + 4 * direction * this.#units;
      const reading = this.#oneWay(direction, ids, 0, ids.length, out, 4 * this.#width);
      this.#encoder.run(direction, [{ ...reading, states: this.#statesOf(direction) }]);
    }
    const most = Math.max(1, Math.min(MAX_ROWS, Math.floor(MAX_TOKENS / Math.max(1, ids.length))));
    const found: Float32Array[][] = outputs.map(() => []);
    for (let from = 0; from < spans.length; from += most) {
      this.#without(ids, spans.slice(from, from + most), outputs).forEach((rows, n) => {
        found[n].push(rows);
      });
    }
    return found.map(concatenated);
  }

  dispose(): void {
    // The memory goes with the last reference to it.
  }

  #without(ids: Ids, spans: readonly TokenSpan[], outputs: readonly Output[]): Float32Array[] {
    const { heap } = this.#kernels;
    const lengths = spans.map(({ start, end }) => ids.length - (end - start));
    const starts = startsOf(lengths);
    const width = this.#width;
    const units = this.#units;
    const whole = heap.floats(this.#whole, ids.length * width);
    for (let direction = 0; direction < this.#directions; direction++) {
      const readings = spans.map(({ start, end }, row): Reading => {
        const at =
          this.#heads.sequence + 4 * ((this.#attends ? starts[row] : row) * width + direction * units);
        // Steps that were read before the removed word, and the last one of them.
        const known = direction === 0 ? start : ids.length - end;
        const last = direction === 0 ? start - 1 : end;
        const said = (step: number) =>
          whole.subarray(step * width + direction * units, step * width + (direction + 1) * units);
        const here = (step: number) => (direction === 0 || step < start ? step : step - (end - start));
        if (this.#attends) {
          for (let n = 0; n < known; n++) {
            const step = direction === 0 ? n : ids.length - 1 - n;
            heap.floats(at + 4 * here(step) * width, units).set(said(step));
          }
        } else if (known > 0) heap.floats(at, units).set(said(last));
        else heap.floats(at, units).fill(0);
        const [first, step] = direction === 0 ? [start, 4 * width] : [start - 1, -4 * width];
        const range = direction === 0 ? { start: end, end: ids.length } : { start: 0, end: start };
        return {
          ids,
          ...range,
          out: this.#attends ? at + 4 * first * width : at,
          step: this.#attends ? step : 0,
          ...(known > 0 && {
            from: {
              h: this.#whole + 4 * (last * width + direction * units),
              c: this.#statesOf(direction) + 4 * (known - 1) * this.#padded,
            },
          }),
        };
      });
      this.#encoder.run(direction, readings);
    }
    return this.#said(lengths, starts, outputs);
  }

  /** A whole text into the sequence: to its positions, or where heads do not attend its last output to its row. */
  #reading(direction: number, text: Ids, place: number): Reading {
    const at = this.#heads.sequence + 4 * (place * this.#width + direction * this.#units);
    if (this.#attends) return this.#oneWay(direction, text, 0, text.length, at, 4 * this.#width);
    // A text of no tokens has no last output.
    if (text.length === 0) this.#kernels.heap.floats(at, this.#units).fill(0);
    return { ids: text, start: 0, end: text.length, out: at, step: 0 };
  }

  /** Outputs lie in the order of the text, whichever way it is read. */
  #oneWay(direction: number, ids: Ids, start: number, end: number, out: number, step: number): Reading {
    return direction === 0
      ? { ids, start, end, out, step }
      : { ids, start, end, out: out + (end - 1 - start) * step, step: -step };
  }

  #statesOf(direction: number): number {
    return this.#states + 4 * direction * this.#maxLength * this.#padded;
  }
}

/** How many tasks the network has a head of its own for: a task with a linear head may have none. */
function ownHeads(weights: BundleContent['weights']): number {
  let heads = 0;
  while (weights.has(`task_${heads}/bias`)) heads++;
  return heads;
}

/** Where rows begin that lie one behind the other. */
function startsOf(lengths: readonly number[]): number[] {
  let next = 0;
  return lengths.map(length => {
    const start = next;
    next += length;
    return start;
  });
}
