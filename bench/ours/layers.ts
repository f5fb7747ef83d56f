import { batched, type ForwardOptions } from '../contest/batched.ts';
import type { Open } from '../contest/contestant.ts';
import { forward } from '../peers/tfjs.ts';
import { workloadOf } from '../workload.ts';
import { startOurs } from './backend.ts';
import { fusedNetwork } from './network.ts';

/** The layers that Manylens trains, scoring: token ids in, last hidden states out. */
const open: Open<ForwardOptions> = async options => {
  const { shape, backend } = options;
  await startOurs(backend);
  const workload = workloadOf(shape);
  const network = fusedNetwork(shape, workload, false);
  return batched(options, batch => forward(network, shape, workload, batch));
};
export default open;
