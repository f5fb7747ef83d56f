import * as vscode from 'vscode';
import { ManylensError, messageOf } from '../base/errors.ts';
import { type Said, spoken } from '../base/words.ts';

/** Looks up what `say` and `base/errors.ts` say, which no string extractor sees here; `test/unit/l10n` knows of it. */
const translated: (sentence: string, ...args: string[]) => string = vscode.l10n.t;

/** In VS Code's language. */
export function inLanguage(said: Said): string {
  return spoken(said, (sentence, args) => translated(sentence, ...args));
}

/** What to tell the user of an error, in VS Code's language. */
export function inWords(error: unknown): string {
  if (error instanceof ManylensError) return inLanguage(error);
  return vscode.l10n.t(
    'Manylens met an error that it did not expect: {0}. Run the command again; if it fails again, copy a report for an issue.',
    messageOf(error).replace(/\.$/, ''),
  );
}
