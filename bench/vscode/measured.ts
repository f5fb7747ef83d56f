/* What is measured inside VS Code, in milliseconds. */

export interface Cold {
  /** Until the extension is active. */
  activation: number;
  /** From there to the first score: the worker's start, the model's load, a sentence. */
  score: number;
}

/** From the change event to the decorations, in its parts. */
export interface Keystroke {
  /** Until the worker is asked: typing is to pause first. */
  pause: number;
  /** Until the worker has sent the scores of the edited text. */
  scoring: number;
  /** Until they are taken: the thread that takes them may be in other hands. */
  waiting: number;
  /** Until its decorations are set. */
  drawing: number;
}

export type Measured = { cold: Cold; keystrokes: Keystroke[] } | { error: string };
