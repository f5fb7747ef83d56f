/** axe over every state in VS Code's own themes, and what a person would see. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { restoredView, type View } from '../../media/view.ts';
import type { PanelState } from '../../src/protocol/panel.ts';
import { headings, openLog, resultsOf, useBase, withOwnLabel } from './support/documents.ts';
import { PanelBrowser } from './support/panelPage.ts';
import { themes } from './support/themes.ts';

/** What the host tells, and what the user has chosen to see of it. */
interface Shown {
  state: PanelState;
  view?: Partial<View>;
}

const long = resultsOf({ segments: 450, headings });
const { uri, segments } = long.document;
const part = { start: segments[4].start, end: segments[330].end };

const states: Record<string, Shown> = {
  results: { state: resultsOf({ segments: 24 }) },
  labelled: { state: withOwnLabel(resultsOf({ segments: 24 })), view: { uri, compared: 'emotion' } },
  explored: { state: long, view: { uri, compared: 'emotion', range: part, page: 1, overview: false } },
  'one-cell': {
    state: { ...resultsOf({ headings }), outdated: true },
    view: { uri, compared: 'emotion', filter: { text: '', label: 'positive', other: 'joy' } },
  },
  'no-match': { state: long, view: { uri, filter: { text: 'nowhere', label: null } } },
  empty: { state: { kind: 'empty', reason: 'not-analyzed' } },
  busy: { state: { kind: 'busy', title: 'review.md', done: 3, total: 8 } },
  error: {
    state: { kind: 'error', message: 'The file weights.bin is truncated.', steps: [useBase, openLog] },
  },
};

describe('The panel is for everyone', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());

  for (const theme of themes) {
    for (const [name, { state, view }] of Object.entries(states)) {
      it(`axe finds nothing serious: ${name}, ${theme}`, async () => {
        const saved = view && { view: { ...restoredView(undefined), ...view } };
        const panel = await browser.open({ theme, saved });
        await panel.show(state);
        if (name === 'one-cell') await panel.page.locator('.fresh').waitFor();
        const { violations } = await new AxeBuilder({ page: panel.page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
          [],
        );
        const host = await panel.host();
        assert.deepEqual(host.violations, []);
        await panel.screenshot(`${name}-${theme}`);
        await panel.close();
      });
    }
  }

  it('shows label colours and the chosen tab when the system forces its own colours', async () => {
    const panel = await browser.open({ forcedColors: true });
    await panel.show(states.results.state);
    const adjust = await panel.page
      .locator('.swatch')
      .first()
      .evaluate(element => getComputedStyle(element).forcedColorAdjust);
    assert.equal(adjust, 'none');
    await panel.screenshot('results-forced-colors');
    await panel.close();
  });

  it('moves nothing for whoever wants less motion', async () => {
    const panel = await browser.open();
    await panel.show({ kind: 'busy', title: 'review.md', done: 0, total: 0 });
    const moving = () => panel.page.evaluate(() => document.getAnimations().length);
    assert.equal(await moving(), 0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.equal(await moving(), 1, 'this test sees what would move');
    await panel.close();
  });

  it('fits a narrow column beside the editor', async () => {
    const panel = await browser.open({ width: 360 });
    await panel.show(states.results.state);
    const overflow = await panel.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await panel.screenshot('results-narrow');
    assert.equal(overflow, 0);
    await panel.close();
  });
});
