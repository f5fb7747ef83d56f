/**
 * Templates: `[a|b|]` is one of its alternatives, `{list}` a word of a list, `{list.form}` a form of one. A list's words
 * are templates too. The forms of a list in one sentence are those of one word.
 */
import type { Random } from '../../src/base/random.ts';

/**
 * By name, lines of words with `|` between them. The name of a list of forms carries theirs: with the key
 * `person/one/many` and the word `a child/children`, `{person.many}` is `children`.
 */
export type Lists = Record<string, string[]>;

type Part = string | { slot: string; form?: string } | Part[][];

export class Expander {
  private readonly words = new Map<string, Part[][][]>();
  private readonly forms = new Map<string, string[]>();
  private readonly parsed = new Map<string, Part[][]>();
  /** Words that are still to come before a list begins anew. */
  private readonly decks = new Map<string, Part[][][]>();

  private readonly random: Random;

  constructor(lists: Lists, random: Random) {
    this.random = random;
    for (const [key, lines] of Object.entries(lists)) {
      const [name, ...forms] = key.split('/');
      this.forms.set(name, forms);
      const words = lines.flatMap(alternatives);
      for (const word of words) {
        if (forms.length > 0 && word.split('/').length !== forms.length)
          throw new Error(`${name}: expected the forms ${forms.join(', ')}, found "${word}".`);
      }
      this.words.set(
        name,
        words.map(word => (forms.length > 0 ? word.split('/').map(oneWay) : [oneWay(word)])),
      );
    }
  }

  /** The template's text, each slot and alternative drawn at random. */
  expand(template: string): string {
    let ways = this.parsed.get(template);
    if (ways === undefined) {
      ways = alternatives(template).map(oneWay);
      this.parsed.set(template, ways);
    }
    return this.text(ways[this.random.int(ways.length)], new Map());
  }

  private text(parts: Part[], picks: Map<string, Part[][]>): string {
    return parts
      .map(part => {
        if (typeof part === 'string') return part;
        if (Array.isArray(part)) return this.text(part[this.random.int(part.length)], picks);
        return this.text(this.word(part.slot, part.form, picks), picks);
      })
      .join('');
  }

  private word(slot: string, form: string | undefined, picks: Map<string, Part[][]>): Part[] {
    const at = form === undefined ? 0 : (this.forms.get(slot)?.indexOf(form) ?? -1);
    if (!this.words.has(slot) || at < 0)
      throw new Error(
        `expected a list out of ${[...this.words.keys()].join(', ')}, found "${slot}${form === undefined ? '' : `.${form}`}".`,
      );
    const word = (form !== undefined && picks.get(slot)) || this.draw(slot);
    if (form !== undefined) picks.set(slot, word);
    return word[at];
  }

  private draw(slot: string): Part[][] {
    let deck = this.decks.get(slot) ?? [];
    if (deck.length === 0) deck = this.random.shuffle([...this.words.get(slot)!]);
    this.decks.set(slot, deck);
    return deck.pop()!;
  }
}

/** What stands between the bars that are in no bracket. */
export function alternatives(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (character === '|' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  if (depth !== 0) throw new Error(`expected a "]" for each "[", found "${text}".`);
  return found;
}

/** The parts of a text without bars outside of brackets. */
function oneWay(text: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text[at] === '[' ? closing(text, at) : text[at] === '{' ? text.indexOf('}', at) : -1;
    if (text[at] === '[') parts.push(alternatives(text.slice(at + 1, end)).map(oneWay));
    else if (text[at] === '{') {
      const [slot, form] = text.slice(at + 1, end).split('.');
      parts.push({ slot, form });
    } else {
      const next = text.slice(at).search(/[[{]/);
      parts.push(next < 0 ? text.slice(at) : text.slice(at, at + next));
      at = next < 0 ? text.length : at + next;
      continue;
    }
    at = end + 1;
  }
  return parts;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '[') depth++;
    if (text[at] === ']' && --depth === 0) return at;
  }
  throw new Error(`expected a "]" for each "[", found "${text}".`);
}
