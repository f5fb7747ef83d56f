import assert from 'node:assert/strict';
import { segmentText } from '../../../src/text/segments.ts';

function check(name: string, text: string, expected: string[], languageId = 'markdown') {
  it(name, () =>
    assert.deepEqual(
      segmentText(text, { languageId }).map(segment => segment.text),
      expected,
    ),
  );
}

describe('Markdown that is no prose', () => {
  check('code spans', 'Call `foo. Bar` now.', ['Call now.']);
  check('fences', 'A\n\n```js\nLet it be. Yes.\n\nNo.\n```\n\nB', ['A', 'B']);
  check('fences in list items', '- A\n\n  ```\n  No.\n\n  No.\n  ```\n- B', ['A', 'B']);
  check('fences in quotes', '> A\n> ```\n> No.\n> ```\n\nB', ['A', 'B']);
  check('fences with tildes that hold backticks', '~~~\n```\n\nNo\n~~~\n\nB', ['B']);
  check('a fence that nothing closes', 'A\n\n```\nNo\n\nNo', ['A']);
  check('indented code', 'A\n\n    No.\n\nB', ['A', 'B']);
  check('HTML', '<div>\nNo.\n</div>\n\nA <b>b</b> c. <!-- No. -->', ['A b c.']);
  check('HTML without end', `<table>\n${'<td>\nNo.\n'.repeat(9000)}</table>\n\nA`, ['A']);
  check('fences without end', `\`\`\`\n${'No.\n\n'.repeat(9000)}\`\`\`\n\nA`, ['A']);
  check('code and data in lines without end', `A \`no. no\` ${'no'.repeat(200)}${' '.repeat(70_000)}b.`, [
    'A b.',
  ]);
  check('HTML comments with blank lines', '<!--\nNo.\n\nNo.\n-->\n\nA', ['A']);
  check('addresses', 'See <https://x.y> and https://a.b/c?d. Then go.', ['See and .', 'Then go.']);
  check('math', 'Let $x. Y$ be.\n\n$$\nNo.\n\nNo\n$$\n\nA', ['Let be.', 'A']);
  check('front matter', '---\ntitle: No.\n\nb: No\n---\n\nA', ['A']);
  check('images', '[![No](a.svg)](b) A', ['A']);
  check('link definitions', 'A [b][c].\n\n[c]: http://x "No"', ['A b.']);
  check('thematic breaks', 'A\n\n---\n\n* * *', ['A']);
  check('marks of alerts', '> [!WARNING]\n> Mind the gap.\n\n> [!no]\n> B', ['Mind the gap.', '[!no] B']);
  check('declarations in small letters', 'A\n\n<!doctype html>\n\nB', ['A', 'B']);
  check('task list boxes', '- [x] Done\n- [ ] Open', ['Done', 'Open']);
  check(
    'imports and exports in MDX',
    "import A from './a'\n\nexport const b = 1\n\nHi <A/> there",
    ['Hi there'],
    'mdx',
  );
});

describe('Markdown that is prose', () => {
  check('headings', '# One #\n\nTwo\n===\n\nThree', ['One', 'Two', 'Three']);
  check('paragraphs with soft breaks', 'Dr.\nSmith came.\nHe left.', ['Dr. Smith came.', 'He left.']);
  check('paragraphs with hard breaks', 'one  \ntwo\\\nthree', ['one two three']);
  check('list items', '- one\n- two\n  more\n\n1. three', ['one', 'two more', 'three']);
  check('quotes', '> one\n> two\nthree', ['one two three']);
  check('table cells', '| a b | c `d` |\n|-----|---|\n| Hey. You | \\| |', ['a b', 'c', 'Hey.', 'You']);
  check('footnotes', 'A.[^1] B[^1] c.\n\n[^1]: Note.', ['A. B c.', 'Note.']);
  check('link texts', 'See [the *docs*](http://x "No").', ['See the docs.']);
  check('undefined references', 'An [array] here.', ['An [array] here.']);
  check('definitions in lists', 'A [b][c].\n\n- [c]: x', ['A b.']);
  check('definitions far away', `A [b][c].\n\n${'Text.\n\n'.repeat(3)}[c]: x`, [
    'A b.',
    'Text.',
    'Text.',
    'Text.',
  ]);
  check('emphasis inside words', 'wo**rd**s and ~~de~~l', ['words and del']);
  check('escapes', '\\*a\\* and 1\\. b', ['*a* and 1. b']);
  check('character references', 'AT&amp;T &copy; &#65; &nope;', ['AT&T © A &nope;']);
  check('money', 'From $5 to $10 or $20-$30.', ['From $5 to $10 or $20-$30.']);
});

describe('Markdown offsets', () => {
  function checkSlices(name: string, text: string, expected: string[]) {
    it(name, () => {
      const slices = segmentText(text, { languageId: 'markdown' }).map(({ start, end }) =>
        text.slice(start, end),
      );
      assert.deepEqual(slices, expected);
    });
  }

  checkSlices('keep markup inside a sentence', 'Use `foo` in [a](b)s.', ['Use `foo` in [a](b)s.']);
  checkSlices('give opening markup to what it opens', 'A b. **C d. E f.** G.', [
    'A b.',
    '**C d.',
    'E f.**',
    'G.',
  ]);
  checkSlices('count a byte-order mark and CRLF', '\uFEFF# A\r\n\r\nB\r\nc.\r\n', ['A', 'B\r\nc.']);
  checkSlices('leave container marks outside', '> - a\n> - b', ['a', 'b']);
});
