import { batched, type ForwardOptions } from '../contest/batched.ts';
import type { Open } from '../contest/contestant.ts';
import { workloadOf } from '../workload.ts';
import { forward, startTfjs, stockNetwork } from './tfjs.ts';

/** TensorFlow.js with its own layers: token ids in, last hidden states out. */
const open: Open<ForwardOptions> = async options => {
  await startTfjs(options.backend);
  const workload = workloadOf(options.shape);
  const network = stockNetwork(options.shape, workload, false);
  return batched(options, batch => forward(network, options.shape, workload, batch));
};
export default open;
