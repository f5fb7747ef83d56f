import assert from 'node:assert/strict';
import { bar, escapeMarkdown, oneLine, percent, withoutLinks } from '../../../src/host/format.ts';

describe('format', () => {
  it('writes a ratio as whole percents', () => assert.equal(percent(0.7249), '72%'));
  it('draws a bar in eighths', () => {
    assert.equal(bar(0, 8), '');
    assert.equal(bar(0.5 + 1 / 64, 8), '████▏');
    assert.equal(bar(1, 8), '████████');
  });
  it('cuts text between characters, never inside one', () =>
    assert.equal(oneLine('a\n b \u{1F600}\u{1F600}c', 5), 'a b…'));
  it('keeps short text', () => assert.equal(oneLine(' short ', 5), 'short'));
  it('escapes what Markdown would read', () =>
    assert.equal(escapeMarkdown('a|b <i>*c*'), 'a\\|b \\<i\\>\\*c\\*'));
  it('leaves nothing in a notification that VS Code would take for a link', () => {
    const text = withoutLinks('see [a](command:b) and [c](https://d)');
    assert.equal(text, 'see [a] (command:b) and [c] (https://d)');
  });
});
