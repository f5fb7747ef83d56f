import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ignoredIn, isIgnored } from '../../../src/text/ignored.ts';
import { segmentText } from '../../../src/text/segments.ts';

/** The sentences that are left. */
function left(text: string, languageId: string): string[] {
  const ignored = ignoredIn(text);
  return segmentText(text, { languageId })
    .filter(segment => !isIgnored(segment, ignored))
    .map(segment => segment.text);
}

describe('What comments take out of a text', () => {
  const check = (behaviour: string, languageId: string, text: string, expected: string[]) =>
    it(behaviour, () => assert.deepEqual(left(text, languageId), expected));

  check(
    'is the line that the comment is on',
    'markdown',
    'One. Two. <!-- manylens-disable-line -->\n\nThree.',
    ['Three.'],
  );
  check('is the next line', 'markdown', '<!-- manylens-disable-next-line -->\nOne. Two.\n\nThree.', [
    'Three.',
  ]);
  check(
    'is the next line that is not blank',
    'markdown',
    '<!-- manylens-disable-next-line -->\n\n\nOne.\n\nTwo.',
    ['Two.'],
  );
  check(
    'is a sentence as soon as the line has a part of it',
    'markdown',
    '<!-- manylens-disable-next-line -->\nOne is\nlong. Two.',
    ['Two.'],
  );
  check(
    'is what stands between two comments',
    'markdown',
    'One.\n\n<!-- manylens-disable -->\n\nTwo.\n\n- Three.\n\n<!-- manylens-enable -->\n\nFour.',
    ['One.', 'Four.'],
  );
  check('goes to the end where nothing ends it', 'markdown', 'One.\n\n<!-- manylens-disable -->\n\nTwo.', [
    'One.',
  ]);
  check(
    'is no less for a second comment inside',
    'markdown',
    '<!-- manylens-disable -->\nA\n\n<!-- manylens-disable-line -->\n\nOne.\n\n<!-- manylens-enable -->\n\nTwo.',
    ['Two.'],
  );
  check('is nothing for a text that speaks of it', 'markdown', 'Write manylens-disable there. One.', [
    'Write manylens-disable there.',
    'One.',
  ]);
  check('is nothing for a word that begins alike', 'markdown', 'One. <!-- manylens-disabled -->', ['One.']);
  for (const [languageId, text] of [
    ['restructuredtext', '.. manylens-disable-next-line\n\nOne is here.\n\nTwo is there.'],
    ['asciidoc', '// manylens-disable-next-line\nOne is here.\n\nTwo is there.'],
    ['latex', '% manylens-disable\nOne is here.\n% manylens-enable\nTwo is there.'],
    ['html', '<p>One is here.</p> <!-- manylens-disable-line -->\n<p>Two is there.</p>'],
    ['svelte', '<!-- manylens-disable-next-line -->\n<p>One is here.</p>\n<p>Two is there.</p>'],
    [
      'vue',
      '<template>\n<p>One is here.</p> <!-- manylens-disable-line -->\n<p>Two is there.</p></template>',
    ],
    ['mdx', '{/* manylens-disable */}\n\nOne is here.\n\n{/* manylens-enable */}\n\nTwo is there.'],
  ])
    check(`is no sentence of ${languageId}, nor is the comment`, languageId, text, ['Two is there.']);
  for (const [languageId, comment] of [
    ['javascript', '// manylens-disable-next-line'],
    ['css', '/* manylens-disable-next-line */'],
    ['python', '#manylens-disable-next-line'],
    ['sql', '-- manylens-disable-next-line'],
    ['latex', '% manylens-disable-next-line'],
    ['restructuredtext', '.. manylens-disable-next-line'],
  ])
    it(`is said in the comments of ${languageId}`, () => {
      const text = `${comment}\nOne is here.\nTwo is there.`;
      const ignored = ignoredIn(text);
      const taken = (line: string) =>
        isIgnored({ start: text.indexOf(line), end: text.indexOf(line) + line.length }, ignored);
      assert.deepEqual([comment, 'One is here.', 'Two is there.'].map(taken), [true, true, false]);
    });

  it('is the same however the text is cut at its lines', () => {
    const line = fc.constantFrom(
      'One.\n',
      '\n',
      '# manylens-disable\n',
      '# manylens-enable\n',
      '# manylens-disable-line\n',
      '# manylens-disable-next-line\n',
      'Two. # manylens-disable-line # manylens-disable-next-line\n',
    );
    const taken = (text: string, { spans }: ReturnType<typeof ignoredIn>, from = 0) =>
      Array.from(text, (_, i) => isIgnored({ start: i, end: i + 1 }, { spans, open: undefined }) && i + from);
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 5 }), pieces => {
        const texts = pieces.map(lines => lines.join(''));
        const found: (number | boolean)[] = [];
        let open: ReturnType<typeof ignoredIn>['open'];
        for (const text of texts) {
          const ignored = ignoredIn(text, open);
          found.push(...taken(text, ignored, found.length));
          ({ open } = ignored);
        }
        const whole = texts.join('');
        assert.deepEqual(found, taken(whole, ignoredIn(whole)));
      }),
    );
  });
});
