/** English and Simplified Chinese: no string is missing in either, and none is left over. */
import assert from 'node:assert/strict';
import { inlineJson } from '../../../src/host/inlineJson.ts';
import {
  allMessages,
  links,
  manifestKeys,
  messagesOf,
  placeholders,
  readStrings,
  readText,
} from './strings.ts';

const english = readStrings('package.nls.json');
const chinese = readStrings('package.nls.zh-cn.json');
const bundle = readStrings('l10n/bundle.l10n.zh-cn.json');
const sorted = (strings: Iterable<string>) => [...strings].sort();

describe('The manifest in English and Chinese', () => {
  it('has every string that package.json names, and no other', () => {
    assert.deepEqual(sorted(Object.keys(english)), sorted(manifestKeys(readText('package.json'))));
  });

  it('has the same keys in both', () => {
    assert.deepEqual(Object.keys(chinese), Object.keys(english));
  });

  it('links to the same commands in both', () => {
    for (const [key, text] of Object.entries(english))
      assert.deepEqual(links(chinese[key]), links(text), key);
  });

  it('has no empty string', () => {
    for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)])
      assert.ok(text.trim() !== '', key);
  });
});

describe('What the editor and the panel say', () => {
  const { messages, unseen } = allMessages();

  it('is said in plain literals, which can be looked up', () => {
    assert.deepEqual(unseen, []);
  });

  it('has a translation', () => {
    assert.ok(messages.size > 100, `${messages.size} messages`);
    assert.deepEqual(
      sorted(messages).filter(message => !Object.hasOwn(bundle, message)),
      [],
    );
  });

  it('has no translation of what nobody says any more', () => {
    assert.deepEqual(
      Object.keys(bundle).filter(message => !messages.has(message)),
      [],
    );
  });

  it('has the same placeholders in the translation, which is not empty', () => {
    for (const [message, translation] of Object.entries(bundle)) {
      assert.deepEqual(placeholders(translation), placeholders(message), message);
      assert.ok(translation.trim() !== '', message);
    }
  });

  it('names commands as the palette does', () => {
    const titles = Object.entries(english).filter(([key]) => key.startsWith('command.'));
    for (const [message, translation] of Object.entries(bundle))
      for (const [key, title] of titles)
        if (message.includes(`"Manylens: ${title}"`))
          assert.ok(translation.includes(`“Manylens: ${chinese[key]}”`), message);
  });
});

describe('The search for strings', () => {
  it('finds them across lines, in either quotes, in the host and in the panel', () => {
    const source = `vscode.l10n.t(\n  'a {0}',\n  x,\n) + t("it's") + <b>{t('say \\'so\\'')}</b>`;
    assert.deepEqual([...messagesOf(source).messages], ['a {0}', "it's", "say 'so'"]);
  });

  it('finds what an error says in detail', () => {
    const source = "throw errors.badBundle(place, say('a file {0}', name), say(\n  'none'))";
    assert.deepEqual([...messagesOf(source).messages], ['a file {0}', 'none']);
  });

  it('reports what it cannot read', () => {
    assert.equal(messagesOf("t(name) + t(`a`) + t('a' + b) + l10n.t({ message: 'a' })").unseen.length, 4);
  });

  it('takes no other call for one', () => {
    const { messages, unseen } = messagesOf("export function t(a: string) {} at('x'); this.t(y); get(z)");
    assert.deepEqual([[...messages], unseen], [[], []]);
  });
});

describe('JSON inside of a page', () => {
  it('cannot end the script that it is in, and stays what it was', () => {
    const value = { '</script><!--': '<script>' };
    assert.doesNotMatch(inlineJson(value), /</);
    assert.deepEqual(JSON.parse(inlineJson(value)), value);
  });
});
