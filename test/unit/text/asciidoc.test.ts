/** Each construct of the AsciiDoc language documentation. */
import { checkOf, slicesOf } from './markup.ts';

const check = checkOf('asciidoc');

describe('AsciiDoc that is no prose', () => {
  check('inline code', 'Call `no. No` now, or ``no``.', ['Call now, or .']);
  for (const mark of ['----', '....', '++++', '////', '```'])
    check(`blocks of ${mark}`, `A.\n\n${mark}\nno\n\nno\n${mark}\n\nB.`, ['A.', 'B.']);
  check('fences of a language', '```ruby\nno\n```\n\nA.', ['A.']);
  check('blocks that nothing closes', 'A.\n\n----\nno\n\nno', ['A.']);
  check('paragraphs of a style', '[source,ruby]\nno\nno\n\nA.', ['A.']);
  check('containers of a style', '[source]\n--\nno\n\nno\n--\n\n[stem]\n++++\nno\n++++\n\nA.', ['A.']);
  check('a style that is a blank line away', '[source]\n\nno\n\nA.', ['A.']);
  check('indented paragraphs', 'A.\n\n  no\nno\n\nB.', ['A.', 'B.']);
  check('comments', 'One\n// no\ngoes on.', ['One goes on.']);
  check(
    'attributes',
    '= Title\nSome Body <a@b.c>\nv1.0, 2020-01-01\n:toc: left\n:a: no \\\nno\n\nA {no} b.',
    [['Title', 'heading'], 'A b.'],
  );
  check(
    'macros',
    'image::no.png[no]\ninclude::no[]\n\nifdef::no[]\nA image:no.png[no] kbd:[Ctrl+C] b.\nendif::[]',
    ['A b.'],
  );
  check('math', 'Let stem:[x. Y] and latexmath:[no] be.', ['Let and be.']);
  check('footnotes, which stand in a sentence', 'A bfootnote:[No. No.] c. A footnote:[no] d.', [
    'A bfootnote:[No.',
    'No.] c.',
    'A d.',
  ]);
  check('addresses', 'See https://a.b/c. Or a@b.cd now.', ['See .', 'Or now.']);
  check('anchors', '[[no]]A <<no>> b [[no]]c.', ['A b c.']);
  check('passed through', 'A +++<u>+++b+++</u>+++ c.', ['A b c.']);
  check('breaks', "A.\n\n'''\n\n<<<\n\nB.", ['A.', 'B.']);
});

describe('AsciiDoc that is prose', () => {
  check('titles', '= One\n\n== Two\nText.\n\n### Three\n\nFour four\n---------\n\n.Label\nText.', [
    ['One', 'heading'],
    ['Two', 'heading'],
    'Text.',
    ['Three', 'heading'],
    ['Four four', 'heading'],
    'Label',
    'Text.',
  ]);
  check('a listing below a text of another length', 'Text is here\n----\nno\n----', ['Text is here']);
  check(
    'items',
    '* one\ngoes on\n** inner\n+\nAttached.\n* [x] done\n\n. two\n1. three\n<1> four\n\nAfter.',
    [
      ['one goes on', 'prose', 'list-item'],
      ['inner', 'prose', 'list-item'],
      ['Attached.', 'prose', 'list-item'],
      ['done', 'prose', 'list-item'],
      ['two', 'prose', 'list-item'],
      ['three', 'prose', 'list-item'],
      ['four', 'prose', 'list-item'],
      'After.',
    ],
  );
  check('definitions', 'a term:: What it is.\nanother::\n  What that is.', [
    'a term',
    'What it is.',
    'another',
    'What that is.',
  ]);
  check('admonitions', 'NOTE: Be careful.\n\n[TIP]\n====\nDo it.\n\nAnd so.\n====', [
    'Be careful.',
    'Do it.',
    'And so.',
  ]);
  check('quotes and sidebars', '[quote,Some Body]\n____\nIt is.\n____\n\n****\nBeside.\n****', [
    'It is.',
    'Beside.',
  ]);
  check('formatting', 'A *b* _c_ **d**e __f__g #h# x^2^ H~2~O.', ['A b c de fg h x2 H2O.']);
  check('names that have marks', 'A 2*3*4, snake_case_name and a_b.', ['A 2*3*4, snake_case_name and a_b.']);
  check('roles', 'The [.role]#marked# and [.path]`no` it.', ['The marked and it.']);
  check('curved quotes', 'A "`quoted`" word.', ['A "quoted" word.']);
  check('link texts', 'See https://a.b[the site], link:a.html[a page^], <<a,that part>> and xref:a[].', [
    'See the site, a page, that part and .',
  ]);
  check('hard breaks', 'One +\ntwo.', ['One two.']);
  check('escapes', 'A \\*star* and \\`tick`.', ['A *star* and `tick`.']);
  check('character references', 'A &#169; &amp; b.', ['A © & b.']);
  check('tables', '|===\n|One b |Two c\n\n2+|Wide\ngoes on\na|Three\nm|no\n|Four \\| five\n|===\n\nAfter.', [
    'One b',
    'Two c',
    'Wide goes on',
    'Three',
    'Four | five',
    'After.',
  ]);
  check('tables of comma-separated values', ',===\nOne b,Two c\n,===', ['One b', 'Two c']);
});

describe('AsciiDoc offsets', () => {
  const slices = slicesOf('asciidoc');
  slices('keep markup inside a sentence', '\uFEFF* Use `no` in\r\n_that_. And 😀 so.\r\n', [
    'Use `no` in\r\n_that_.',
    'And 😀 so.',
  ]);
});
