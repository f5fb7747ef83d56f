import assert from 'node:assert/strict';
import { errors, wordsOf } from '../../../src/base/errors.ts';
import { inEnglish, say, spoken } from '../../../src/base/words.ts';
import { readStrings } from '../l10n/strings.ts';

const chinese = readStrings('l10n/bundle.l10n.zh-cn.json');
/** As `vscode.l10n.t` does in a Chinese window. */
const translated = (sentence: string, args: string[]) =>
  (chinese[sentence] ?? `untranslated: ${sentence}`).replace(/\{(\d+)\}/g, (_, n) => args[n]);

describe('An error in a Chinese window', () => {
  function check(name: string, error: ReturnType<(typeof errors)['badInput']>, expected: string) {
    it(`says ${name} in Chinese`, () => assert.equal(spoken(error, translated), expected));
  }

  check(
    'what a bundle lacks',
    errors.badBundle('/m', say('a file {0}', 'weights.bin'), say('none')),
    '无法使用 /m 处的模型：应为 文件 weights.bin，实为 无。请重新安装 Manylens，或选择其他模型。',
  );
  check(
    'how a process ended, which says so in a part of a part',
    errors.scoringPaused(say('it ended with {0}', say('exit code {0}', '3'))),
    '打分线程两次意外停止（进程已结束（退出代码 3）），分析已暂停。运行“Manylens: 恢复分析”以继续。',
  );
  check(
    'a name as it is',
    errors.unknownTask('none', ['{0}', 'b']),
    '应为以下任务之一：{0}, b；实为“none”。',
  );
});

describe('Words', () => {
  it('are English in an error’s message, the words of another error in them too', () => {
    const inner = errors.badInput(say('at least one label'), say('none'));
    assert.equal(errors.workerGone(wordsOf(inner)).message.includes(inner.message), true);
    assert.equal(inner.message, 'expected at least one label, found none.');
  });

  it('keep a place that has no argument', () =>
    assert.equal(inEnglish(say('{0} and {1}', '{1}')), '{1} and {1}'));
});
