import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FusedLSTM } from '../../src/model/lstmLayers.ts';
import { batched, type ForwardOptions } from '../contest/batched.ts';
import type { Open } from '../contest/contestant.ts';
import { forward, setWeights } from '../peers/tfjs.ts';
import { workloadOf } from '../workload.ts';
import { startOurs } from './backend.ts';

/** The encoder as Manylens runs it: token ids in, last hidden states out. */
const open: Open<ForwardOptions> = async options => {
  const { shape } = options;
  await startOurs();
  const workload = workloadOf(shape);
  const ids = input({ shape: [null], dtype: 'int32' });
  const embedded = layers
    .embedding({ inputDim: shape.vocabulary, outputDim: shape.embedding, name: 'embedding' })
    .apply(ids) as SymbolicTensor;
  const network = model({
    inputs: ids,
    outputs: new FusedLSTM({ units: shape.units }).apply(embedded) as SymbolicTensor,
  });
  setWeights(network, shape, workload, false);
  return batched(options, batch => forward(network, shape, workload, batch));
};
export default open;
