/** Each construct of Docutils' markup specification, and Sphinx's. */
import { checkOf, slicesOf } from './markup.ts';

const check = checkOf('restructuredtext');

describe('reStructuredText that is no prose', () => {
  check('inline literals', 'Call ``no. No`` now.', ['Call now.']);
  check('literal blocks', 'So it is::\n\n  no\n\n    no\n\nAfter.', ['So it is:', 'After.']);
  check('literal blocks below colons that are apart', 'So it is ::\n\n  no\n\n::\n\n  no', ['So it is']);
  check('quoted literal blocks', 'They say::\n\n> no\n> no\n\nAfter.', ['They say:', 'After.']);
  check('doctest blocks', 'Try it.\n\n>>> no()\nno\n\nAfter.', ['Try it.', 'After.']);
  check('comments', 'One.\n\n.. no\n   no\n\n   no\n\n..\n   no\n\nTwo.', ['One.', 'Two.']);
  check('but what is below an empty comment', '..\n\n   A quote.', ['A quote.']);
  check('code', '.. code-block:: python\n   :linenos:\n\n   no\n\nOne.\n\n.. math:: no\n', ['One.']);
  check(
    'directives and their options',
    '.. image:: no.png\n   :alt: no\n\n.. toctree::\n   :maxdepth: 2\n\n   no',
    [],
  );
  check('targets and substitutions', '.. _no: http://no\n.. |no| replace:: no\n__ http://no\n\nA |no| b.', [
    'A b.',
  ]);
  check('addresses', 'See https://a.b/c_d. Or a_b@c.de now.', ['See .', 'Or now.']);
  check('roles of code', 'Use :func:`no.no`, :math:`a^2` and :ref:`the guide <no>`.', [
    'Use , and the guide.',
  ]);
  check('types', ':param a: The name.\n:type a: no\n:rtype: no', ['The name.']);
  check('options', '-a, --all   Shows all.\n-f FILE     Reads it.', ['Shows all.', 'Reads it.']);
  check('transitions', 'One.\n\n----\n\nTwo.', ['One.', 'Two.']);
});

describe('reStructuredText that is prose', () => {
  check('titles', '=====\nTitle\n=====\n\nPart one\n--------\nText here.\n\nPart two\n~~~~~~~~', [
    ['Title', 'heading'],
    ['Part one', 'heading'],
    'Text here.',
    ['Part two', 'heading'],
  ]);
  check('paragraphs', 'One that\ngoes on. Two.\n\n  A quote.\n\nThree.', [
    'One that goes on.',
    'Two.',
    'A quote.',
    'Three.',
  ]);
  check('items', '- one\n  goes on\n\n  and more\n\n  * inner\n\n1. two\n#. three\n\nAfter.', [
    ['one goes on', 'prose', 'list-item'],
    ['and more', 'prose', 'list-item'],
    ['inner', 'prose', 'list-item'],
    ['two', 'prose', 'list-item'],
    ['three', 'prose', 'list-item'],
    'After.',
  ]);
  check('definitions', 'a term\n  What it is.\n\n  And more.', ['a term', 'What it is.', 'And more.']);
  check('fields', ':Author: Some Body\n:param a: The name\n    of it.', ['Some Body', 'The name of it.']);
  check('line blocks', '| One line\n| goes on', ['One line goes on']);
  check('emphasis', 'An *even* and **very** big w\\ *or*\\ d.', ['An even and very big word.']);
  check('references', 'See `the docs <http://no>`_, `that part`_, Python_ and more__.', [
    'See the docs, that part, Python and more.',
  ]);
  check('names that have marks', 'A 2*3 and snake_case, *args but `so`.', [
    'A 2*3 and snake_case, *args but so.',
  ]);
  check('escapes', 'A \\*star\\* here.', ['A *star* here.']);
  check('footnotes', 'A [1]_ and [#a]_.\n\n.. [1] The note\n   goes on.', ['A and .', 'The note goes on.']);
  check(
    'what admonitions say',
    '.. note:: This is so.\n   And so.\n\n   More.\n\n.. warning::\n\n   Careful.',
    ['This is so.', 'And so.', 'More.', 'Careful.'],
  );
  check('what is new', '.. versionadded:: 3.2\n   The thing is new.', ['The thing is new.']);
  check('captions', '.. figure:: no.png\n   :alt: no\n\n   The caption.', ['The caption.']);
  check('what describes code', '.. py:function:: no(a)\n   :module: no\n\n   Does the thing.', [
    'Does the thing.',
  ]);
  check('rubrics', '.. rubric:: A title', [['A title', 'heading']]);
  check('grid tables', '+-----+-----+\n| a b | c d |\n+=====+=====+\n| e f | ``n`` |\n+-----+-----+', [
    'a b',
    'c d',
    'e f',
  ]);
  check(
    'simple tables',
    '=====  =====\nCol a  Col b\n=====  =====\none    two x\n\nthree  four\n=====  =====',
    ['Col a', 'Col b', 'one', 'two x', 'three', 'four'],
  );
});

describe('reStructuredText offsets', () => {
  const slices = slicesOf('restructuredtext');
  slices('keep markup inside a sentence', '\uFEFF- Use ``no`` in\r\n  *that*. And 😀 so.\r\n', [
    'Use ``no`` in\r\n  *that*.',
    'And 😀 so.',
  ]);
});
