import assert from 'node:assert/strict';
import { checkReport } from '../../../src/cli/labelsReport.ts';
import type { LabelRecord } from '../../../src/protocol/labels.ts';

const english = [
  'The weather is nice today',
  'We went to the market',
  'This is a very long walk',
  'I like your new house',
];
const german = 'Das Wetter ist heute wirklich sehr schön';

describe('A check of labels', () => {
  function check(
    name: string,
    records: Partial<LabelRecord>[],
    report: string[],
    slips: { row: number; label: string; probability: number }[] = [],
  ) {
    it(name, () => {
      const full = records.map(record => ({ text: 'x', task: 't', label: 'a', ...record }));
      const found = slips.map(({ row, ...slip }) => ({ record: full[row], ...slip }));
      const said = checkReport(
        full,
        found,
        record => `f:${full.indexOf(record as (typeof full)[number]) + 1}`,
      );
      assert.deepEqual(said.split('\n'), [...report, '']);
    });
  }

  const often = (label: string) => Array.from({ length: 5 }, (_, n) => ({ text: `${label}${n}`, label }));
  check(
    'counts texts by task and label, as they stand now',
    [
      ...often('a'),
      ...often('b'),
      ...often('c').map(record => ({ ...record, task: 'u' })),
      { text: 'y' },
      { text: 'y', label: null },
    ],
    ['task: label  texts', 't: a             5', 't: b             5', 'u: c             5'],
  );
  check(
    'names the lines of likely slips, and what else they may be',
    [...often('a'), ...often('b')],
    [
      ...['task: label  texts', 't: a             5', 't: b             5', ''],
      '1 label that the others do not expect: a likely slip',
      '  f:2: t is a, not b (91 %): "a1"',
    ],
    [{ row: 1, label: 'b', probability: 0.906 }],
  );
  check(
    'names the lines of contradictions',
    [...often('a'), ...often('b'), { text: 'a1', label: 'b' }],
    [
      ...['task: label  texts', 't: a             4', 't: b             6', ''],
      ...[
        '1 contradiction: the latest time counts, then the last line',
        '  f:11: t is b, but a in f:2: "a1"',
        '',
      ],
      ...['1 label with fewer than 5 texts', '  t: a (4)'],
    ],
  );
  check(
    'names the lines of duplicates',
    [...often('a'), { text: 'a1' }],
    [
      ...['task: label  texts', 't: a             5', ''],
      ...['1 duplicate', '  f:6: t is a as in f:2: "a1"'],
    ],
  );
  check(
    'takes a label that was taken back for none',
    [...often('a'), { text: 'a1', label: null }, { text: 'a1' }],
    [...['task: label  texts', 't: a             5']],
  );
  check(
    'names texts in another language',
    [...english.map(text => ({ text })), { text: german }],
    [
      ...['task: label  texts', 't: a             5', ''],
      ...['1 task with texts in several languages', '  t: en (4), de (f:5)'],
    ],
  );
  check(
    'lets no text steer the terminal',
    [...often('a'), { text: 'a\u001b[31m' }, { text: 'a\u001b[31m' }],
    [
      ...['task: label  texts', 't: a             6', ''],
      ...['1 duplicate', '  f:7: t is a as in f:6: "a\\u001b[31m"'],
    ],
  );
  check('says where there is none', [{ label: null }], ['No labels.']);
});
