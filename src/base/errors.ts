/**
 * Every failure a user or a caller may meet is made by a named factory here, with a stable code.
 * A message says what was expected, what was found and what to do next.
 */
export class ManylensError extends Error {
  /** Stable, for logs, tests and the `worker` boundary. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ManylensError';
    this.code = code;
  }
}

export const errors = {
  /** A call was cancelled by its caller: never shown to the user. */
  cancelled: () => new ManylensError('cancelled', 'Cancelled.'),
  /** Bad command line, settings or input file; `where` is `file:line` when it is known. */
  badInput: (expected: string, found: string, where?: string) =>
    new ManylensError('bad-input', `${where ? `${where}: ` : ''}expected ${expected}, found ${found}.`),
  /** A bundle is missing, truncated, foreign or of another format. */
  badBundle: (bundle: string, expected: string, found: string) =>
    new ManylensError(
      'bad-bundle',
      `The model at ${bundle} cannot be used: expected ${expected}, found ${found}. Reinstall Manylens, or choose another model.`,
    ),
  /** A backend that was asked for by name does not load here. */
  backendUnavailable: (backend: string, reason: string) =>
    new ManylensError(
      'backend-unavailable',
      `The backend "${backend}" does not load here: ${reason}. Use "auto" or "wasm".`,
    ),
  unknownTask: (task: string, known: readonly string[]) =>
    new ManylensError('unknown-task', `Expected one of the tasks ${known.join(', ')}, found "${task}".`),
  /** The worker thread or the training process went away in the middle of a call. */
  workerGone: (what: string, detail: string) =>
    new ManylensError(
      'worker-gone',
      `The ${what} stopped: ${detail}. Run the command again; "Manylens: Open Log" has the details.`,
    ),
} as const;

/** An error that crossed a thread or process boundary keeps its code. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
