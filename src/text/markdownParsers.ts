import { parse } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

export type Parser = ReturnType<typeof parse>;
type Extension = ReturnType<typeof gfm>;

/** What micromark tries at every line or every word, and a mark without which no text has any of it. */
const COSTLY: readonly { construct: string; mark: RegExp }[] = [
  { construct: 'emailAutolink', mark: /[\w+.-]@[\w-]/ },
  { construct: 'protocolAutolink', mark: /https?:\/\//i },
  { construct: 'wwwAutolink', mark: /www\./i },
  { construct: 'table', mark: /\||:-|-:/ },
];

const parsers = new Map<string, Parser>();

/** A parser of CommonMark with GitHub's extensions, front matter and math, that tries nothing which `text` lacks. */
export function parserFor(text: string): Parser {
  const unused = COSTLY.filter(({ mark }) => !mark.test(text)).map(({ construct }) => construct);
  const key = unused.join();
  const known = parsers.get(key);
  if (known !== undefined) return known;
  const parser = parse({ extensions: [without(gfm(), unused), frontmatter(['yaml', 'toml']), math()] });
  parsers.set(key, parser);
  return parser;
}

/** The extension without the constructs of these names. */
function without(extension: Extension, names: readonly string[]): Extension {
  const keep = ({ name }: { name?: string }) => !names.includes(name ?? '');
  const kept = (constructs: object) =>
    Object.fromEntries(Object.entries(constructs).map(([code, list]) => [code, [list].flat().filter(keep)]));
  return { ...extension, flow: kept(extension.flow ?? {}), text: kept(extension.text ?? {}) };
}
