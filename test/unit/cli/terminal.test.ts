import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import pico from 'picocolors';
import { progressOn } from '../../../src/cli/progress.ts';
import { columns } from '../../../src/cli/report.ts';
import { Table } from '../../../src/cli/table.ts';
import { fit, harmless, lyingBar, pad, standingBar, widthOf, wrap } from '../../../src/cli/terminalText.ts';
import type { LocatedSegment } from '../../../src/protocol/records.ts';
import type { ModelInfo, TaskInfo } from '../../../src/protocol/scores.ts';

describe('harmless', () => {
  function check(name: string, text: string, shown: string) {
    it(name, () => assert.equal(harmless(text), shown));
  }

  check('takes escape sequences out', 'a\u001b[31mred\u001b[0m\u001b]0;title\u0007b', 'aredb');
  check('takes control characters out', 'a\r\nb\tc\u0000d\u0085e', 'a b c d e');
  check('takes out what turns the direction', 'a\u202Eb\u2066c', 'a b c');
  check('keeps joined emoji', '👩\u200d👧', '👩\u200d👧');

  it('leaves no control character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.doesNotMatch(harmless(text), /\p{Cc}/u);
      }),
    );
  });
});

describe('fit', () => {
  function check(name: string, text: string, width: number, shown: string) {
    it(name, () => assert.equal(fit(text, width), shown));
  }

  check('keeps what fits', 'hello', 5, 'hello');
  check('cuts with an ellipsis', 'hello world', 8, 'hello w…');
  check('leaves no space before it', 'hello world', 7, 'hello…');
  check('counts East Asian characters twice', '这款耳机', 6, '这款…');

  it('is never wider than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        assert.ok(widthOf(fit(text, width)) <= width);
        for (const line of wrap(text, width, 3)) assert.ok(widthOf(line) <= width);
      }),
    );
  });
});

describe('wrap', () => {
  function check(name: string, text: string, lines: string[]) {
    it(name, () => assert.deepEqual(wrap(text, 8, 2), lines));
  }

  check('keeps one line', 'a few', ['a few']);
  check('breaks at a space', 'a few words', ['a few', 'words']);
  check('cuts the last line', 'a few words more', ['a few', 'words m…']);
  check('breaks where there is no space', '这款耳机的音', ['这款耳机', '的音']);
});

describe('bars', () => {
  function check(ratio: number, lying: string, standing: string) {
    it(`draws ${ratio}`, () => assert.deepEqual([lyingBar(ratio, 2), standingBar(ratio)], [lying, standing]));
  }

  check(0, '', '▁');
  check(0.5, '█', '▅');
  check(0.56, '█▏', '▅');
  check(1, '██', '█');
});

describe('columns', () => {
  it('aligns, also beside wide characters', () => {
    assert.equal(
      columns([
        ['task', 'n'],
        ['情感', '10'],
      ]),
      'task   n\n情感  10\n',
    );
  });
});

describe('Table', () => {
  const task = (id: string, ...labels: string[]): TaskInfo => ({
    id,
    title: '',
    description: '',
    labels,
    languages: [],
  });
  const tasks = [
    task('sentiment', 'negative', 'neutral', 'positive'),
    task('toxicity', 'none', 'toxic'),
    task('subjectivity', 'objective', 'subjective'),
    task('technical-debt', 'none', 'debt'),
  ];
  const model: ModelInfo = {
    name: 'base',
    version: '1',
    location: '',
    backend: 'wasm',
    backendReason: '',
    tasks,
    languages: [],
  };
  const segment: LocatedSegment = {
    start: 0,
    end: 9,
    line: 3,
    column: 1,
    text: `A text\u001b[2J that goes on ${'and on '.repeat(60)}`,
    language: 'en',
    tokens: 9,
    scores: Object.fromEntries(
      tasks.map(({ id, labels }, k) => [
        id,
        {
          label: k === 1 ? null : labels[0],
          probabilities: labels.map((_, i) => (i === 0 ? 0.9 : 0.05)),
          abstained: k === 1,
        },
      ]),
    ),
  };
  const draw = (width: number, colors: boolean) => {
    const table = new Table({ model, tasks, width, colors: pico.createColors(colors) });
    const rows = table.rows([segment, { ...segment, text: '好'.repeat(200) }]);
    return table.head('a file.md') + rows + table.foot();
  };

  for (const width of [60, 80, 120, 200]) {
    it(`keeps within ${width} columns`, () => {
      for (const line of draw(width, false).split('\n')) assert.ok(widthOf(line) <= width, line);
    });
  }

  it('is plain without colours, and the same text with them', () => {
    const plain = draw(80, false);
    assert.ok(!plain.includes('\u001b'));
    assert.ok(draw(80, true).includes('\u001b[31m█ negative\u001b[39m'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what colours are made of
    assert.equal(draw(80, true).replace(/\u001b\[\d+m/g, ''), plain);
  });

  it("shows a line's number once, labels, and a dot where a task abstains", () => {
    const lines = draw(80, false).split('\n');
    assert.equal(lines.filter(line => line.startsWith('   3  ')).length, 1);
    assert.match(draw(80, false), /█ negative 90 +· +█ objective 90 +█ none 90\n/);
  });

  it('leaves empty what a task is not asked of, and says in one line what it is asked of', () => {
    const debt: TaskInfo = { ...tasks[3], scope: ['comment', 'issue'] };
    const answers = { label: null, probabilities: [0.9, 0.1], abstained: true, reason: 'scope' as const };
    const scores = { ...segment.scores, 'technical-debt': answers };
    const table = new Table({
      model,
      tasks: [tasks[0], debt],
      width: 80,
      colors: pico.createColors(false),
    });
    assert.match(table.rows([{ ...segment, scores }]), /█ negative 90\n$/);
    assert.match(table.foot(), /^ {2}technical-debt {5}asked of comments and issues$/m);
    assert.match(table.foot(), /^ {2}sentiment .* 1 of 1$/m);
  });

  it('puts text and scores side by side where there is room', () => {
    assert.match(draw(160, false), /^ {3}3 {2}A text that goes on.*… +█ negative 90/m);
  });

  it('pads', () => assert.equal(pad('好', 4), '好  '));
});

describe('progressOn', () => {
  it('writes a line now and then where there is no terminal', () => {
    const stream = new PassThrough();
    let now = 0;
    const progress = progressOn(stream, () => now);
    for (const time of [1, 9_999, 10_001, 10_002, 30_000]) {
      now = time;
      progress.show({ stage: 'Scoring', done: time, total: 40_000, note: 'so far' });
    }
    progress.hide();
    assert.equal(String(stream.read()), 'Scoring  25 %  so far\nScoring  75 %  so far\n');
  });
});
