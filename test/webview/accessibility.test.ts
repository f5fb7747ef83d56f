/** axe over every state in VS Code's own themes, and what a person would see. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { PanelState } from '../../src/protocol/panel.ts';
import { openLog, resultsOf } from './support/documents.ts';
import { PanelBrowser } from './support/panelPage.ts';
import { themes } from './support/themes.ts';

const states: Record<string, PanelState> = {
  results: resultsOf({ segments: 24 }),
  empty: { kind: 'empty', reason: 'not-analyzed' },
  busy: { kind: 'busy', title: 'review.md', done: 3, total: 8 },
  error: { kind: 'error', message: 'The file weights.bin is truncated.', steps: [openLog] },
};

describe('The panel is for everyone', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());

  for (const theme of themes) {
    for (const [name, state] of Object.entries(states)) {
      it(`axe finds nothing serious: ${name}, ${theme}`, async () => {
        const panel = await browser.open({ theme });
        await panel.show(state);
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
    await panel.show(states.results);
    const adjust = await panel.page
      .locator('.swatch')
      .first()
      .evaluate(element => getComputedStyle(element).forcedColorAdjust);
    assert.equal(adjust, 'none');
    await panel.screenshot('results-forced-colors');
    await panel.close();
  });

  it('fits a narrow column beside the editor', async () => {
    const panel = await browser.open({ width: 360 });
    await panel.show(states.results);
    const overflow = await panel.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await panel.screenshot('results-narrow');
    assert.equal(overflow, 0);
    await panel.close();
  });
});
