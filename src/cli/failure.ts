/** How the program ends when something is wrong: the contract's exit codes, and one line that says what. */
import { CommanderError } from 'commander';
import { codeOf, isManylensError, messageOf } from '../base/errors.ts';

export const exitCodes = {
  done: 0,
  badInput: 2,
  /** A fine-tuned model that its gate refused. */
  refused: 3,
  /** As a shell reports a program that Ctrl+C ended: 128 + SIGINT. */
  interrupted: 130,
} as const;

export interface Failure {
  exitCode: number;
  /** For stderr; empty where nothing needs saying. */
  message: string;
}

/** @param debug keeps an unexpected error's stack. */
export function failureOf(error: unknown, debug: boolean): Failure {
  if (codeOf(error) === 'cancelled') return { exitCode: exitCodes.interrupted, message: '' };
  if (error instanceof CommanderError) return usage(error);
  const { badInput } = exitCodes;
  if (debug && error instanceof Error && error.stack) return { exitCode: badInput, message: error.stack };
  const message = oneLine(messageOf(error));
  if (isManylensError(error)) return { exitCode: badInput, message };
  return {
    exitCode: badInput,
    message: `unexpected error: ${message} (MANYLENS_DEBUG=1 shows where it came from)`,
  };
}

function usage({ code, exitCode, message }: CommanderError): Failure {
  // Help and version are errors to commander.
  if (exitCode === 0) return { exitCode: exitCodes.done, message: '' };
  const said = code === 'commander.help' ? 'expected a command, found none.' : message;
  const hint = '"manylens --help" lists what there is.';
  return { exitCode: exitCodes.badInput, message: oneLine(`${said.replace(/^error: /, '')} (${hint})`) };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
