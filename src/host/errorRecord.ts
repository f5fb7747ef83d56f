/** An error as the log and a report have it: everything but what it quotes, which may be the user's text. */
import { codeOf, ManylensError, messageOf } from '../base/errors.ts';
import { inEnglish, type Said } from '../base/words.ts';

/** `code: message`, then the stack, then what caused it. */
export function errorRecord(error: unknown): string {
  const name = codeOf(error) ?? (error instanceof Error ? error.name : 'thrown');
  const stack = error instanceof Error ? frames(error.stack ?? '') : [];
  const cause =
    error instanceof Error && error.cause !== undefined ? [`caused by ${errorRecord(error.cause)}`] : [];
  return [`${name}: ${message(error)}`, ...stack, ...cause].join('\n');
}

/** What is quoted stands in an argument, and in a message that is none of ours anywhere. */
function message(error: unknown): string {
  if (error instanceof ManylensError) return inEnglish(safe(error));
  return unquoted(messageOf(error));
}

function safe(said: Said): Said {
  return typeof said === 'string' ? unquoted(said) : { sentence: said.sentence, args: said.args.map(safe) };
}

/** To the line's end: what is quoted may have quotation marks in it, and may be cut off. */
function unquoted(text: string): string {
  return text.replace(/["“].*/g, '"…');
}

/** A stack without its head, which repeats the message. */
function frames(stack: string): string[] {
  return stack.split('\n').filter(line => /^ +at /.test(line));
}
