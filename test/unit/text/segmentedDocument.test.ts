import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IncrementalBlocks, type TextEdit } from '../../../src/text/incrementalBlocks.ts';
import { plain } from '../../../src/text/plain.ts';
import type { Segment } from '../../../src/text/segment.ts';
import { SegmentedDocument, type SegmentSplice } from '../../../src/text/segmentedDocument.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { loadGrammars } from './grammars.ts';

/** What opens and closes, in Markdown and elsewhere, and what a text is made of besides. */
const FRAGMENTS = [
  ...['\n', '\n', '\n', '\n\n', '\n\n', '\n\n\n', '\r\n', '\r\n\r\n', '\r', ' ', '  ', '    ', '\t', '\0'],
  ...['word ', 'Next one. ', 'x', 'This line is long enough to be wrapped by hand,\nand goes on. '],
  ...[
    'Das ist ein deutscher Satz mitten im Text. ',
    'C’est la vie. ',
    '你好。',
    'これは本です。',
    '한국어. ',
  ],
  ...['\uFEFF', '\ud83d', '\ude00', '😀', '\u2060', '\u0301', '\u2028', 'Dr. ', '“', '”', '? ', '？', '?)'],
  ...['# ', '===\n', '---\n', '---', '-', '+++\n', '***\n', '- ', '* [ ] ', '1. ', '> ', '> - '],
  ...[
    '```\n',
    '```js\n',
    '````\n',
    '~~~\n',
    '  ```\n',
    '> ```\n',
    '- ```\n',
    '$$\n',
    '$',
    '`',
    '|a|b|\n',
    '|-|-|\n',
    '|',
  ],
  ...[
    '<div>\n',
    '</div>\n',
    '<!--',
    '-->',
    '<pre>\n',
    '</pre>\n',
    '<script>',
    '</script>',
    '<?',
    '?>',
    '<b>x</b>',
  ],
  ...[
    '[a]',
    '[b][a]',
    '[a]: c\n',
    '[A]: c\n',
    '- [a]: c\n',
    '[^a]',
    '[^a]: note\n',
    '[',
    ']',
    '](',
    ')',
    ']: ',
    '![',
    '\\',
  ],
  ...[
    '/*',
    '*/',
    '// ',
    '/// ',
    ' * ',
    '# ',
    '#!',
    '"""',
    "'",
    '"',
    '/',
    '${',
    '}',
    '@param a ',
    'def f():\n  ',
  ],
  ...["import a from 'b'\n", 'export const a = 1\n', 'title: T\n', '&amp;', '*', '**', '_', 'http://x.y '],
];
/** What opens and closes in other markup. */
const MARKUP: Readonly<Record<string, readonly string[]>> = {
  restructuredtext: [
    ...[
      '::',
      '::\n\n',
      '\n\n  ',
      '\n\n    no\n',
      '.. ',
      '..\n',
      '.. note:: ',
      '.. code-block:: x\n\n',
      '.. [1] ',
    ],
    ...[
      '=====\n',
      '=====  ====\n',
      'a      b\n',
      '+---+---+\n',
      '| a | b |\n',
      '| ',
      '>>> ',
      ':ref:`',
      '``',
      '`_',
    ],
    ...[
      ':a: ',
      '-a, --b  c\n',
      '__ ',
      '> ',
      '\\',
      '*',
      '.. |x| replace:: y\n',
      '.. versionadded:: 1\n   ',
      '|',
      '#. ',
    ],
  ],
  asciidoc: [
    ...[
      '----\n',
      '....\n',
      '++++\n',
      '////\n',
      '====\n',
      '****\n',
      '--\n',
      '|===\n',
      ',===\n',
      '```\n',
      '```js\n',
    ],
    ...[
      '[source]\n',
      '[NOTE]\n',
      '[[a]]\n',
      '= T\n',
      '== S\n',
      ':a: b\n',
      ':a: b \\\n',
      '+\n',
      '// c\n',
      'image::x[]\n',
    ],
    ...[
      '.L\n',
      '* ',
      '. ',
      'a:: ',
      '|a |b\n',
      'm|',
      '2+|',
      '`',
      '+',
      'NOTE: ',
      "'''\n",
      'Title\n-----\n',
      '<1> ',
      '{a}',
    ],
  ],
  latex: [
    ...[
      '\\documentclass{a}\n',
      '\\begin{document}\n',
      '\\end{document}\n',
      '\\begin{itemize}\n',
      '\\end{itemize}\n',
    ],
    ...[
      '\\item ',
      '\\begin{verbatim}',
      '\\end{verbatim}',
      '\\begin{align*}',
      '\\end{align*}',
      '\\begin{tabular}{l}',
    ],
    ...[
      '\\end{tabular}',
      ' & ',
      '\\\\',
      '$',
      '$$',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '{',
      '}',
      '[',
      ']',
      '% ',
      '%\n',
      "\\'e",
    ],
    ...[
      '\\section{',
      '\\newcommand{\\a}{',
      '\\label{',
      '\\cite[a]{b}',
      '\\verb|',
      '\\href{a}{',
      '\\emph{',
      '\\%',
      '~',
    ],
  ],
  html: [
    ...[
      '<p>',
      '</p>',
      '<div class="a">',
      '</div>',
      '<ul>',
      '<li>',
      '</ul>',
      '<h1>',
      '</h1>',
      '<title>',
      '</title>',
    ],
    ...[
      '<b>',
      '</b>',
      '<code>',
      '</code>',
      '<pre>',
      '</pre>',
      '<br>',
      '<my-a>',
      '</my-a>',
      '<svg>',
      '</svg>',
      '<p',
    ],
    ...[
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '<!',
      '<?',
      '&amp;',
      '&',
      '&#65',
      '<a href="',
      '">',
      "'",
      '<textarea>',
    ],
  ],
  mdx: [
    '{',
    '}',
    '{a}',
    '<A>',
    '</A>',
    '<A b={',
    '/>',
    '{/*',
    '*/}',
    '`',
    '```\n',
    '    ',
    'export const a = {\n',
    '- ',
  ],
};
const component = [
  '{{',
  '}}',
  '{',
  '}',
  '<template>',
  '</template>',
  '<A/>',
  '<template lang="pug">',
  '`',
  '${',
];
const languages: Readonly<Record<string, readonly string[]>> = {
  ...MARKUP,
  vue: [...MARKUP.html, ...component],
  svelte: [...MARKUP.html, ...component],
  ...Object.fromEntries(
    ['markdown', 'plaintext', 'typescript', 'python', 'rust', 'shellscript', 'git-commit'].map(id => [
      id,
      [],
    ]),
  ),
};

