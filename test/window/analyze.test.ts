/** The main way, as a person goes it: open a text, run the command, look, click. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './support/codeServer.ts';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

for (const theme of ['dark', 'light'] as const) {
  describe(`Analyze Document, in the ${theme} theme`, () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await launchWorkbench({ workspace: join(root, 'media/sample'), theme });
      await workbench.openFile('welcome.md');
    });
    after(() => workbench?.close());

    it('says in the sidebar what there is to do', async () => {
      await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
      await workbench.page.locator('.welcome-view-content').getByText('Analyze Document').waitFor();
      await workbench.screenshot(`welcome-${theme}`);
    });

    it('tells of the model before it is loaded', async () => {
      const header = workbench.page.locator('.pane-header', { hasText: 'Model' });
      await header.click();
      await workbench.treeRow(/^base/).first().click();
      await workbench.page.keyboard.press('End'); // The view shows as many rows as it has room for.
      await workbench.treeRow('Clickbait').waitFor();
      await workbench.screenshot(`model-${theme}`);
      await header.click();
      await workbench.treeRow('Clickbait').waitFor({ state: 'detached' });
    });

    it('colours the text and sums it up in the status bar', async () => {
      await workbench.runCommand('Manylens: Analyze Document');
      await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
      const colours = workbench.page.locator('.view-overlays [class*="ced-"]');
      await colours.first().waitFor();
      assert.ok((await colours.count()) > 2);
      await workbench.screenshot(`editor-${theme}`);
    });

    it('lists segments by task and label; a click on one selects its text', async () => {
      await workbench.treeRow(/^Sentiment/).waitFor();
      await workbench.page.locator('.pane-body [role="treeitem"][aria-level="2"]').first().click();
      const segment = workbench.page.locator('.pane-body [role="treeitem"][aria-level="3"]').first();
      await segment.click();
      await workbench.statusItem(/\(\d+ selected\)/).waitFor();
      await workbench.screenshot(`tree-${theme}`);
    });

    it('tells every task on hover', async () => {
      await workbench.page
        .locator('.view-line', { hasText: 'The sound is wonderful' })
        .hover({ position: { x: 60, y: 8 } });
      const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Sentiment' });
      await hover.waitFor();
      for (const task of ['Emotion', 'Toxicity', 'Subjectivity', 'Technical debt'])
        assert.match((await hover.textContent()) ?? '', new RegExp(task));
      await hover.getByText('Label as…').waitFor();
      await workbench.page.waitForTimeout(500); // It fades in.
      await workbench.screenshot(`hover-${theme}`);
      await workbench.page.keyboard.press('Escape');
    });

    it('shows the document in the panel; a click there selects the text', async () => {
      await workbench.runCommand('Manylens: Show Panel');
      const panel = workbench.webview();
      await panel.getByText('welcome.md').first().waitFor();
      await panel.getByText('Subjectivity').first().waitFor();
      await panel.getByRole('heading', { name: 'By section' }).waitFor();
      await workbench.screenshot(`panel-${theme}`);
      const selected = workbench.page.locator('.monaco-editor .selected-text').first();
      await workbench.focusEditor();
      await workbench.page.keyboard.press('ArrowRight');
      await selected.waitFor({ state: 'detached' });
      await panel.getByText('Would I buy them again?').first().click();
      await selected.waitFor();
      await workbench.focusEditor();
      await workbench.statusItem(/Ln 18.*selected/).waitFor();
    });

    it('saves a picture of what the panel shows', async () => {
      await workbench.webview().getByRole('button', { name: 'Save Picture…' }).click();
      const file = join(workbench.folder, 'scores.png');
      await workbench.quickRow('..').waitFor(); // The dialog lists the folder.
      await workbench.answer(file);
      await workbench.statusItem('wrote scores.png').waitFor();
      assert.equal((await readFile(file)).subarray(1, 4).toString(), 'PNG');
    });

    it('says outdated after an edit, and analyzes again on a click', async () => {
      await workbench.focusEditor();
      await workbench.page.keyboard.type('Why not?');
      const outdated = workbench.page.locator('.statusbar-item:has(.codicon-history)');
      await outdated.click();
      await outdated.waitFor({ state: 'detached' });
      await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
    });

    it('exports what it shows', async () => {
      await workbench.runCommand('Manylens: Export Results...');
      await workbench.answer('JSON Lines');
      const file = join(workbench.folder, 'scores.jsonl');
      await workbench.quickRow('..').waitFor(); // The dialog lists the folder.
      await workbench.answer(file);
      await workbench.statusItem('wrote scores.jsonl').waitFor();
      const [first] = (await readFile(file, 'utf8')).split('\n');
      assert.equal(JSON.parse(first).file, 'welcome.md');
    });

    it('forgets everything on Clear Results', async () => {
      await workbench.runCommand('Manylens: Clear Results');
      await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor({ state: 'detached' });
      await workbench.page.locator('.view-overlays [class*="ced-"]').first().waitFor({ state: 'detached' });
    });
  });
}
