// Makes the work of tree-sitter's WebAssembly countable: each function that is entered and each turn of a loop takes one
// from the exported global `work`. It traps where none is left, and where the stack is below the exported global `floor`.
// tree-sitter's own call back comes too seldom: between two of them a parse of hostile code may take minutes. And where
// its recursion leaves the stack, it writes over its own data. src/text/boundedParser.ts is what goes on after a trap.
import { Buffer } from 'node:buffer';
import binaryen from 'binaryen';

const GLOBALS = `
 (global $work (mut i32) (i32.const 0x7fffffff))
 (global $floor (mut i32) (i32.const 0))
 (export "work" (global $work))
 (export "floor" (global $floor))`;
const COUNT = `
  (global.set $work (i32.sub (global.get $work) (i32.const 1)))
  (if (i32.lt_s (global.get $work) (i32.const 0)) (then (unreachable)))`;

/**
 * @param {Uint8Array<ArrayBuffer>} wasm
 * @returns {Uint8Array}
 */
export function boundedParser(wasm) {
  const text = textOf(wasm);
  const stack = /\(import "env" "__stack_pointer" \(global (\$\S+) /.exec(text)?.[1];
  const checkStack = `
  (if (i32.lt_u (global.get ${stack}) (global.get $floor)) (then (unreachable)))`;
  let counted = addedAfter(text, '(loop ', /\(loop \$\S+(?: \(result \w+\))?$/gm, COUNT);
  counted = addedAfter(counted, '\n (func ', /\n \(func \$.*(?:\n {2}\(local .*)*/g, COUNT + checkStack);
  return withDylink(bytesOf(counted.replace('\n (func ', `${GLOBALS}\n (func `)), wasm);
}

/**
 * The text with something after each match of the pattern, which has to find all that opens so.
 * @param {string} text @param {string} opening @param {RegExp} pattern @param {string} added
 */
function addedAfter(text, opening, pattern, added) {
  let count = 0;
  const result = text.replace(pattern, found => {
    count++;
    return found + added;
  });
  if (count === 0 || count !== text.split(opening).length - 1)
    throw new Error(`tree-sitter has "${opening.trim()}" in another form than is known here.`);
  return result;
}

/** @param {Uint8Array} wasm */
function textOf(wasm) {
  const module = binaryen.readBinary(wasm);
  const text = module.emitText();
  module.dispose();
  return text;
}

/** @param {string} text */
function bytesOf(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw new Error('tree-sitter is no WebAssembly any more.');
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * With the section that says how it is linked with grammars, which a text does not have; it comes first.
 * @param {Uint8Array} bytes @param {Uint8Array<ArrayBuffer>} original
 */
function withDylink(bytes, original) {
  const name = Buffer.from('dylink.0');
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(original), name.toString());
  const body = Buffer.concat([Buffer.of(name.length), name, Buffer.from(section)]);
  if (body.length > 127) throw new Error('The section dylink.0 is longer than its length here has room for.');
  return Buffer.concat([bytes.subarray(0, 8), Buffer.of(0, body.length), body, bytes.subarray(8)]);
}
