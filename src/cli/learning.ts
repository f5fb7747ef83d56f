/** `dist/learning.js`: the commands that need TensorFlow.js whatever they are asked. */

export { slipsIn } from '../training/node/slipsFiles.ts';
export { evaluate } from './evaluate.ts';
export { finetune } from './finetune.ts';
export { train } from './train.ts';
