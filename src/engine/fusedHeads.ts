import { type Kernels, MATMUL_ROWS, roundUp, TILE, WIDTH } from '../kernels/kernels.ts';
import type { AttendedWeights, DenseWeights, FusedWeights } from './fusedWeights.ts';

/** Keras's, for the square of a vector's length: so that nothing is divided by zero. */
const EPSILON = 1e-12;

/** What a layer reads, or has said: a row of numbers a text, the next one `width` floats on. */
interface Rows {
  address: number;
  width: number;
}

/** From what the encoder says of some texts to each task's probabilities or their vectors, in memory that is allotted once. */
export class FusedHeads {
  /** Where the encoder puts its outputs: [positions][width], or with no attention [rows][width]. */
  readonly sequence: number;
  readonly #kernels: Kernels;
  readonly #weights: FusedWeights;
  readonly #width: number;
  readonly #rows: number;
  readonly #scores: number;
  /** What heads that attend read: [heads, whole tiles][rows][width], and [rows][width]. */
  readonly #means: number;
  readonly #maxima: number;
  readonly #shared: number;
  readonly #hidden: number;
  readonly #logits: number;
  readonly #scratch: number;

  /**
   * @param width floats of a row of the sequence
   * @param positions, rows of a batch at most
   */
  constructor(kernels: Kernels, weights: FusedWeights, width: number, positions: number, rows: number) {
    const { heap } = kernels;
    const { attended, shared, dense = [], outputs = [], sentence } = weights;
    const attending = [attended, sentence?.attended].filter(one => one !== undefined);
    const hidden = [
      ...attending.map(one => one.maximum),
      ...dense,
      ...(sentence?.dense ? [sentence.dense] : []),
    ];
    const layers = [...(shared ? [shared] : []), ...hidden, ...outputs];
    const heads = Math.max(0, ...attending.map(one => one.attention.units));
    const widest = (some: readonly DenseWeights[]) => Math.max(0, ...some.map(layer => layer.width));
    const tall = roundUp(rows, TILE);
    this.#kernels = kernels;
    this.#weights = weights;
    this.#width = width;
    this.#rows = tall;
    // What lies beside a vector of features stays zero.
    this.sequence = heap.zeros((attended ? positions : tall) * width);
    this.#scores = heap.allocate((positions + TILE) * roundUp(heads, WIDTH));
    this.#means = heap.allocate(roundUp(heads, TILE) * tall * width);
    this.#maxima = heap.allocate(tall * width);
    this.#shared = heap.allocate(tall * (shared?.width ?? 0));
    this.#hidden = heap.allocate(tall * widest(hidden));
    this.#logits = heap.allocate(tall * widest(outputs));
    this.#scratch = heap.allocate(MATMUL_ROWS * Math.max(...layers.map(layer => layer.inputs)));
  }

