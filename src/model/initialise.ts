import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';

/**
 * Fresh weights for a whole network, the same for the same seed: Keras's defaults by the weight's name
 * (embeddings uniform in ±0.05, kernels Glorot uniform, recurrent kernels orthogonal, biases zero but for the
 * forget gates' one).
 */
export function initialise(network: LayersModel, random: Random, only?: (layer: string) => boolean): void {
  for (const layer of network.layers) {
    if (layer.weights.length === 0 || (only && !only(layer.name))) continue;
    const values = layer.weights.map(weight => {
      const shape = weight.shape as number[];
      return tf.tensor(
        fresh(weight.originalName.split('/').at(-1)!, shape, layer.getClassName(), random),
        shape,
      );
    });
    layer.setWeights(values);
    tf.dispose(values);
  }
}

function fresh(name: string, shape: number[], className: string, random: Random): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  const uniform = (limit: number) =>
    Float32Array.from({ length: size }, () => (2 * random.next() - 1) * limit);
  if (name.endsWith('embeddings')) return uniform(0.05);
  if (name.endsWith('recurrent_kernel')) return orthogonal(shape[0], shape[1], random);
  if (name.endsWith('bias')) {
    const bias = new Float32Array(size);
    if (className.endsWith('LSTM')) bias.fill(1, size / 4, size / 2);
    return bias;
  }
  const receptive = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return uniform(Math.sqrt(6 / (receptive * (shape.at(-2)! + shape.at(-1)!))));
}

/** Orthonormal rows [rows, columns], rows <= columns: Gram-Schmidt on normal numbers (Saxe et al. 2014). */
function orthogonal(rows: number, columns: number, random: Random): Float32Array {
  const matrix = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const row = Float64Array.from({ length: columns }, () => random.normal());
    for (let s = 0; s < r; s++) {
      const other = matrix.subarray(s * columns, (s + 1) * columns);
      const overlap = row.reduce((sum, value, i) => sum + value * other[i], 0);
      for (let i = 0; i < columns; i++) row[i] -= overlap * other[i];
    }
    const norm = Math.hypot(...row);
    for (let i = 0; i < columns; i++) matrix[r * columns + i] = row[i] / norm;
  }
  return matrix;
}
