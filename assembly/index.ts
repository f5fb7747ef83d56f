/** The fused LSTM's exports. All addresses are bytes into the imported memory, all counts i32 (layout.ts). */
export { lstmBackward } from './backward';
export { lstmForwardInt8, packInt8, restInt8, resumeInt8, shortRows } from './int8';
export { lstmForward, lstmForwardSaving } from './lstm';
export { orderGates, packGates, packGatesTransposed, packPanels, unorderGates } from './pack';
export { attentionMaxPool, relu } from './pooling';
export { addOuter, addRows, matMul } from './product';

/** Where the module's own constants end: the first byte that is free. */
export function heapBase(): usize {
  return __heap_base;
}