  /**
   * @param lengths steps of each row of the sequence, where heads attend
   * @param starts the position where each row begins: one lies behind the other
   * @param tasks ascending
   * @returns for each of `tasks`, row by row, its labels' probabilities
   */
  predict(lengths: readonly number[], starts: readonly number[], tasks: readonly number[]): Float32Array[] {
    const { attended, dense, outputs, labels } = this.#weights;
    const rows = lengths.length;
    let input: (k: number) => Rows;
    if (attended !== undefined) {
      input = this.#attend(attended, lengths, starts, tasks);
      if (outputs !== undefined) this.#kernels.run.relu(this.#hidden, rows * attended.maximum.width);
    } else {
      const x = this.#last(rows);
      input = k => (dense === undefined ? x : this.#layer(dense[k], x, rows, this.#hidden, true));
    }
    return tasks.map(k => {
      const x = input(k);
      const logits = outputs === undefined ? x : this.#layer(outputs[k], x, rows, this.#logits, false);
      return this.#probabilities(logits, labels[k], rows);
    });
  }

  /**
   * The sentences' vectors, row by row; the parameters are those of `predict`. Its attention lies apart from the tasks',
   * so that neither pays for the other.
   */
  embed(
    lengths: readonly number[],
    starts: readonly number[],
    { attended, dense, units }: NonNullable<FusedWeights['sentence']>,
  ): Float32Array {
    const rows = lengths.length;
    const { address, width } =
      attended === undefined
        ? this.#layer(dense!, this.#last(rows), rows, this.#hidden, false)
        : this.#attend(attended, lengths, starts, [0])(0);
    const said = this.#kernels.heap.floats(address, rows * width);
    const vectors = new Float32Array(rows * units);
    for (let row = 0; row < rows; row++) {
      const vector = said.subarray(row * width, row * width + units);
      const square = vector.reduce((sum, x) => sum + x * x, 0);
      const length = Math.sqrt(Math.max(square, EPSILON));
      for (let n = 0; n < units; n++) vectors[row * units + n] = vector[n] / length;
    }
    return vectors;
  }

  /** What heads that do not attend read: all the same. */
  #last(rows: number): Rows {
    const { shared } = this.#weights;
    const last = { address: this.sequence, width: this.#width };
    return shared === undefined ? last : this.#layer(shared, last, rows, this.#shared, true);
  }

  /** The first layer of heads that attend, with no activation. @returns where each of `heads` finds its share */
  #attend(
    { attention, means, maximum, columns }: AttendedWeights,
    lengths: readonly number[],
    starts: readonly number[],
    heads: readonly number[],
  ): (k: number) => Rows {
    const { run } = this.#kernels;
    const rows = lengths.length;
    const { width } = maximum;
    this.#pool(attention, lengths, starts);
    const place = (column: number): Rows => ({ address: this.#hidden + 4 * column, width });
    const all = heads.length === means.length;
    if (all) this.#ofMaxima(maximum, 0, width, rows);
    for (const k of heads) {
      const { kernel, inputs, units } = means[k];
      if (!all) this.#ofMaxima(maximum, columns[k], units, rows);
      const mean = this.#means + 4 * k * this.#rows * this.#width;
      const { address } = place(columns[k]);
      run.matMul(mean, this.#width, rows, inputs, kernel, units, 0, address, width, this.#scratch);
    }
    return k => place(columns[k]);
  }

  /** `count` columns of what the maxima are multiplied by, from `column` on. */
  #ofMaxima(
    { kernel, bias, inputs, width }: DenseWeights,
    column: number,
    count: number,
    rows: number,
  ): void {
    this.#kernels.run.matMul(
      ...[this.#maxima, this.#width, rows, inputs, kernel + 4 * column * inputs, count],
      ...[bias + 4 * column, this.#hidden + 4 * column, width, this.#scratch],
    );
  }

  #pool(attention: DenseWeights, lengths: readonly number[], starts: readonly number[]): void {
    const { run } = this.#kernels;
    const { kernel, bias, inputs, units, width: wide } = attention;
    const width = this.#width;
    const positions = starts[starts.length - 1] + lengths[lengths.length - 1];
    run.matMul(
      this.sequence,
      width,
      positions,
      inputs,
      kernel,
      units,
      bias,
      this.#scores,
      wide,
      this.#scratch,
    );
    for (let row = 0; row < lengths.length; row++) {
      const steps = lengths[row];
      const text = this.sequence + 4 * starts[row] * width;
      const scores = this.#scores + 4 * starts[row] * wide;
      const means = this.#means + 4 * row * width;
      run.attentionPool(text, steps, width, scores, units, wide, means, this.#rows * width);
      run.maxPool(text, steps, width, this.#maxima + 4 * row * width);
    }
  }

  #layer(
    { kernel, bias, inputs, width, units }: DenseWeights,
    x: Rows,
    rows: number,
    target: number,
    relu: boolean,
  ): Rows {
    const { run } = this.#kernels;
    run.matMul(x.address, x.width, rows, inputs, kernel, units, bias, target, width, this.#scratch);
    if (relu) run.relu(target, rows * width);
    return { address: target, width };
  }

  /** A softmax, or of one unit a sigmoid, which is the second label's probability. */
  #probabilities({ address, width }: Rows, units: number, rows: number): Float32Array {
    const logits = this.#kernels.heap.floats(address, rows * width);
    if (units === 1) {
      const found = new Float32Array(2 * rows);
      for (let row = 0; row < rows; row++) {
        const second = 1 / (1 + Math.exp(-logits[row * width]));
        found[2 * row] = 1 - second;
        found[2 * row + 1] = second;
      }
      return found;
    }
    const found = new Float32Array(units * rows);
    for (let row = 0; row < rows; row++) {
      const from = row * width;
      const to = row * units;
      let top = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < units; k++) top = Math.max(top, logits[from + k]);
      let sum = 0;
      for (let k = 0; k < units; k++) {
        found[to + k] = Math.exp(logits[from + k] - top);
        sum += found[to + k];
      }
      for (let k = 0; k < units; k++) found[to + k] /= sum;
    }
    return found;
  }
}
