import assert from 'node:assert/strict';
import { headingsOf } from '../../../src/text/headings.ts';

type Expected = [start: number, level: number, title: string];

function check(name: string, text: string, expected: Expected[], languageId = 'markdown') {
  it(name, () =>
    assert.deepEqual(
      headingsOf(text, languageId).map(({ start, level, title }) => [start, level, title]),
      expected,
    ),
  );
}

describe('The headings of a document', () => {
  check('by hashes, with their place and level', '# One\n\ntext\n\n### Three ###\n', [
    [0, 1, 'One'],
    [13, 3, 'Three'],
  ]);
  check('by underlines, over several lines', 'One\n===\n\nTwo\nlines\n---\n', [
    [0, 1, 'One'],
    [9, 2, 'Two lines'],
  ]);
  check('as a reader sees them', '# A `b` &amp; *c* [d](e "f") \\# <b>g</b> $h$ i[^1]\n\n[^1]: j\n', [
    [0, 1, 'A b & c d # g h i'],
  ]);
  check('of code alone, and empty', '## `npm start`\n\n#\n', [
    [0, 2, 'npm start'],
    [16, 1, ''],
  ]);
  check('after a byte-order mark', '\uFEFF# A\n', [[1, 1, 'A']]);
  check('in a later piece', `${'text\n\n'.repeat(6000)}# Late\n`, [[36_000, 1, 'Late']]);
  check('but not inside of quotes and lists', '> # A\n\n- # B\n\n1. # C\n\n# D\n', [[22, 1, 'D']]);
  check(
    'but not in code, comments and front matter',
    '---\n# a: b\n---\n\n```\n# C\n```\n\n<!--\n# D\n-->\n',
    [],
  );
  check('of MDX', "import A from 'a'\n\n# A\n", [[19, 1, 'A']], 'mdx');
  check('none where a hash begins a comment', '# A\n', [], 'python');
});
