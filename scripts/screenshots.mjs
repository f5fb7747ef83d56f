// Takes the pictures of README and walkthrough from the package in a real VS Code: the sample, analyzed, by theme.
// Usage: npm run screenshots, and look at media/screenshots/*.png.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { launchWorkbench } from '../test/window/support/workbench.ts';

/** What is in no other window stays out of the picture. */
const settings = {
  'window.title': 'welcome.md',
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
};

execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const vsix = `dist/manylens-${version}.vsix`;
mkdirSync('media/screenshots', { recursive: true });
for (const theme of /** @type {const} */ (['dark', 'light', 'high-contrast'])) {
  const path = `media/screenshots/${theme}.png`;
  const workbench = await launchWorkbench({ workspace: 'media/sample', vsix, theme, settings });
  try {
    await workbench.openFile('welcome.md');
    await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
    await workbench.page.locator('.view-overlays [class*="ced-"]').first().waitFor();
    await workbench.runCommand('Manylens: Show Panel');
    await workbench.webview().getByText('Subjectivity').first().waitFor();
    await workbench.page.mouse.move(640, 600); // Away from what has a tooltip.
    await workbench.page.waitForTimeout(2000); // Colours and bars come to rest.
    await workbench.page.screenshot({ path });
  } finally {
    await workbench.close();
  }
  // A palette of 256 colours: a third of the bytes, and nobody sees it.
  const args = ['--yes', 'sharp-cli@6.1.0', '--input', path, '--output', path, '--palette'];
  execFileSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  console.log(path);
}
