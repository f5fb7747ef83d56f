// Takes the pictures of README and walkthrough from the package in a real VS Code: the sample, analyzed, by theme.
// Usage: npm run screenshots [-- readme] [-- walkthrough], and look at media/screenshots/*.png, media/walkthrough/*.png.
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

/** @typedef {import('../test/window/support/workbench.ts').Workbench} Workbench */
/** @typedef {'dark' | 'light' | 'high-contrast'} Theme */

/** @type {Record<string, { themes: Theme[], take: (workbench: Workbench, theme: Theme) => Promise<string[]> }>} */
const pictures = {
  readme: { themes: ['dark', 'light', 'high-contrast'], take: readme },
  walkthrough: { themes: ['dark', 'light'], take: walkthrough },
};

execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const vsix = `dist/manylens-${version}.vsix`;
const asked = process.argv.slice(2);
for (const [name, { themes, take }] of Object.entries(pictures)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const theme of themes) {
    const workbench = await launchWorkbench({ workspace: 'media/sample', vsix, theme, settings });
    try {
      await analyze(workbench);
      for (const path of await take(workbench, theme)) compress(path);
    } finally {
      await workbench.close();
    }
  }
}

async function analyze(/** @type {Workbench} */ workbench) {
  await workbench.openFile('welcome.md');
  await workbench.runCommand('Manylens: Analyze Document');
  await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
  await workbench.page.locator('.view-overlays [class*="ced-"]').first().waitFor();
}

/** The whole window: editor, results, panel. @param {Workbench} workbench @param {Theme} theme */
async function readme(workbench, theme) {
  const path = picture('screenshots', theme);
  await workbench.page.setViewportSize({ width: 1280, height: 960 });
  await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
  await workbench.runCommand('Manylens: Show Panel');
  await workbench.webview().getByText('Subjectivity').first().waitFor();
  await workbench.page.mouse.move(640, 600); // Away from what has a tooltip.
  await workbench.page.waitForTimeout(2000); // Colours and bars come to rest.
  await workbench.page.screenshot({ path });
  return [path];
}

/** A part of a small window for each step. @param {Workbench} workbench @param {Theme} theme */
async function walkthrough(workbench, theme) {
  const { page } = workbench;
  await page.setViewportSize({ width: 860, height: 560 });
  await workbench.runCommand('View: Close Primary Side Bar');
  const paths = [];
  const take = async (/** @type {string} */ step) => {
    const path = picture('walkthrough', `${step}-${theme}`);
    await page.waitForTimeout(1000); // What fades in has done so.
    await page.screenshot({ path });
    paths.push(path);
  };
  await take('analyze');
  await page
    .locator('.view-line', { hasText: 'The sound is wonderful' })
    .hover({ position: { x: 60, y: 8 } });
  await page.locator('.monaco-hover:visible', { hasText: 'Sentiment' }).waitFor();
  await take('look');
  await page.keyboard.press('Escape');
  await workbench.runCommand('Manylens: Choose the Task to Show...');
  await workbench.quickRow('Emotion').waitFor();
  await take('choose');
  await page.keyboard.press('Escape');
  await page
    .locator('.view-line', { hasText: 'The microphone is a different' })
    .click({ position: { x: 90, y: 8 } });
  await workbench.runCommand('Manylens: Label Selection As...');
  await workbench.quickRow('Emotion').waitFor();
  await workbench.quickInput.fill('urgency');
  await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'urgency' }).waitFor();
  await take('teach');
  await page.keyboard.press('Escape');
  return paths;
}

function picture(/** @type {string} */ folder, /** @type {string} */ name) {
  mkdirSync(`media/${folder}`, { recursive: true });
  return `media/${folder}/${name}.png`;
}

/** A palette of 256 colours: a third of the bytes, and nobody sees it. */
function compress(/** @type {string} */ path) {
  const args = ['--yes', 'sharp-cli@6.1.0', '--input', path, '--output', path, '--palette'];
  execFileSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  console.log(path);
}
