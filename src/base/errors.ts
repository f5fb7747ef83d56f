/**
 * Every failure a user or a caller may meet is made by a named factory here, with a stable code.
 * A message says what was expected, what was found and what to do next.
 */

/** What errors say, `{0}`, `{1}`... being their arguments: English, and the key of their translations (`l10n/`). */
export const sentences = {
  cancelled: 'Cancelled.',
  badInput: 'expected {0}, found {1}.',
  badInputAt: '{2}: expected {0}, found {1}.',
  badBundle:
    'The model at {0} cannot be used: expected {1}, found {2}. Reinstall Manylens, or choose another model.',
  backendUnavailable: 'The backend "{0}" does not load here: {1}. Use "auto" or "wasm".',
  nativeMissing: 'The native TensorFlow library does not run here: {0}.',
  nativeSetup:
    'The native TensorFlow library cannot be set up: {0}. Manylens goes on with its embedded WebAssembly backend.',
  unknownTask: 'Expected one of the tasks {0}, found "{1}".',
  workerGone: 'The scoring worker stopped: {0}. Run the command again; "Manylens: Open Log" has the details.',
  trainerGone:
    'The training process stopped: {0}. Run the command again; "Manylens: Open Log" has the details.',
  scoringPaused:
    'Analysis is paused, because the scoring worker stopped twice: {0}. Run "Manylens: Resume Analysis" to go on.',
} as const;

export class ManylensError extends Error {
  /** Stable, for logs, tests and the `worker` boundary. */
  readonly code: string;
  /** The message, before `args` took the places of `{0}`, `{1}`...: for who says it in another language. */
  readonly sentence: string;
  readonly args: readonly string[];

  constructor(code: string, sentence: string, args: readonly string[] = []) {
    super(filled(sentence, args));
    this.name = 'ManylensError';
    this.code = code;
    this.sentence = sentence;
    this.args = args;
  }
}

/** By its name: each bundle has a class of its own, and one may load another (esbuild.mjs). */
export function isManylensError(error: unknown): error is ManylensError {
  return error instanceof Error && error.name === 'ManylensError';
}

export const errors = {
  /** A call was cancelled by its caller: never shown to the user. */
  cancelled: () => new ManylensError('cancelled', sentences.cancelled),
  /** Bad command line, settings or input file; `where` is `file:line` when it is known. */
  badInput: (expected: string, found: string, where?: string) =>
    where
      ? new ManylensError('bad-input', sentences.badInputAt, [expected, found, where])
      : new ManylensError('bad-input', sentences.badInput, [expected, found]),
  /** A bundle is missing, truncated, foreign or of another format. */
  badBundle: (bundle: string, expected: string, found: string) =>
    new ManylensError('bad-bundle', sentences.badBundle, [bundle, expected, found]),
  /** A backend that was asked for by name does not load here. */
  backendUnavailable: (backend: string, reason: string) =>
    new ManylensError('backend-unavailable', sentences.backendUnavailable, [backend, reason]),
  nativeMissing: (reason: string) => new ManylensError('native-missing', sentences.nativeMissing, [reason]),
  /** It cannot be fetched, built or stored. */
  nativeSetup: (reason: string) => new ManylensError('native-setup', sentences.nativeSetup, [reason]),
  unknownTask: (task: string, known: readonly string[]) =>
    new ManylensError('unknown-task', sentences.unknownTask, [known.join(', '), task]),
  /** The worker thread or the training process went away in the middle of a call. */
  workerGone: (detail: string) => new ManylensError('worker-gone', sentences.workerGone, [detail]),
  trainerGone: (detail: string) => new ManylensError('trainer-gone', sentences.trainerGone, [detail]),
  /** The worker thread went away again, soon after it was restarted: it starts no more by itself. */
  scoringPaused: (detail: string) => new ManylensError('scoring-paused', sentences.scoringPaused, [detail]),
} as const;

/** A sentence with its arguments in their places. */
export function filled(sentence: string, args: readonly string[]): string {
  return sentence.replace(/\{(\d+)\}/g, (place, n) => args[n] ?? place);
}

/** An error that crossed a thread or process boundary keeps its code. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
