/** A label of the user's: shown at once in the place of the guess, in words, until it is taken back. */
import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

describe('A label of the user’s', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: { 'sound.md': 'I love this wonderful sound.\n\nThe microphone is terrible, I hate it.\n' },
      theme: 'dark',
    });
    await workbench.openFile('sound.md');
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(/(negative|neutral|positive|unsure)/).waitFor();
    await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
    await workbench.treeRow(/^Sentiment/).waitFor();
    await workbench.runCommand('Manylens: Show Panel');
    await workbench.webview().getByRole('tab', { name: 'Sentiment' }).waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('own-label-failed');
  });
  after(() => workbench?.close());

  async function label(answer: string): Promise<void> {
    await workbench.openFile('sound.md');
    await workbench.page.keyboard.press('Control+G');
    await workbench.answer(':1:5');
    await workbench.runCommand('Manylens: Label Selection As...');
    await workbench.page.locator('.quick-input-title', { hasText: 'Label “' }).waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.answer('Sentiment');
    await workbench.page.locator('.quick-input-widget input[placeholder*=" label"]').waitFor();
    await workbench.answer(answer);
  }
  const cell = () => workbench.webview().locator('.segments tbody tr').first().locator('td.label');

  it('is shown by status bar, tree and panel as soon as it is given', async () => {
    await label('negative');
    await workbench.statusItem(/negative \d+% · 1 by you/).waitFor();
    await workbench.treeRow(/^Sentiment.*· 1 by you/).waitFor();
    await cell()
      .getByText(/your label/)
      .waitFor();
    assert.match((await cell().textContent()) ?? '', /negative your label, the model: positive \d+%/);
    await workbench.screenshot('own-label');
  });

  it('gives way to the guess as soon as it is taken back', async () => {
    await label('Take the label back');
    await workbench.statusItem(/\d+% · 1 by you/).waitFor({ state: 'detached' });
    await cell()
      .getByText(/your label/)
      .waitFor({ state: 'detached' });
    assert.equal((await cell().textContent())?.trim(), 'positive');
  });
});
