/** What the panel says when it has no scores to show, and how it starts. */
import assert from 'node:assert/strict';
import { openLog, resultsOf, useBase } from './support/documents.ts';
import { PanelBrowser, type PanelPage } from './support/panelPage.ts';

describe('The panel without scores', () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    panel = await browser.open();
  });
  afterEach(async () => {
    const { violations, errors } = await panel.host();
    await panel.close();
    assert.deepEqual({ violations, errors }, { violations: [], errors: [] });
  });

  it('asks for the state as soon as it has loaded', async () => {
    assert.deepEqual((await panel.host()).messages, [{ type: 'ready' }]);
  });

  for (const [reason, heading] of [
    ['no-editor', 'No text is open'],
    ['not-analyzed', 'Not analyzed yet'],
    ['no-text', 'Nothing to score'],
  ] as const) {
    it(`says why it is empty and offers to analyze (${reason})`, async () => {
      await panel.show({ kind: 'empty', reason });
      await panel.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await panel.page.getByRole('button', { name: 'Analyze Document' }).click();
      assert.deepEqual(await panel.posted(), [{ type: 'command', command: 'manylens.analyzeDocument' }]);
    });
  }

  it('shows how far the scoring is and announces its beginning politely', async () => {
    await panel.show({ kind: 'busy', title: 'notes.md', done: 30, total: 120 });
    const bar = panel.page.getByRole('progressbar', { name: 'Analyzing notes.md' });
    assert.equal(await bar.getAttribute('aria-valuenow'), '25');
    assert.equal(await panel.page.getByRole('status').textContent(), 'Analyzing notes.md');
    await panel.show({ kind: 'busy', title: 'notes.md', done: 120, total: 120 });
    assert.equal(await bar.getAttribute('aria-valuenow'), '100');
  });

  it('claims no progress before the total is known', async () => {
    await panel.show({ kind: 'busy', title: 'notes.md', done: 0, total: 0 });
    const bar = panel.page.getByRole('progressbar');
    assert.equal(await bar.getAttribute('aria-valuenow'), null);
  });

  it('says what failed, tries again and offers the next step', async () => {
    await panel.show({ kind: 'error', message: 'The file weights.bin is truncated.', steps: [openLog] });
    await panel.page.getByRole('alert').getByText('The file weights.bin is truncated.').waitFor();
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    await panel.page.getByRole('button', { name: 'Open Log' }).click();
    assert.deepEqual(await panel.posted(), [
      { type: 'command', command: 'manylens.analyzeDocument' },
      { type: 'command', command: 'manylens.openLog' },
    ]);
  });

  it('offers the base model where another one is the cause', async () => {
    await panel.show({ kind: 'error', message: 'The model cannot be used.', steps: [useBase, openLog] });
    await panel.page.getByRole('button', { name: 'Use the Base Model' }).click();
    assert.deepEqual(await panel.posted(), [{ type: 'command', command: 'manylens.useBaseModel' }]);
  });

  it('goes from one state to the next', async () => {
    await panel.show({ kind: 'busy', title: 'review.md', done: 0, total: 1 });
    await panel.show(resultsOf());
    await panel.page.getByRole('heading', { name: 'review.md', level: 1 }).waitFor();
    assert.equal(await panel.page.getByRole('progressbar').count(), 0);
    await panel.show({ kind: 'empty', reason: 'no-editor' });
    assert.equal(await panel.page.getByRole('table').count(), 0);
  });

  it('takes its words from the bundle that the host hands in', async () => {
    const german = await browser.open({ l10n: { 'Analyzing {0}': '{0} wird analysiert' } });
    await german.show({ kind: 'busy', title: 'notes.md', done: 1, total: 2 });
    await german.page.getByRole('heading', { name: 'notes.md wird analysiert' }).waitFor();
    await german.close();
  });
});
