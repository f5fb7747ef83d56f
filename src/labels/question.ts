import { ManylensError, sentences } from '../base/errors.ts';
import { type Said, say } from '../base/words.ts';
import type { LabelAsk } from '../protocol/labels.ts';

/** What is to be said of a label file, and cannot be told from it; the message says by which option. */
export class LabelQuestion extends ManylensError {
  /** Undefined: no answer helps but another file. */
  readonly ask: LabelAsk | undefined;
  /** Whether it is open whatever is in the rest of the file. */
  readonly certain: boolean;

  /** @param where `file:line` */
  constructor(expected: Said, found: Said, where: string, ask: LabelAsk | undefined, certain: boolean) {
    super('bad-input', sentences.badInputAt, [expected, found, where]);
    this.ask = ask;
    this.certain = certain;
  }
}

/** What is asked, in words. */
export function expectedOf({ about }: LabelAsk): Said {
  switch (about) {
    case 'task':
      return say('--task ID, of labels that name no task');
    case 'text':
      return say('--text-column NAME, where the texts are');
    case 'label':
      return say('--label-column NAME, where the labels are');
    case 'several':
      return say('one label a text: --several first takes the first, --several skip leaves such texts out');
  }
}
