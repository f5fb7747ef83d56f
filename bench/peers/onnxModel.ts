import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, type Protobuf } from '../packages.ts';
import type { Shape, Workload } from '../workload.ts';

const FLOAT = 1;
const INT8 = 3;
const INT32 = 6;
/** ONNX's gate order i, o, f, c, as positions in Keras's i, f, c, o. */
const GATES = [0, 3, 1, 2];

/**
 * The encoder as an ONNX model: `ids` [tokens, batch] int32 -> Gather -> LSTM -> `last` [directions, batch, units].
 * Time comes first, which is the runtime's own layout. The weights are initializers, so that it may pack them.
 * @param integers the runtime's own LSTM with weights of 8 bits, a scale a column: DynamicQuantizeLSTM
 */
export async function onnxModel(shape: Shape, workload: Workload, integers = false): Promise<Uint8Array> {
  const { vocabulary, embedding, units, directions } = shape;
  const tensor = (name: string, dims: number[], data: Float32Array | Int8Array) => ({
    name,
    dims,
    data_type: data instanceof Int8Array ? INT8 : FLOAT,
    raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
  const perDirection = (of: (d: Workload['directions'][number]) => Float32Array) => {
    const parts = workload.directions.map(of);
    const joined = new Float32Array(parts.length * parts[0].length);
    for (const [d, part] of parts.entries()) joined.set(part, d * part.length);
    return joined;
  };
  const noBias = new Float32Array(4 * units);
  const value = (name: string, elem_type: number, dims: (string | number)[]) => ({
    name,
    type: {
      tensor_type: {
        elem_type,
        shape: { dim: dims.map(d => (typeof d === 'string' ? { dim_param: d } : { dim_value: d })) },
      },
    },
  });
  const direction = directions === 1 ? 'forward' : 'bidirectional';
  const weights = [
    { name: 'w', rows: embedding, values: perDirection(d => gatesFirst(d.kernel, embedding, units)) },
    { name: 'r', rows: units, values: perDirection(d => gatesFirst(d.recurrent, units, units)) },
  ];
  const columns = [directions, 4 * units];
  const rounded = weights.flatMap(({ name, rows, values }) => {
    const { integers, scales } = round(values, rows);
    return [
      tensor(name, [directions, rows, 4 * units], transposed(integers, directions, rows)),
      tensor(`${name}_scale`, columns, scales),
      tensor(`${name}_zero`, columns, new Int8Array(scales.length)),
    ];
  });
  const model = {
    ir_version: 8,
    opset_import: [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'encoder',
      node: [
        { op_type: 'Gather', input: ['table', 'ids'], output: ['x'] },
        {
          ...(integers ? { op_type: 'DynamicQuantizeLSTM', domain: 'com.microsoft' } : { op_type: 'LSTM' }),
          input: [
            ...['x', 'w', 'r', 'b'],
            // No lengths, states or peepholes.
            ...(integers ? ['', '', '', '', 'w_scale', 'w_zero', 'r_scale', 'r_zero'] : []),
          ],
          output: ['', 'last'],
          attribute: [
            { name: 'hidden_size', type: 'INT', i: units },
            { name: 'direction', type: 'STRING', s: Buffer.from(direction) },
          ],
        },
      ],
      initializer: [
        tensor('table', [vocabulary, embedding], workload.embedding),
        ...(integers
          ? rounded
          : weights.map(({ name, rows, values }) => tensor(name, [directions, 4 * units, rows], values))),
        tensor(
          'b',
          [directions, 8 * units],
          perDirection(d => Float32Array.of(...gatesFirst(d.bias, 1, units), ...noBias)),
        ),
      ],
      input: [value('ids', INT32, ['tokens', 'batch'])],
      output: [value('last', FLOAT, [directions, 'batch', units])],
    },
  };
  const schema = readFileSync(join(import.meta.dirname, 'onnx.proto'), 'utf8');
  const protobuf = await load<Protobuf>('protobufjs');
  const type = protobuf.parse(schema, { keepCase: true }).root.lookupType('onnx.ModelProto');
  return type.encode(type.fromObject(model)).finish();
}

/** Keras's [rows, 4 * units] in i, f, c, o as ONNX's [4 * units, rows] in i, o, f, c. */
function gatesFirst(matrix: Float32Array, rows: number, units: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (const [to, from] of GATES.entries()) {
    for (let n = 0; n < units; n++) {
      for (let row = 0; row < rows; row++) {
        result[(to * units + n) * rows + row] = matrix[row * 4 * units + from * units + n];
      }
    }
  }
  return result;
}

/** Weights [columns][rows] in 8 bits, symmetric about zero, and each column's scale. */
function round(values: Float32Array, rows: number): { integers: Int8Array; scales: Float32Array } {
  const integers = new Int8Array(values.length);
  const scales = new Float32Array(values.length / rows);
  for (let column = 0; column < scales.length; column++) {
    const weights = values.subarray(column * rows, (column + 1) * rows);
    const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
    scales[column] = scale;
    for (let row = 0; row < rows; row++) integers[column * rows + row] = Math.round(weights[row] / scale);
  }
  return { integers, scales };
}

/** [directions][columns][rows] as [directions][rows][columns]. */
function transposed(values: Int8Array, directions: number, rows: number): Int8Array {
  const columns = values.length / directions / rows;
  const result = new Int8Array(values.length);
  for (let d = 0; d < directions; d++) {
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++)
        result[(d * rows + row) * columns + column] = values[(d * columns + column) * rows + row];
    }
  }
  return result;
}