/** Texts and edits; of the fragments those of the markup as often as all others. */
function arbitrariesFor(markup: readonly string[]) {
  const common = fc.constantFrom(...FRAGMENTS);
  const fragment = markup.length === 0 ? common : fc.oneof(common, fc.constantFrom(...markup));
  const joined = (maxLength: number) => fc.array(fragment, { maxLength }).map(parts => parts.join(''));
  const anyText = fc.oneof(
    { weight: 4, arbitrary: joined(40) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
  const anyEdit = fc.record({
    at: fc.nat(),
    removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
    text: fc.oneof(fc.constant(''), joined(3)),
  });
  const anyBatches = fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  return { anyText, anyEdit, anyBatches };
}

/** Follows splices as whoever holds the segments does. */
function splice(segments: readonly Segment[], splices: readonly SegmentSplice[]): Segment[] {
  return splices.reduce(
    (former, { from, removed, added, shift }) => {
      const behind = former.slice(from + removed);
      const moved = behind.map(segment => ({
        ...segment,
        start: segment.start + shift,
        end: segment.end + shift,
      }));
      return [...former.slice(0, from), ...added, ...moved];
    },
    [...segments],
  );
}

function follow(languageId: string, text: string, batches: readonly (readonly TextEdit[])[]): void {
  const document = new SegmentedDocument(text, languageId);
  let now = text;
  let held = [...document.segments];
  assert.deepEqual(held, segmentText(now, { languageId }));
  for (const edits of batches) {
    for (const { start, removed, text: inserted } of edits)
      now = now.slice(0, start) + inserted + now.slice(start + removed);
    held = splice(held, document.edit(edits));
    assert.equal(document.text, now);
    assert.deepEqual(document.segments, segmentText(now, { languageId }));
    assert.deepEqual(held, document.segments);
  }
}

describe('a segmented document', () => {
  before(() => loadGrammars(...Object.keys(languages)));

  for (const [languageId, markup] of Object.entries(languages)) {
    const { anyText, anyBatches } = arbitrariesFor(markup);
    it(`has the segments of its text, whatever the edits: ${languageId}`, () => {
      fc.assert(
        fc.property(anyText, anyBatches, (text, batches) => {
          let { length } = text;
          const fitting = batches.map(edits =>
            edits.map(({ at, removed, text: inserted }) => {
              const start = at % (length + 1);
              const gone = Math.min(removed, length - start);
              length += inserted.length - gone;
              return { start, removed: gone, text: inserted };
            }),
          );
          follow(languageId, text, fitting);
        }),
        { numRuns: Number(process.env.RUNS ?? 500) },
      );
    });
  }

  it('has the segments of its text, where a list or a line goes on for ever', () => {
    const { anyEdit } = arbitrariesFor([]);
    const long = fc.constantFrom('- a\n', '> a b. C\n', 'word and word\n', '* [ ] x\n  y\n');
    fc.assert(
      fc.property(long, fc.array(anyEdit, { minLength: 3, maxLength: 3 }), (unit, edits) => {
        const text = unit.repeat(40_000 / unit.length);
        follow(
          'markdown',
          text,
          edits.map(({ at, removed, text: inserted }) => [{ start: at % 39_000, removed, text: inserted }]),
        );
      }),
      { numRuns: Number(process.env.RUNS ?? 500) / 500 },
    );
  }).timeout(120_000);

  const paragraphs = Array.from(
    { length: 200 },
    (_, i) => `Paragraph ${i} says [so][a]. It has two sentences.\n\n`,
  );
  const whole = paragraphs.join('');
  const at = (i: number) => paragraphs.slice(0, i).join('').length;

  function check(name: string, edit: TextEdit, expected: string[], removed: number, text = whole) {
    it(name, () => {
      const document = new SegmentedDocument(text, 'markdown');
      const changes = document.edit([edit]);
      const [change] = changes;
      assert.deepEqual([change.added.map(segment => segment.text), change.removed], [expected, removed]);
      const shift = changes.reduce((sum, one) => sum + one.shift, 0);
      assert.equal(shift, edit.text.length - edit.removed);
    });
  }

  const word = { start: at(100) + 'Paragraph '.length, removed: 0, text: 'no. ' };
  check('replaces the sentence that is edited', word, ['Paragraph no. 100 says [so][a].'], 1);
  check('replaces nothing where no sentence changes', { start: at(100), removed: 0, text: '\n' }, [], 0);
  check('adds a paragraph', { start: at(100), removed: 0, text: 'New.\n\n' }, ['New.'], 0);
  check('takes what a fence swallows', { start: at(198), removed: 0, text: '```\n' }, [], 4);
  const unfenced = `${paragraphs.slice(0, 198).join('')}\`\`\`\n${paragraphs.slice(198).join('')}`;
  check(
    'gives back what a fence swallowed',
    { start: at(198), removed: 4, text: '' },
    [198, 199].flatMap(i => [`Paragraph ${i} says [so][a].`, 'It has two sentences.']),
    0,
    unfenced,
  );
  const mentions = 'See [so][b].\n\nThat is all.\n\n';
  const text = `${mentions}${whole}`;
  check(
    'reads again what asks for a definition',
    { start: text.length, removed: 0, text: '[b]: x' },
    ['See so.'],
    1,
    text,
  );

  it('replaces what an edit beside it makes a heading, or an item', () => {
    const kindsAfter = (edit: TextEdit, former: string) => {
      const document = new SegmentedDocument(former, 'markdown');
      return document.edit([edit]).map(({ removed, added }) => [removed, ...added.map(({ kinds }) => kinds)]);
    };
    assert.deepEqual(kindsAfter({ start: 8, removed: 0, text: '===' }, 'A title\n'), [[1, ['heading']]]);
    assert.deepEqual(kindsAfter({ start: 0, removed: 1, text: '-' }, '> So it is.\n'), [
      [1, ['prose', 'list-item']],
    ]);
  });

  it('replaces nothing between edits', () => {
    const document = new SegmentedDocument(whole, 'markdown');
    const insert = (i: number) => ({ start: at(i), removed: 0, text: 'So ' });
    const changes = document.edit([insert(150), insert(50)]);
    assert.deepEqual(
      changes.map(({ from, removed, added }) => [from, removed, added.map(segment => segment.text)]),
      [50, 150].map(i => [2 * i, 1, [`So Paragraph ${i} says [so][a].`]]),
    );
  });

  it('has more pieces than a call takes arguments', () => {
    const many = 200_000;
    const blocks = new IncrementalBlocks(plain);
    blocks.edit([{ start: 0, removed: 0, text: 'a\n\n'.repeat(many) }]);
    assert.equal(blocks.parts.length, many);
    const [{ former, fresh }] = blocks.edit([
      { start: 0, removed: blocks.text.length, text: 'One.\n\nTwo.' },
    ]);
    assert.deepEqual([former.length, fresh.length], [many, 2]);
  });

  it('is segmented anew in another language', () => {
    const german = 'Das ist ein langer deutscher Text, der von vielen verschiedenen Dingen handelt. ';
    const document = new SegmentedDocument(`${german.repeat(3)}\n\nLGTM.`, 'plaintext');
    assert.equal(document.segments.at(-1)?.language, 'de');
    document.edit([
      { start: 0, removed: 3 * german.length, text: 'This is a long English text about things. '.repeat(3) },
    ]);
    assert.equal(document.segments.at(-1)?.language, 'en');
  });

  it('refuses edits outside of its text', () => {
    const document = new SegmentedDocument('abc', 'plaintext');
    for (const [start, removed] of [
      [-1, 0],
      [4, 0],
      [2, 2],
      [Number.NaN, 0],
    ])
      assert.throws(() => document.edit([{ start, removed, text: '' }]), { code: 'bad-input' });
  });
});
