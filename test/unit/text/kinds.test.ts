import assert from 'node:assert/strict';
import { TEXT_KINDS, type TextKind } from '../../../src/base/textKinds.ts';
import { kindSet } from '../../../src/text/kinds.ts';
import { type SegmentOptions, segmentText } from '../../../src/text/segments.ts';
import { loadGrammars } from './grammars.ts';

type Expected = [text: string, ...kinds: TextKind[]][];

function check(name: string, options: SegmentOptions, text: string, expected: Expected) {
  it(name, () => {
    const found = segmentText(text, options).map(({ text: said, kinds }) => [said, ...kinds]);
    assert.deepEqual(found, expected);
  });
}

const plain = { languageId: 'plaintext' };
const markdown = { languageId: 'markdown' };

describe('the kinds of a segment', () => {
  before(() => loadGrammars('typescript', 'python'));

  check('are prose where nothing else is known', plain, 'It is so.', [['It is so.', 'prose']]);
  check(
    'tell headings, items and prose of Markdown apart',
    markdown,
    '# A title\n\nUnder\n===\n\nSo. No.\n\n- one thing\n\n  more of it\n1. two\n\n> quoted\n',
    [
      ['A title', 'heading'],
      ['Under', 'heading'],
      ['So.', 'prose'],
      ['No.', 'prose'],
      ['one thing', 'prose', 'list-item'],
      ['more of it', 'prose', 'list-item'],
      ['two', 'prose', 'list-item'],
      ['quoted', 'prose'],
    ],
  );
  check('are of the item that a heading stands in', markdown, '- # Title\n', [
    ['Title', 'heading', 'list-item'],
  ]);
  check('are prose in a table', markdown, '|a b|\n|-|\n|c d|\n', [
    ['a b', 'prose'],
    ['c d', 'prose'],
  ]);
  check('tell items of plain text', plain, 'a list\n- one\n2. two\n\nThe end', [
    ['a list', 'prose'],
    ['- one', 'prose', 'list-item'],
    ['2. two', 'prose', 'list-item'],
    ['The end', 'prose'],
  ]);
  check(
    'are comments in program code, whatever stands in them',
    { languageId: 'typescript' },
    '/**\n * # Title\n *\n * Does it.\n * - one item\n */\nf(); // Why is it so?\n',
    [
      ['Title', 'comment'],
      ['Does it.', 'comment'],
      ['one item', 'comment', 'list-item'],
      ['Why is it so?', 'comment', 'question'],
    ],
  );
  check('are comments in docstrings', { languageId: 'python' }, 'def f():\n    """Does it."""\n', [
    ['Does it.', 'comment'],
  ]);
  for (const languageId of ['git-commit', 'scminput'])
    check(`are those of a commit message: ${languageId}`, { languageId }, 'Fix it\n\n- one thing\n', [
      ['Fix it', 'commit-message'],
      ['- one thing', 'list-item', 'commit-message'],
    ]);
  check('are what the caller says', { ...markdown, kind: 'issue' }, '# It fails\n\n- Why?\n', [
    ['It fails', 'issue'],
    ['Why?', 'list-item', 'issue', 'question'],
  ]);
  check('are what the caller says of code', { languageId: 'typescript', kind: 'issue' }, '// No.', [
    ['No.', 'issue'],
  ]);
  check('are prose beside what comes beside it', { ...plain, kind: 'question' }, 'Tell me', [
    ['Tell me', 'prose', 'question'],
  ]);
  check('are told of each line', { ...plain, by: 'line' }, 'So it is.\n\nWhy? \n', [
    ['So it is.', 'prose'],
    ['', 'prose'],
    ['Why?', 'prose', 'question'],
  ]);
  check('are what the caller says of each line', { ...plain, by: 'line', kind: 'comment' }, 'Why?', [
    ['Why?', 'comment', 'question'],
  ]);
  check('are the document’s where it is one', { languageId: 'scminput', by: 'document' }, 'Fix. Why?', [
    ['Fix. Why?', 'commit-message'],
  ]);
});

describe('a question', () => {
  const asks = (text: string) => segmentText(text, { ...plain, by: 'line' })[0].kinds.includes('question');
  const check = (expected: boolean, ...texts: string[]) => {
    for (const text of texts)
      it(`${expected ? 'is' : 'is not'}: ${text}`, () => assert.equal(asks(text), expected));
  };
  check(
    true,
    'Why?',
    '为什么？',
    '“Why?”',
    '（为什么？）',
    'Why (or why not?)',
    '「なぜ？」',
    'What??',
    'Really?!',
  );
  check(true, '« Pourquoi ? »', '„Warum?“');
  check(false, 'Why.', 'Why? Because', '“Why?” she asked.', 'Tell me why', 'f?.()', '');
});

describe('a set of kinds', () => {
  it('is the same array for the same kinds, each once and in their order', () => {
    assert.equal(kindSet('question', 'prose', 'question'), kindSet('prose', 'question'));
    assert.deepEqual(kindSet('question', 'prose'), ['prose', 'question']);
    assert.deepEqual(kindSet(...TEXT_KINDS), TEXT_KINDS);
  });

  it('cannot be changed', () => {
    assert.ok(Object.isFrozen(kindSet('issue')));
  });
});
