import type { Disposable } from '../base/lifecycle.ts';

/** Draws soon after it was asked to, once however often it was asked: typing never waits for a view. */
export class Redraw implements Disposable {
  readonly #draw: () => void;
  readonly #delay: number;
  readonly #rest: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param delay milliseconds from the first request on
   * @param rest counts them from the last request on: draws when nothing has been asked for that long
   */
  constructor(draw: () => void, delay = 50, rest = false) {
    this.#draw = draw;
    this.#delay = delay;
    this.#rest = rest;
  }

  readonly request = (): void => {
    if (this.#rest) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, this.#delay);
  };

  /** Draws now, and what was asked for with it. */
  readonly now = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#draw();
  };

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
