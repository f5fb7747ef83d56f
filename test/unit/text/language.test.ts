import assert from 'node:assert/strict';
import { detectLanguage } from '../../../src/text/language.ts';

function check(text: string, expected: string, fallback?: string) {
  it(`${JSON.stringify(text)} ${fallback ? `in "${fallback}" ` : ''}is ${expected}`, () =>
    assert.equal(detectLanguage(text, fallback), expected));
}

describe('detectLanguage', () => {
  check('Fix the parser', 'en');
  check('I love this movie', 'en');
  check('This is a bug', 'en');
  check('Das ist gut', 'de');
  check('Ich habe den Parser repariert.', 'de');
  check('Los resultados son buenos', 'es');
  check('Ce film est une pure merveille, je le recommande.', 'fr');
  check('Привет, как дела?', 'ru');
  check('使用 TensorFlow 训练模型', 'zh');
  check('好', 'zh');
  check('これは本です', 'ja');
  check('한국어입니다', 'ko');
});

describe('detectLanguage without evidence', () => {
  check('', 'und');
  check('3.14 🎉', 'und');
  check('LGTM', 'und');
  check('npm install', 'und');
});

describe('detectLanguage inside a text', () => {
  check('LGTM', 'en', 'en');
  check('npm install', 'en', 'en');
  check('Refactor tokenizer cache', 'en', 'en');
  check('TODO: handle errors', 'en', 'en');
  check('Hola', 'de', 'de');
  check('Installation', 'en', 'en');
  check('Smith and Sons sitzt in Berlin und verkauft Schrauben.', 'de', 'en');
  check('Das Wort the steht in diesem deutschen Satz ganz allein.', 'de', 'en');
  check('Das ist ein deutscher Satz mitten im Text.', 'de', 'en');
  check('Привет, как дела?', 'ru', 'en');
  check('中文', 'zh', 'en');
  check('LGTM', 'und', 'zh');
  check('Fix the parser', 'en', 'zh');
});
