import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { markdown } from '../../../src/text/markdown.ts';
import { markdownPieces } from '../../../src/text/markdownPieces.ts';
import { blocksOf } from '../../../src/text/prose.ts';

const BLOCKS = ['paragraph', 'atxHeadingText', 'setextHeadingText', 'tableContent'];

/** The oracle: where micromark finds the blocks of the whole text. */
function blockStarts(text: string): number[] {
  const parser = parse({ extensions: [gfm(), frontmatter(['yaml', 'toml']), math()] });
  return postprocess(parser.document().write(preprocess()(text, undefined, true)))
    .filter(([kind, token]) => kind === 'enter' && BLOCKS.includes(token.type))
    .map(([, token]) => token.start.offset);
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
    '  more',
  ],
  ...[
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
    '> ```',
    '- ```',
    '$$',
  ],
  ...[
    '<div>',
    '</div>',
    '<!-- open',
    'close -->',
    '<!-- both -->',
    '<pre>',
    '</pre>',
    '<b>x</b>',
    '[a]: b',
    '[^a]: note',
    '[a] [^a]',
  ],
  ...['+ x', '*   wide', '* * *', '- - -', '- | -', 'a | b', '-     code', '- <div>', '- # title', '[c]:'],
];

describe('markdownPieces', () => {
  it('cover the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES)), lines => {
        const text = lines.join('\n');
        assert.equal(Array.from(markdownPieces(text), piece => piece.text).join(''), text);
      }),
    );
  });

  it('hold the blocks of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 12 }), lines => {
        const text = lines.join('\n');
        fc.pre(!/^(?:---|\+\+\+)/.test(text)); // After a rule that opens no front matter micromark misses lists.
        assert.deepEqual(
          blocksOf(markdown, text).map(block => block.start),
          blockStarts(text),
        );
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });

  it('end an endless block', () => {
    const lengths = Array.from(markdownPieces('- a\n'.repeat(50_000)), piece => piece.text.length);
    assert.ok(lengths.length > 5 && Math.max(...lengths) < 40_000);
  });
});
