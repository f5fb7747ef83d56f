/** The report of a fine-tuning, as its user meets it. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { ReportState } from '../../src/protocol/reportPanel.ts';
import { PanelBrowser, type PanelPage } from './support/panelPage.ts';
import { manyReport, openReport, refusedReport, tinyReport } from './support/reports.ts';
import { themes } from './support/themes.ts';

const states: Record<string, ReportState> = {
  open: openReport,
  many: manyReport,
  tiny: tinyReport,
  refused: refusedReport,
};

describe('The report of a fine-tuning', () => {
  let browser: PanelBrowser;
  let opened: PanelPage | undefined;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());
  afterEach(() => opened?.close());

  const show = async (state: ReportState, options: Parameters<PanelBrowser['open']>[0] = {}) => {
    opened = await browser.open({ name: 'report', ...options });
    await opened.showReport(state);
    return opened;
  };

  for (const theme of themes) {
    for (const [name, state] of Object.entries(states)) {
      it(`axe finds nothing serious: ${name}, ${theme}`, async () => {
        const shown = await show(state, { theme });
        const { violations } = await new AxeBuilder({ page: shown.page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
          [],
        );
        const { violations: blocked, errors } = await shown.host();
        assert.deepEqual([...blocked, ...errors], []);
        await shown.screenshot(`report-${name}-${theme}`);
      });
    }
  }

  it('asks whether to use the model, until that is decided', async () => {
    const { page, posted, showReport } = bound(await show(openReport));
    await page.getByRole('button', { name: 'Use It' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.deepEqual(await posted(), [{ type: 'use' }, { type: 'discard' }]);
    await showReport({ ...openReport, decision: 'used' });
    await page.getByText('You use this model.').waitFor();
    assert.equal(await page.getByRole('button', { name: /Use It|Discard/ }).count(), 0);
  });

  it('offers no model that was refused', async () => {
    const { page } = await show(refusedReport);
    assert.equal(await page.getByRole('button', { name: /Use It|Discard/ }).count(), 0);
  });

  it('gives its figures with intervals, and says what is not measured', async () => {
    const { page } = await show(openReport);
    const row = page.getByRole('row', { name: 'issue-kind' });
    assert.match((await row.textContent())!, /81%.*91%85% to 95%.*79%.*90%84% to 95%/);
    await page.getByText('The label performance has a single example').waitFor();
    await page.getByRole('row', { name: 'performance 0 not measured' }).waitFor();
  });

  it('lists the examples of a cell of the confusion matrix, each of which opens', async () => {
    const { page, posted } = bound(await show(openReport));
    await page.getByText('Labelled feature, predicted bug').waitFor();
    const matrix = page.getByRole('table', { name: /Lines: your label/ });
    const cells = matrix.getByRole('row', { name: /^bug/ }).getByRole('button');
    await cells.nth(1).click();
    await page.getByText('1 of 3, the surest first.').waitFor();
    await matrix
      .getByRole('row', { name: /^feature/ })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('button', { name: 'It would be good if' }).click();
    assert.deepEqual(await posted(), [{ type: 'mistake', task: 'issue-kind', index: 0 }]);
  });

  it('is walked by arrow keys, and a cell without a mistake lists nothing', async () => {
    const { page } = await show(openReport);
    const matrix = page.getByRole('table', { name: /Lines: your label/ });
    const buttons = matrix.getByRole('button');
    assert.equal(await matrix.locator('button[tabindex="0"]').count(), 1);
    await buttons.first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('Labelled feature, predicted bug').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Labelled bug, predicted feature').waitFor();
  });

  it('of many labels lists the most frequent mistakes', async () => {
    const { page } = await show(manyReport);
    await page.getByRole('heading', { name: 'intent', exact: true }).click();
    const pair = page.getByRole('button', { name: '50 labelled intent 1, predicted intent 2' });
    await pair.click();
    assert.equal(await pair.getAttribute('aria-pressed'), 'true');
    await page.getByText('how far is the airport').waitFor();
  });

  it('says in words what the learning curve shows', async () => {
    const { page } = await show(openReport);
    await page
      .getByText('Likely: with 91 labels instead of 46, 8 more texts in a hundred are right.')
      .waitFor();
    const drawing = page.getByRole('img', { name: /^23 labels: accuracy 75% \(67% to 82%\); 46 labels/ });
    assert.equal(await drawing.count(), 1);
  });

  it('opens a sentence that changed', async () => {
    const { page, posted } = bound(await show(openReport));
    await page.getByRole('button', { name: 'The list should remember' }).click();
    assert.deepEqual(await posted(), [
      { type: 'reveal', uri: 'file:///project/notes.md', start: 300, end: 351 },
    ]);
  });

  it('gives the report away as JSON', async () => {
    const { page, posted } = bound(await show(openReport));
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await page.getByRole('button', { name: 'Save as JSON...' }).click();
    assert.deepEqual(await posted(), [{ type: 'copy' }, { type: 'save' }]);
  });

  it('fits a narrow column beside the editor', async () => {
    const shown = await show(openReport, { width: 360 });
    const overflow = await shown.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await shown.screenshot('report-narrow');
    assert.equal(overflow, 0);
  });
});

function bound(shown: PanelPage) {
  return {
    page: shown.page,
    posted: () => shown.posted(),
    showReport: (state: ReportState) => shown.showReport(state),
  };
}
