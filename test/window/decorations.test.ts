/** Colours in a long text: in view at once, wherever one looks, and in place after typing. */
import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

const lines = ['The sound is wonderful and I love it.', 'The microphone is terrible, I hate it.'];
const long = Array.from({ length: 1500 }, (_, i) => lines[i % 2]).join('\n\n');

describe('Colours in a text of 3000 lines', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: { 'long.md': long },
      theme: 'dark',
      settings: { 'editor.minimap.enabled': false },
    });
    await workbench.openFile('long.md');
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('decorations-failed');
  });
  after(() => workbench?.close());

  /** How many coloured pieces are on the screen, once there are some. */
  async function pieces(): Promise<number> {
    const found = workbench.page.locator('.view-overlays [class*="ced-"]');
    await found.first().waitFor();
    await workbench.page.waitForTimeout(500); // Typing and scrolling come to rest.
    return found.count();
  }

  it('are there at the beginning, at the end and in the middle', async () => {
    const beginning = await pieces();
    assert.ok(beginning >= 10, `${beginning} pieces`);
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.locator('.line-numbers', { hasText: '2999' }).waitFor();
    assert.ok((await pieces()) >= beginning / 2);
    await workbench.page.keyboard.press('Control+G');
    await workbench.answer(':1500');
    await workbench.page.locator('.line-numbers', { hasText: '1500' }).waitFor();
    assert.ok((await pieces()) >= beginning / 2);
    await workbench.screenshot('decorations-middle');
  });

  it('stay with their sentences while lines are typed above', async () => {
    await workbench.page.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await workbench.page.keyboard.press('Enter');
    await pieces();
    const misplaced = await workbench.page.evaluate(() => {
      const line = (element: Element) => Math.round(element.getBoundingClientRect().top);
      const texts = new Set(
        [...document.querySelectorAll('.view-line')]
          .filter(({ textContent }) => /\S/.test(textContent ?? ''))
          .map(line),
      );
      return [...document.querySelectorAll('.view-overlays [class*="ced-"]')].filter(
        piece => !texts.has(line(piece)),
      ).length;
    });
    assert.equal(misplaced, 0);
    await workbench.screenshot('decorations-typed');
  });

  it('go, and come back, on one command', async () => {
    await workbench.runCommand('Manylens: Toggle Decorations');
    await workbench.page.locator('.view-overlays [class*="ced-"]').first().waitFor({ state: 'detached' });
    await workbench.runCommand('Manylens: Toggle Decorations');
    await pieces();
  });
});
