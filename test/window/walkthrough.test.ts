/** The first five minutes: the walkthrough's page, and its first steps as a newcomer takes them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from './support/codeServer.ts';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

for (const theme of ['dark', 'light'] as const) {
  describe(`The walkthrough, in the ${theme} theme`, () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await launchWorkbench({ workspace: join(root, 'media/sample'), theme });
      await workbench.runCommand('View: Close Primary Side Bar'); // In a narrow editor there are no pictures.
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.answer('Manylens');
      await workbench.page
        .locator('.gettingStartedContainer', { hasText: 'Analyze a text' })
        .first()
        .waitFor();
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await workbench.screenshot('walkthrough-failed');
    });
    after(() => workbench?.close());

    it('shows a picture for each step', async () => {
      const { page } = workbench;
      const titles = ['Look closer', 'Choose what you see', 'Teach it your own labels', 'Analyze a text'];
      for (const [i, title] of titles.entries()) {
        await page.locator('.getting-started-step', { hasText: title }).click();
        const image = page.locator('.getting-started-media img').first();
        await image.waitFor();
        // Resolves once the picture can be drawn, rejects where it cannot be read.
        await image.evaluate((element: HTMLImageElement) => element.decode());
        assert.match((await image.getAttribute('alt')) ?? '', /\.$/);
        await page.waitForTimeout(500); // It fades in.
        await workbench.screenshot(`walkthrough-${theme}-${i}`);
      }
    });

    it('opens a sample beside it, analyzes that, and ticks the step off', async () => {
      const { page } = workbench;
      await page.getByRole('button', { name: 'Open a Sample' }).click();
      await page.locator('.view-line', { hasText: 'Aurora headphones' }).first().waitFor();
      await page.getByRole('button', { name: 'Analyze Document' }).first().click();
      await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
      await page
        .locator('.getting-started-step', { hasText: 'Analyze a text' })
        .locator('.complete')
        .waitFor();
      await workbench.screenshot(`walkthrough-${theme}-analyzed`);
    });
  });
}
