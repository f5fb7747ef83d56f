import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type SegmentOptions, segmentText } from '../../../src/text/segments.ts';

type By = SegmentOptions['by'];

function check(name: string, text: string, expected: string[], by?: By, languageId = 'plaintext') {
  it(name, () =>
    assert.deepEqual(
      segmentText(text, { languageId, by }).map(({ start, end }) => text.slice(start, end)),
      expected,
    ),
  );
}

describe('segments of plain text', () => {
  check('end with a paragraph', 'one\n\ntwo', ['one', 'two']);
  check('go on after a soft break', 'This line was wrapped by hand at some\nwidth. Yes.', [
    'This line was wrapped by hand at some\nwidth.',
    'Yes.',
  ]);
  check('end with a short line', 'Dear John\nThank you', ['Dear John', 'Thank you']);
  check('end with an item', 'a list\n- one\n- two\n1. three', ['a list', '- one', '- two', '1. three']);
  check('say something', '--- \n\n!!!\n\n42\n\n🎉', ['42', '🎉']);
  check('have no byte-order mark', '\uFEFFHi', ['Hi']);
  check('cover every language id', 'Hi there', ['Hi there'], 'sentence', 'toString');
  check('are none in nothing', ' \n', []);
});

describe('segments by line', () => {
  check('keep empty lines and spaces', ' a. B.\n\n c \n', [' a. B.', '', ' c '], 'line');
  check('end at LF and CRLF alone', 'a\r\nb\u0085c\u2028d\re\n', ['a', 'b\u0085c\u2028d\re'], 'line');
  check('start after the last terminator only with text', 'a\nb', ['a', 'b'], 'line');
  check('have no byte-order mark', '\uFEFF\na', ['', 'a'], 'line');
  check('are lines in Markdown, too', '# a\n`b`', ['# a', '`b`'], 'line', 'markdown');
  check('are none in nothing', '', [], 'line');
});

describe('segments by document', () => {
  check('are one', '\uFEFF\n# A b\n\n`c` d. E.\n\n---\n', ['A b\n\n`c` d. E.'], 'document', 'markdown');
  check('are none without prose', '```\na\n```\n', [], 'document', 'markdown');

  it('hold prose alone', () => {
    const [{ text, language }] = segmentText('# The title\n\nIt is `c` here. Yes.', {
      languageId: 'markdown',
      by: 'document',
    });
    assert.deepEqual([text, language], ['The title It is here. Yes.', 'en']);
  });
});

describe('the language of segments', () => {
  it("is the document's unless the evidence is strong", () => {
    const text =
      'This text is about the parsers that read the languages of the world. LGTM. Das ist ein deutscher Satz mitten im Text. 这是中文。';
    const languages = segmentText(text, { languageId: 'plaintext' }).map(segment => segment.language);
    assert.deepEqual(languages, ['en', 'en', 'de', 'zh']);
  });
});

const FRAGMENTS = [
  ...[
    'a',
    'Dr. ',
    'word. Next',
    '你好。',
    '“',
    '”',
    '😀',
    '👩‍👩‍👧',
    '\ud83d',
    '\udc00',
    'e\u0301',
    '\u0301',
    'שלום. ',
    '\u202e',
  ],
  ...[' ', '  ', '\t', '\n', '\n\n', '\r\n', '\r', '\u2028', '\u0085', '\u2060', '\u00a0', '\0', '\uFEFF'],
  ...[
    '*',
    '**',
    '_',
    '`',
    '```\n',
    '~~~',
    '[',
    '](',
    ')',
    '![',
    '[^1]',
    '[^1]: ',
    '[a]: b\n',
    '|',
    '|-|\n',
    '&amp;',
    '&#0;',
    '\\',
    '$',
    '$$\n',
  ],
  ...[
    '# ',
    '- ',
    '1. ',
    '> ',
    '    ',
    '---\n',
    '===\n',
    '<b>',
    '<!--',
    '-->',
    '<div>\n',
    'http://x.y ',
    'www.a.b',
    '- [ ] ',
  ],
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map(parts => parts.join('')),
);

describe('segments of any text', () => {
  for (const languageId of ['plaintext', 'markdown', 'mdx']) {
    for (const by of ['sentence', 'line', 'document'] as const) {
      it(`lie where they say: ${languageId} by ${by}`, () => {
        fc.assert(
          fc.property(anyText, text => {
            let last = text.startsWith('\uFEFF') ? 1 : 0;
            for (const segment of segmentText(text, { languageId, by })) {
              assert.ok(last <= segment.start && segment.start <= segment.end && segment.end <= text.length);
              assert.equal(segment.text, segment.text.trim());
              last = segment.end;
              if (by === 'line') continue;
              const slice = text.slice(segment.start, segment.end);
              assert.ok(segment.text.length > 0 && segment.text.length <= slice.length);
              assert.equal(slice, slice.trim());
            }
          }),
          { numRuns: 500 },
        );
      });
    }
  }

  it('are the slices themselves, white space aside, in plain text', () => {
    fc.assert(
      fc.property(anyText, text => {
        for (const { start, end, text: prose } of segmentText(text, { languageId: 'plaintext' })) {
          assert.equal(prose, text.slice(start, end).replaceAll('\u2060', '').replace(/\s+/g, ' ').trim());
        }
      }),
    );
  });
});

describe('segments of a megabyte on one line', () => {
  for (const unit of [
    'Dr. No said hello to the world! ',
    'a',
    'a ',
    '. ',
    'A. ',
    '你好。',
    '(',
    '[a](',
    '`',
    '> ',
    '*a ',
    '\ud800',
    '😀',
  ]) {
    for (const languageId of ['plaintext', 'markdown']) {
      it(`${JSON.stringify(unit)} in ${languageId}`, () => {
        segmentText(unit.repeat(1e6 / unit.length), { languageId });
      }).timeout(10_000);
    }
  }
});
