import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';

/**
 * Adam's defaults (Kingma & Ba 2015). Epsilon is TensorFlow.js's number in Keras's place: beside the root of the second
 * moment as it is. TensorFlow.js has it beside that of the corrected one, thirty times less at the first step.
 */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/**
 * Trains an embedding at a cost that grows with the batch, not with the vocabulary: a step sees a small table of the
 * rows that it reads, and Adam's moments move for these rows alone (TensorFlow's LazyAdam).
 * While it is in use the layer's weights are stale until `flush`.
 */
export class EmbeddingRows {
  readonly #variable: LayerVariable;
  readonly #whole: tf.Variable;
  readonly #width: number;
  readonly #table: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  #steps = 0;

  private constructor(variable: LayerVariable) {
    this.#variable = variable;
    this.#whole = variable.read() as tf.Variable;
    this.#width = this.#whole.shape[1] as number;
    this.#table = (this.#whole.dataSync() as Float32Array).slice();
    this.#first = new Float32Array(this.#table.length);
    this.#second = new Float32Array(this.#table.length);
  }

  /** Null where the network has no embedding to train. */
  static of(network: LayersModel): EmbeddingRows | null {
    const layer = network.layers.find(({ name, trainable }) => name === 'embedding' && trainable);
    return layer === undefined ? null : new EmbeddingRows(layer.weights[0]);
  }

  /** The variable that the trainer's own optimizer is to leave alone. */
  get whole(): tf.Variable {
    return this.#whole;
  }

  /**
   * Runs a step on the rows that `ids` name.
   * @param ids padding is 0, and stays it
   * @param run gets the ids of the small table, which is the layer's weight meanwhile; returns that table's gradient,
   *   row by row
   */
  step(
    ids: Int32Array,
    learningRate: number,
    run: (local: Int32Array, rows: tf.Variable) => Float32Array,
  ): void {
    const width = this.#width;
    const names = [0];
    const places = new Map([[0, 0]]);
    const local = ids.map(id => {
      let place = places.get(id);
      if (place === undefined) {
        place = names.push(id) - 1;
        places.set(id, place);
      }
      return place;
    });
    const values = new Float32Array(names.length * width);
    names.forEach((id, n) => {
      values.set(this.#table.subarray(id * width, (id + 1) * width), n * width);
    });
    const rows = tf.tidy(() => tf.variable(tf.tensor2d(values, [names.length, width])));
    this.#read(rows);
    try {
      this.#update(names, run(local, rows), learningRate);
    } finally {
      this.#read(this.#whole);
      rows.dispose();
    }
  }

  /** Writes the trained rows into the layer's weights. */
  flush(): void {
    tf.tidy(() => this.#whole.assign(tf.tensor2d(this.#table, this.#whole.shape as [number, number])));
  }

  /** Adam's moments and step count, for a checkpoint. The caller disposes the tensors. */
  state(): tf.Tensor[] {
    return [tf.tensor1d(this.#first), tf.tensor1d(this.#second), tf.scalar(this.#steps, 'int32')];
  }

  /** Takes up a checkpoint's state; the layer has its weights already. */
  restore([first, second, steps]: readonly tf.Tensor[]): void {
    this.#table.set(this.#whole.dataSync() as Float32Array);
    this.#first.set(first.dataSync() as Float32Array);
    this.#second.set(second.dataSync() as Float32Array);
    [this.#steps] = steps.dataSync();
  }

  /** tfjs-layers gives no way to lend a layer another variable. */
  #read(value: tf.Variable): void {
    (this.#variable as unknown as { val: tf.Variable }).val = value;
  }

  #update(names: readonly number[], gradient: Float32Array, learningRate: number): void {
    this.#steps++;
    const width = this.#width;
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** this.#steps)) / (1 - BETA1 ** this.#steps);
    // A private field is looked up each time that it is named.
    const [table, first, second] = [this.#table, this.#first, this.#second];
    // Row 0 is padding: no step reads it.
    for (let n = 1; n < names.length; n++) {
      const row = names[n] * width;
      for (let i = 0; i < width; i++) {
        const g = gradient[n * width + i];
        const mean = first[row + i] + (1 - BETA1) * (g - first[row + i]);
        const square = second[row + i] + (1 - BETA2) * (g * g - second[row + i]);
        first[row + i] = mean;
        second[row + i] = square;
        table[row + i] -= (rate * mean) / (Math.sqrt(square) + EPSILON);
      }
    }
  }
}
