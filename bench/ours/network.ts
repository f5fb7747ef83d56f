import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FusedBidirectionalLSTM, FusedLSTM } from '../../src/model/lstmLayers.ts';
import { setWeights } from '../peers/tfjs.ts';
import { LABELS, type Shape, type Workload } from '../workload.ts';

/** The layers that Manylens trains: the LSTM is one op, on whichever backend runs. With Dense where labels are asked for. */
export function fusedNetwork(shape: Shape, workload: Workload, head: boolean): LayersModel {
  const { vocabulary, embedding, units, directions } = shape;
  const ids = input({ shape: [null], dtype: 'int32' });
  const config = { inputDim: vocabulary, outputDim: embedding, name: 'embedding' };
  const lstm = directions === 1 ? new FusedLSTM({ units }) : new FusedBidirectionalLSTM({ units });
  const dense = layers.dense({ units: LABELS, activation: 'softmax' });
  const stack = [layers.embedding(config), lstm, ...(head ? [dense] : [])];
  const outputs = stack.reduce((x, layer) => layer.apply(x) as SymbolicTensor, ids);
  const network = model({ inputs: ids, outputs });
  setWeights(network, shape, workload, head);
  return network;
}
