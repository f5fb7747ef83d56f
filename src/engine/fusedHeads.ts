import { type Kernels, MATMUL_ROWS, roundUp, TILE } from '../kernels/kernels.ts';
import type { DenseWeights, FusedWeights } from './fusedWeights.ts';

/** Keras's, for the square of a vector's length: so that nothing is divided by zero. */
const EPSILON = 1e-12;

/** From what the encoder says of some texts to each task's probabilities or their vectors, in memory that is allotted once. */
export class FusedHeads {
  /** Where the encoder puts its outputs: [positions][width], or with no attention [rows][width]. */
  readonly sequence: number;
  readonly #kernels: Kernels;
  readonly #weights: FusedWeights;
  readonly #width: number;
  readonly #scores: number;
  /** What heads read: [tasks][rows][2 * width], or without attention [rows][width]. */
  readonly #pooled: number;
  readonly #rows: number;
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
    const { attention, shared, dense, outputs, sentence } = weights;
    const layers = [attention, shared, ...(dense ?? []), ...outputs, sentence?.dense].filter(
      layer => layer !== undefined,
    );
    const tall = roundUp(rows, TILE);
    this.#kernels = kernels;
    this.#weights = weights;
    this.#width = width;
    this.#rows = tall;
    // What lies beside a vector of features stays zero.
    this.sequence = heap.zeros((attention ? positions : tall) * width);
    this.#scores = attention ? heap.allocate((positions + TILE) * attention.width) : 0;
    this.#pooled = attention ? heap.allocate(outputs.length * tall * 2 * width) : this.sequence;
    this.#shared = shared ? heap.allocate(tall * shared.width) : 0;
    this.#hidden = heap.allocate(tall * Math.max(...layers.map(layer => layer.width)));
    this.#logits = heap.allocate(tall * Math.max(...outputs.map(layer => layer.width)));
    this.#scratch = heap.allocate(MATMUL_ROWS * Math.max(...layers.map(layer => layer.inputs)));
  }

  /**
   * @param lengths steps of each row of the sequence, where heads attend
   * @param starts the position where each row begins
   * @returns for each of `tasks`, for each row, its labels' probabilities
   */
  predict(lengths: readonly number[], starts: readonly number[], tasks: readonly number[]): Float32Array[][] {
    const { attention, dense, outputs } = this.#weights;
    const rows = lengths.length;
    const inputs = this.#inputs(attention, lengths, starts);
    return tasks.map(k => {
      let x = inputs(k);
      if (dense !== undefined) x = this.#layer(dense[k], x, rows, this.#hidden, true);
      const logits = this.#layer(outputs[k], x, rows, this.#logits, false);
      return this.#probabilities(logits, outputs[k].units, rows);
    });
  }

  /**
   * The sentences' vectors; the parameters are those of `predict`. Its attention lies apart from the tasks', so that
   * neither pays for the other.
   */
  embed(
    lengths: readonly number[],
    starts: readonly number[],
    { attention, dense }: NonNullable<FusedWeights['sentence']>,
  ): Float32Array[] {
    const rows = lengths.length;
    const x = this.#inputs(attention, lengths, starts)(0);
    const { address, width } = this.#layer(dense, x, rows, this.#hidden, false);
    const vectors = this.#kernels.heap.floats(address, rows * width);
    return lengths.map((_, row) => {
      const vector = vectors.slice(row * width, row * width + dense.units);
      const square = vector.reduce((sum, x) => sum + x * x, 0);
      return vector.map(x => x / Math.sqrt(Math.max(square, EPSILON)));
    });
  }

  /** Where the k-th head of those that `attention` is for finds what it reads; without attention all read the same. */
  #inputs(attention: DenseWeights | undefined, lengths: readonly number[], starts: readonly number[]) {
    const { shared } = this.#weights;
    const width = this.#width;
    if (attention !== undefined) {
      this.#pool(attention, lengths, starts);
      return (k: number) => ({ address: this.#pooled + 4 * k * this.#rows * 2 * width, width: 2 * width });
    }
    const pooled = { address: this.#pooled, width };
    const x = shared === undefined ? pooled : this.#layer(shared, pooled, lengths.length, this.#shared, true);
    return () => x;
  }

  #pool(attention: DenseWeights, lengths: readonly number[], starts: readonly number[]): void {
    const { run } = this.#kernels;
    const width = this.#width;
    const tasks = attention.units;
    lengths.forEach((length, row) => {
      const text = this.sequence + 4 * starts[row] * width;
      const scores = this.#scores + 4 * starts[row] * attention.width;
      run.matMul(
        text,
        width,
        length,
        attention.inputs,
        attention.kernel,
        tasks,
        attention.bias,
        scores,
        attention.width,
        this.#scratch,
      );
      const target = this.#pooled + 4 * row * 2 * width;
      run.attentionMaxPool(
        text,
        length,
        width,
        scores,
        tasks,
        attention.width,
        target,
        this.#rows * 2 * width,
      );
    });
  }

  #layer(
    { kernel, bias, inputs, width, units }: DenseWeights,
    x: { address: number; width: number },
    rows: number,
    target: number,
    relu: boolean,
  ) {
    const { run } = this.#kernels;
    run.matMul(x.address, x.width, rows, inputs, kernel, units, bias, target, width, this.#scratch);
    if (relu) run.relu(target, rows * width);
    return { address: target, width };
  }

  /** A softmax, or of one unit a sigmoid, which is the second label's probability. */
  #probabilities(
    { address, width }: { address: number; width: number },
    units: number,
    rows: number,
  ): Float32Array[] {
    const logits = this.#kernels.heap.floats(address, rows * width);
    return Array.from({ length: rows }, (_, row) => {
      const from = row * width;
      if (units === 1) {
        const second = 1 / (1 + Math.exp(-logits[from]));
        return Float32Array.of(1 - second, second);
      }
      let top = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < units; k++) top = Math.max(top, logits[from + k]);
      const found = new Float32Array(units);
      let sum = 0;
      for (let k = 0; k < units; k++) {
        found[k] = Math.exp(logits[from + k] - top);
        sum += found[k];
      }
      for (let k = 0; k < units; k++) found[k] /= sum;
      return found;
    });
  }
}
