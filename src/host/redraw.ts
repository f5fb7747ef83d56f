import type { Disposable } from '../base/lifecycle.ts';

/** Draws soon after it was asked to, once however often it was asked: typing never waits for a view. */
export class Redraw implements Disposable {
  readonly #draw: () => void;
  readonly #delay: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draw: () => void, delay = 50) {
    this.#draw = draw;
    this.#delay = delay;
  }

  readonly request = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, this.#delay);
  };

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
