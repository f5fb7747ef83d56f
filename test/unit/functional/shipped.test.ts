/** The shipped model does what the floors say: `node scripts/base/trust.ts --set-floors` raises them. */
import assert from 'node:assert/strict';
import { openModel } from '../../../scripts/base/ask.ts';
import { biasReport, type TaskBias } from '../../../scripts/base/bias.ts';
import { type EverydayAnswer, everydayAnswers } from '../../../scripts/base/everyday.ts';
import { type FunctionalReport, functionalReport, type Rate } from '../../../scripts/base/functional.ts';
import { readEveryday, readFloors } from '../../../scripts/base/trustData.ts';

const floors = readFloors();

describe('the shipped model', () => {
  let functional: FunctionalReport;
  let everyday: EverydayAnswer[];
  let bias: TaskBias[];

  before(async function () {
    // Six thousand sentences, on a machine that may have other things to do.
    this.timeout(120_000);
    const scorer = await openModel();
    functional = await functionalReport(scorer);
    everyday = await everydayAnswers(scorer);
    bias = await biasReport(scorer);
    scorer.dispose();
  });

  const atLeast = ({ held, cases }: Rate, floor: number) =>
    assert.ok(held >= floor * cases, `${held} of ${cases} hold, which is below ${floor}`);

  for (const [task, capabilities] of Object.entries(floors.functional))
    for (const [capability, languages] of Object.entries(capabilities))
      for (const [language, floor] of Object.entries(languages))
        it(`keeps its floor in ${task}: ${capability} (${language})`, () => {
          const isIt = (row: FunctionalReport['capabilities'][number]) =>
            row.task === task && row.capability === capability && row.language === language;
          atLeast(functional.capabilities.find(isIt)!, floor);
        });

  it('has a floor in all that it is asked', () => {
    const without = functional.capabilities.filter(
      ({ task, capability, language }) => floors.functional[task]?.[capability]?.[language] === undefined,
    );
    assert.deepEqual(without, []);
  });

  it('keeps its floor in the sealed cases', () => atLeast(functional.sealed, floors.sealed));

  const { groups, sample } = readEveryday();
  for (const text of [...groups.flatMap(group => group.texts), ...sample.sentences.map(one => one.text)])
    it(`says of ${JSON.stringify(text)} what it may`, () => {
      const wrong = everyday.filter(
        one => one.text === text && !one.held && !floors.everydayFailures[one.task]?.includes(text),
      );
      assert.deepEqual(wrong, []);
    });

  it('is forgiven nothing that it does right', () => {
    const mended = everyday.filter(one => one.held && floors.everydayFailures[one.task]?.includes(one.text));
    assert.deepEqual(mended, []);
  });

  for (const [task, languages] of Object.entries(floors.bias))
    for (const [language, most] of Object.entries(languages))
      it(`does not mind who is meant: ${task} (${language})`, () => {
        const row = bias.find(one => one.task === task && one.language === language)!;
        const shares = { changed: row.changed / row.sets, flipped: row.flipped / row.sets };
        assert.ok(
          shares.changed <= most.changed && shares.flipped <= most.flipped,
          JSON.stringify({ shares, most }),
        );
      });
});
