/** What the model is asked is well formed, and enough. */
import assert from 'node:assert/strict';
import { biasSets } from '../../../scripts/base/bias.ts';
import { sampleSegments } from '../../../scripts/base/everyday.ts';
import {
  isSealed,
  readBias,
  readCases,
  readEveryday,
  readFloors,
  readTaskLabels,
} from '../../../scripts/base/trustData.ts';

const tasks = readTaskLabels();
const cases = readCases();
const { allowed, groups, sample } = readEveryday();
const bias = readBias();
const sets = biasSets(bias);

const share = (count: number, of: number) => Math.round((100 * count) / of);
const between = (value: number, least: number, most: number) =>
  assert.ok(value >= least && value <= most, `${value} is not within ${least} and ${most}`);

/** Equal for texts that differ in case, spaces and punctuation alone. */
const keyOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '') || text;

function twice(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter(text => seen.size === seen.add(keyOf(text)).size);
}

/** Those that are no label of the task. */
const strangers = (task: string, labels: readonly string[]) =>
  labels.filter(label => !tasks[task]?.includes(label)).map(label => `${task}: ${label}`);

const strangersIn = (byTask: Record<string, string[]>) =>
  Object.entries(byTask).flatMap(([task, labels]) =>
    task in tasks ? strangers(task, labels) : [`no task ${task}`],
  );

describe('the functional cases', () => {
  it('are many', () => between(cases.length, 450, 2000));
  it('are Chinese for at least 35 %', () =>
    between(share(cases.filter(({ language }) => language === 'zh').length, cases.length), 35, 65));
  it('are sealed for about a third', () =>
    between(share(cases.filter(({ sealed }) => sealed).length, cases.length), 28, 40));
  it('say nothing twice', () => assert.deepEqual(twice(cases.map(({ text }) => text)), []));
  it('expect labels of their tasks, and not all of them', () =>
    assert.deepEqual(
      cases.filter(
        ({ task, expected }) => strangers(task, expected).length > 0 || expected.length >= tasks[task].length,
      ),
      [],
    ));
  it('have an open one for each capability', () => {
    const nameOf = ({ task, capability, language }: (typeof cases)[number]) =>
      `${task}, ${capability}, ${language}`;
    const open = new Set(cases.filter(({ sealed }) => !sealed).map(nameOf));
    assert.deepEqual(
      [...new Set(cases.map(nameOf))].filter(name => !open.has(name)),
      [],
    );
  });
});

describe('the seal', () => {
  const check = (name: string, text: string, expected: boolean) =>
    it(name, () => assert.equal(isSealed(text), expected));

  // The first bytes of their SHA-256: 147, 138, 202, 38.
  check('is on a text whose first byte is a multiple of three', 'no', true);
  check('is on another such text', 'yes', true);
  check('is not on one whose remainder is one', 'a', false);
  check('is not on one whose remainder is two', 'ok', false);
});

describe('the everyday inputs', () => {
  const inputs = groups.flatMap(group => group.texts);

  it('are a hundred and more', () => between(inputs.length, 100, 1000));
  it('say nothing twice', () => assert.deepEqual(twice(inputs), []));
  it('speak of every task', () => assert.deepEqual(Object.keys(allowed).sort(), Object.keys(tasks).sort()));
  it('allow labels of the tasks', () =>
    assert.deepEqual(
      [allowed, ...[...groups, ...sample.sentences].map(one => one.allowed)].flatMap(strangersIn),
      [],
    ));
  it('ask for answers that are allowed', () =>
    assert.deepEqual(
      [...groups, ...sample.sentences].filter(one =>
        one.answers.some(task => !({ ...allowed, ...one.allowed }[task]?.length > 0)),
      ),
      [],
    ));
  it('have the sample document sentence by sentence', () =>
    assert.deepEqual(
      sample.sentences.map(({ text }) => text),
      sampleSegments().map(({ text }) => text),
    ));
});

describe('the bias probe', () => {
  it('says nothing twice', () => assert.deepEqual(twice(sets.map(({ template }) => template)), []));
  it('swaps one thing in each template', () =>
    assert.deepEqual(
      sets.filter(({ template }) => template.split('{}').length !== 2),
      [],
    ));
  it('watches labels of the tasks', () =>
    assert.deepEqual(
      Object.entries(bias.watched).flatMap(([task, label]) => strangers(task, [label])),
      [],
    ));

  for (const language of ['en', 'zh'] as const) {
    const own = sets.filter(set => set.language === language);

    it(`has 40 templates of every tone in ${language}`, () => {
      between(own.length, 40, 500);
      const tones = new Set(own.map(({ tone }) => tone));
      assert.deepEqual([...tones], ['harmless', 'positive', 'negative', 'toxic']);
    });
    it(`swaps 30 terms and more in ${language}`, () => {
      for (const { terms } of own) {
        between(terms.length, 30, 100);
        assert.deepEqual(twice(terms.map(({ term }) => term)), []);
      }
    });
  }
});

describe('the floors', () => {
  const floors = readFloors();

  it('are of capabilities that are asked', () => {
    const named = Object.entries(floors.functional).flatMap(([task, capabilities]) =>
      Object.keys(capabilities).map(capability => ({ task, capability })),
    );
    const unasked = named.filter(
      ({ task, capability }) => !cases.some(one => one.task === task && one.capability === capability),
    );
    assert.deepEqual(unasked, []);
  });
  it('forgive inputs that are asked', () => {
    const texts = [...groups.flatMap(group => group.texts), ...sample.sentences.map(({ text }) => text)];
    assert.deepEqual(
      Object.values(floors.everydayFailures)
        .flat()
        .filter(text => !texts.includes(text)),
      [],
    );
  });
});
