/** How birpc's messages cross a thread or process boundary: an error arrives with its code and its words. */
import { codeOf, isManylensError, ManylensError } from '../base/errors.ts';
import type { Said } from '../base/words.ts';

interface WireError {
  name: string;
  message: string;
  code?: string;
  /** Of a ManylensError: its words, for another language. */
  sentence?: string;
  args?: readonly Said[];
  stack?: string;
}

/** The part of birpc's messages that matters here: `e` is the error of a reply. */
interface Message {
  e?: unknown;
}

function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  const words = isManylensError(error) ? { sentence: error.sentence, args: error.args } : {};
  return { name, message, code: codeOf(error), stack, ...words };
}

function fromWire({ name, message, code, sentence = message, args, stack }: WireError): Error {
  const error = code === undefined ? new Error(message) : new ManylensError(code, sentence, args);
  error.name = name;
  error.stack = stack;
  return error;
}

/** birpc options that both ends share. Calls have no timeout: they end by a reply, a cancel or the channel's end. */
export const wire = {
  timeout: -1,
  serialize: (message: Message) => (message.e === undefined ? message : { ...message, e: toWire(message.e) }),
  deserialize: (message: Message) =>
    message.e === undefined ? message : { ...message, e: fromWire(message.e as WireError) },
} as const;
