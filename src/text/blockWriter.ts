import type { TextKinds } from '../base/textKinds.ts';
import type { Block } from './prose.ts';

/** Writes a block's mask span by span; what lies between is blank. */
export class BlockWriter {
  #start = -1;
  #text = '';

  get isEmpty(): boolean {
    return this.#start < 0;
  }

  /** UTF-16 offset behind what was written last. */
  get end(): number {
    return this.#start + this.#text.length;
  }

  /** @param masked stands for as many units of the source from `start` on, which lies behind all that was written */
  write(start: number, masked: string): void {
    if (masked === '') return;
    if (this.isEmpty) this.#start = start;
    this.#text = this.#text.padEnd(start - this.#start) + masked;
  }

  /** What was written since the last time. */
  *finish(kinds: TextKinds): Generator<Block> {
    if (!this.isEmpty) yield { start: this.#start, text: this.#text, kinds };
    this.#start = -1;
    this.#text = '';
  }
}
