/**
 * Every failure a user or a caller may meet is made by a named factory here, with a stable code.
 * A message says what was expected, what was found and what to do next.
 */

import { inEnglish, type Said, type Words } from './words.ts';

/** What errors say, `{0}`, `{1}`... being their arguments: English, and the key of their translations (`l10n/`). */
export const sentences = {
  cancelled: 'Cancelled.',
  badInput: 'expected {0}, found {1}.',
  badInputAt: '{2}: expected {0}, found {1}.',
  badBundle:
    'The model at {0} cannot be used: expected {1}, found {2}. Reinstall Manylens, or choose another model.',
  badArchive:
    'No model was imported from {0}: expected {1}, found {2}. Export it again, or copy the file anew.',
  noSentenceVector:
    'The model {0} has no sentence vectors. Choose the model that ships with Manylens, or train one with architecture.sentenceSize above 0.',
  backendUnavailable: 'The backend "{0}" does not load here: {1}. Use "auto" or "wasm".',
  precisionUnavailable: 'The precision "{0}" is not to be had here: {1}. Use "auto" or "float".',
  nativeMissing: 'The native TensorFlow library does not run here: {0}.',
  nativeSetup:
    'The native TensorFlow library cannot be set up: {0}. Manylens goes on with its embedded WebAssembly backend.',
  unknownTask: 'Expected one of the tasks {0}, found "{1}".',
  grammarMissing: 'The comments of {0} cannot be told from its code: {1}. Reinstall Manylens.',
  codeTooHard:
    'The comments of this text cannot be found: as {0}, it takes too much work to parse. Analyze a part of it, or all of it as plain text.',
  workerGone: 'The scoring worker stopped: {0}. Run the command again; "Manylens: Open Log" has the details.',
  readerGone: 'The second thread that scores stopped: {0}. Run the command again.',
  trainerGone:
    'The training process stopped: {0}. Run the command again; "Manylens: Open Log" has the details.',
  scoringPaused:
    'Analysis is paused, because the scoring worker stopped twice: {0}. Run "Manylens: Resume Analysis" to go on.',
} as const;

export class ManylensError extends Error implements Words {
  /** Stable, for logs, tests and the `worker` boundary. */
  readonly code: string;
  /** The message, before `args` took the places of `{0}`, `{1}`...: for who says it in another language. */
  readonly sentence: string;
  readonly args: readonly Said[];

  constructor(code: string, sentence: string, args: readonly Said[] = []) {
    super(inEnglish({ sentence, args }));
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
  badInput: (expected: Said, found: Said, where?: string) =>
    where
      ? new ManylensError('bad-input', sentences.badInputAt, [expected, found, where])
      : new ManylensError('bad-input', sentences.badInput, [expected, found]),
  /** A bundle is missing, truncated, foreign or of another format. */
  badBundle: (bundle: string, expected: Said, found: Said) =>
    new ManylensError('bad-bundle', sentences.badBundle, [bundle, expected, found]),
  /** A file to import holds no whole bundle. */
  badArchive: (file: string, expected: Said, found: Said) =>
    new ManylensError('bad-archive', sentences.badArchive, [file, expected, found]),
  /** A bundle whose architecture has no output for the sentence's vector. */
  noSentenceVector: (model: string) =>
    new ManylensError('no-sentence-vector', sentences.noSentenceVector, [model]),
  /** A backend that was asked for by name does not load here. */
  backendUnavailable: (backend: string, reason: Said) =>
    new ManylensError('backend-unavailable', sentences.backendUnavailable, [backend, reason]),
  /** A precision that was asked for by name is not what would compute here. */
  precisionUnavailable: (precision: string, reason: Said) =>
    new ManylensError('precision-unavailable', sentences.precisionUnavailable, [precision, reason]),
  nativeMissing: (reason: Said) => new ManylensError('native-missing', sentences.nativeMissing, [reason]),
  /** It cannot be fetched, built or stored. */
  nativeSetup: (reason: Said) => new ManylensError('native-setup', sentences.nativeSetup, [reason]),
  unknownTask: (task: string, known: readonly string[]) =>
    new ManylensError('unknown-task', sentences.unknownTask, [known.join(', '), task]),
  /** A file that ships is gone or damaged. */
  grammarMissing: (languageId: string, reason: string) =>
    new ManylensError('grammar-missing', sentences.grammarMissing, [languageId, reason]),
  /** Hostile code, or what is no code of that language at all. */
  codeTooHard: (languageId: string) =>
    new ManylensError('code-too-hard', sentences.codeTooHard, [languageId]),
  /** The worker thread or the training process went away in the middle of a call. */
  workerGone: (detail: Said) => new ManylensError('worker-gone', sentences.workerGone, [detail]),
  /** The thread that takes a part of long texts went away in the middle of a call. */
  readerGone: (detail: Said) => new ManylensError('reader-gone', sentences.readerGone, [detail]),
  trainerGone: (detail: Said) => new ManylensError('trainer-gone', sentences.trainerGone, [detail]),
  /** The worker thread went away again, soon after it was restarted: it starts no more by itself. */
  scoringPaused: (detail: Said) => new ManylensError('scoring-paused', sentences.scoringPaused, [detail]),
} as const;

/** An error that crossed a thread or process boundary keeps its code. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an error says, to stand in another one. */
export function wordsOf(error: unknown): Said {
  if (!isManylensError(error)) return messageOf(error);
  return { sentence: error.sentence, args: error.args };
}
