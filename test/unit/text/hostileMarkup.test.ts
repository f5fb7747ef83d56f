import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extractorFor } from '../../../src/text/extractors.ts';
import { blocksOf } from '../../../src/text/prose.ts';

/** What opens and never ends, and what a rule may look far for. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  restructuredtext: [
    '``a ',
    '*a ',
    ':a:`',
    '::\n\n',
    '.. a::\n   ',
    '- ',
    '+---+\n',
    '=== ==\n',
    '\n ',
    'a_ ',
  ],
  asciidoc: [
    '`a ',
    '**',
    '#a ',
    '[a]#',
    '<<a,',
    '(((',
    'https://a[',
    '----\n',
    '|===\n',
    'a|',
    '[source]\n',
    '&#',
  ],
  latex: [
    '$',
    '{',
    '\\label{',
    '\\newcommand{',
    '\\begin{itemize}',
    '\\begin{align}',
    '\\(',
    '\\verb|',
    '\\[a',
  ],
  html: ['<div>', '<a b="', '<', '&', '&#1', '<!--', '<script>', '<code>', '<my-a>', '<ul>', '</div>'],
  vue: ['{{', '<template>', '{{a}}', '<a '],
  svelte: ['{', '{`', '{"', '`', '{/*', '{$' + '{', '<a {'],
  mdx: ['{', '<A ', '<A {', '`` ', '{/*', '{`', '\\', '<a "'],
};

describe('Markup', () => {
  for (const [languageId, marks] of Object.entries(MARKS)) {
    it(`may be marks without end: ${languageId}`, () => {
      for (const mark of marks) {
        const text = mark.repeat(100_000 / mark.length);
        const blocks = blocksOf(extractorFor(languageId), text);
        assert.ok(blocks.every(block => block.start + block.text.length <= text.length));
      }
    }).timeout(60_000);

    it(`has blocks that lie in the text, in order and apart: ${languageId}`, () => {
      const part = fc.oneof(fc.constantFrom(...marks), fc.constantFrom('word ', '\n', '\n\n', '  ', '😀'));
      fc.assert(
        fc.property(fc.array(part, { maxLength: 30 }), parts => {
          const text = parts.join('');
          let at = 0;
          for (const block of blocksOf(extractorFor(languageId), text)) {
            assert.ok(block.start >= at);
            at = block.start + block.text.length;
            // Prose alone is letter for letter what stands there.
            for (const { 0: word, index } of block.text.matchAll(/word|😀/g))
              assert.equal(text.slice(block.start + index, block.start + index + word.length), word);
          }
          assert.ok(at <= text.length);
        }),
        { numRuns: Number(process.env.RUNS ?? 500) },
      );
    });
  }
});
