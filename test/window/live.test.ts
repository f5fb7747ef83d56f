/** What a person sees while typing: colours that come by themselves, and stay where they are. */
import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

const good = 'The sound is wonderful and I love it.';

describe('Live analysis', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: {
        'text.md': `${good}\n\nI hate the microphone, it is terrible.\n`,
        'long.md': `${good}\n\n`.repeat(20),
      },
      settings: { 'manylens.run': undefined, 'manylens.runLimit': 500 },
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('live-failed');
  });
  after(() => workbench?.close());

  const colours = () => workbench.page.locator('.view-overlays [class*="ced-"]');

  it('colours prose that is opened, without a command', async () => {
    await workbench.openFile('text.md');
    await colours().nth(1).waitFor();
    await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
  });

  it('leaves the colours where they are while somebody types, and no item of the status bar comes or goes', async () => {
    const { page } = workbench;
    await page.locator('.view-line', { hasText: 'I hate' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.evaluate(`
      window.seen = [];
      const look = () => {
        const colours = document.querySelectorAll('.view-overlays [class*="ced-"]').length;
        const items = [...document.querySelectorAll('.statusbar-item')].filter(item => /\\d%/.test(item.textContent));
        window.seen.push([colours, items.length]);
        window.looking = requestAnimationFrame(look);
      };
      look();
    `);
    for (const word of [' and', ' bad', ' as', ' can', ' be']) {
      await page.keyboard.type(word, { delay: 30 });
      await page.waitForTimeout(500);
    }
    const seen = (await page.evaluate('cancelAnimationFrame(window.looking), window.seen')) as [
      number,
      number,
    ][];
    assert.ok(seen.length > 20, `${seen.length} frames`);
    assert.ok(
      seen.every(([coloured, items]) => coloured >= 2 && items === 1),
      JSON.stringify(seen),
    );
    await workbench.screenshot('live');
  });

  it('waits with a long text for a click in the status bar', async () => {
    await workbench.openFile('long.md');
    await workbench.statusItem('long text').waitFor();
    await workbench.screenshot('live-long');
    await workbench.statusItem('long text').click();
    await colours().nth(5).waitFor();
    await workbench.statusItem(/positive \d+%/).waitFor();
  });

  it('is switched off by a command', async () => {
    await workbench.runCommand('Manylens: Toggle Live Analysis');
    await workbench.statusItem('live analysis is off').waitFor();
    await workbench.page.locator('.view-line', { hasText: good }).first().click();
    await workbench.page.keyboard.type('So ');
    await workbench.page.locator('.statusbar-item:has(.codicon-history)').waitFor();
    await workbench.screenshot('live-off');
  });
});
