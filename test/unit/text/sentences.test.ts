import assert from 'node:assert/strict';
import { sentences } from '../../../src/text/sentences.ts';

/** `marked` has a bar where a sentence ends. */
function check(language: string, marked: string) {
  it(marked, () => {
    const text = marked.replaceAll('|', '');
    const found = sentences(text, language).map(([start, end]) => text.slice(start, end));
    assert.equal(found.join('|'), marked);
  });
}

describe('sentences in English', () => {
  check('en', 'Dr. Smith met Mrs. Jones. |They spoke.');
  check('en', 'J. K. Rowling wrote it. |George W. Bush did not.');
  check('en', 'We go with plan B. |Next is plan C.');
  check('en', 'Use a map, e.g. Harper, i.e. this one. |Or a list, a set, etc. |Then stop.');
  check('en', 'See Fig. 2 and No. 5 on p. 7. |Next.');
  check('en', 'He said no. |Then he left.');
  check('en', 'In the U.S. Army they know. |At 5 p.m. |The bell rings.');
  check('en', '1. First things first. |Then the rest.');
  check('en', 'It costs 3.14 dollars. |Node 24. |It works with v1.2.3 now.');
  check('en', 'See http://x.com/?Q=1 or README.md. |Yahoo!Inc is one word.');
  check('en', 'Well... maybe. |Wait… What?');
  check('en', 'Great! |🚀 Next one! 🎉');
  check('en', 'I love it 😀 so much. |Yes 👍🏽!');
  check('en', '“Really?” she asked. |“Yes!” |He left (really!) at once.');
  check('en', 'Wow! |i like it');
  check('en', '');
});

describe('sentences in other languages', () => {
  check('de', 'Am 3. Oktober kam Prof. Dr. Müller. |Er blieb z. B. Hunderte Tage.');
  check('fr', 'M. Dupont arrive. |Voir p. ex. Paris, cf. Mme. Curie.');
  check('es', 'El Sr. García vino. |Ud. no, p. ej. María.');
  check('zh', '你好，世界。|这是v1.2.3版本！|“真的吗？”|他问。');
  check('zh', '他来了?|我不知道!|好吧……');
  check('ja', 'これはペンです。|元気ですか？|はい。');
});
