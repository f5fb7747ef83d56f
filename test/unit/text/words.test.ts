import assert from 'node:assert/strict';
import { words } from '../../../src/text/words.ts';

function check(name: string, text: string, expected: string) {
  it(name, () => assert.equal(words(text).join(' '), expected));
}

describe('words', () => {
  check('lower-cases and sets punctuation apart', 'Hello, World!', 'hello , world !');
  check('keeps apostrophes inside words', "Don't say “it’s” 'now'", "don't say “ it's ” ' now '");
  check(
    'splits camelCase, acronyms and snake_case',
    'parseFile HTTPServer snake_case',
    'parse file http server snake case',
  );
  check('keeps a plural acronym whole', 'APIs and URLs', 'apis and urls');
  check('keeps other underscores', '^_^ __init__', '^ _ ^ _ _ init _ _');
  check('keeps decimals and versions whole', 'v1.2.3 costs 1,000.50.', 'v 1.2.3 costs 1,000.50 .');
  check('makes one token of an address', 'See https://a.b/c?d=e#f, or www.x.org.', 'see <url> , or <url> .');
  check('makes one token of a mention', '@user: thanks @some_one', '<user> : thanks <user>');
  check('takes no tag of a comment for a mention', '@param x @todo', '@ param x @ todo');
  check('takes no e-mail for a mention', 'me@x.com', 'me @ x . com');
  check('keeps an emoji whole', '👩‍👩‍👧❤️👍🏽🇩🇪1️⃣', '👩‍👩‍👧 ❤ 👍🏽 🇩🇪 1⃣');
  check('reads CJK by character', '我爱hello，世界！', '我 爱 hello , 世 界 !');
  check('reads Kana and Hangul by character', 'カー한국', 'カ ー 한 국');
  check('reads other scripts by word', 'Привет देवनागरी', 'привет देवनागरी');
  check('normalises compatibility forms', 'ﬁne Ｗｉｄｅ cafe\u0301', 'fine wide café');
  check('removes what is invisible', 'wo\u00ADrd \uFEFFa\u200Bb', 'word ab');
  check('cuts drawn-out letters to three', 'sooooooo www', 'sooo www');
  check('reads nothing in space and controls', ' \t\r\n\0\ud800', '');

  it('stops at the limit', () => assert.deepEqual(words('a b c d', 2), ['a', 'b']));

  it('reads a long text as it reads its parts', () => {
    const line = "It isn't 3.14 but 中文 👍🏽 ";
    assert.deepEqual(words(line.repeat(2000)), Array.from({ length: 2000 }, () => words(line)).flat());
  });
});
