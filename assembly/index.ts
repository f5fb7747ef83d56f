/** The fused LSTM's exports. All addresses are bytes into the imported memory, all counts i32 (layout.ts). */
export { lstmBackward } from './backward';
export { lstmForwardInt8 } from './int8';
export { packInt8, shortRows } from './int8Pack';
export { restInt8, resumeInt8 } from './int8States';
export { lstmForward, lstmForwardSaving } from './lstm';
export { orderGates, packGates, packGatesTransposed, packPanels, unorderGates } from './pack';
export { attentionPool, maxPool, relu } from './pooling';
export { addOuter, addRows, matMul } from './product';

/** Where the module's own constants end: the first byte that is free. */
export function heapBase(): usize {
  return __heap_base;
}
