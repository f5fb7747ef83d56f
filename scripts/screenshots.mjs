// Takes the pictures of README and walkthrough from the package in a real VS Code: the sample, analyzed, by theme; and
// the report of a fine-tuning on the labels of reportSample.json.
// Usage: npm run screenshots [-- readme] [-- walkthrough] [-- report], and look at media/screenshots/*.png,
// media/walkthrough/*.png.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { launchWorkbench } from '../test/window/support/workbench.ts';

/** What is in no other window stays out of the picture. */
const settings = {
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
};

/** @typedef {import('../test/window/support/workbench.ts').Workbench} Workbench */
/** @typedef {'dark' | 'light' | 'high-contrast'} Theme */

const sample = 'media/sample';
const issues = JSON.parse(readFileSync('scripts/reportSample.json', 'utf8'));
const labels = Object.entries(issues.labels).flatMap(([label, texts]) =>
  texts.map((/** @type {string} */ text) => `${JSON.stringify({ text, task: issues.task, label })}\n`),
);
const labelled = {
  'issues.md': `${issues.document.join('\n\n')}\n`,
  '.manylens/labels.jsonl': labels.join(''),
};

/**
 * @typedef {object} Picture
 * @property {string | Record<string, string>} workspace
 * @property {string} file that is analyzed
 * @property {Theme[]} themes
 * @property {(workbench: Workbench, theme: Theme) => Promise<string[]>} take
 * @type {Record<string, Picture>}
 */
const pictures = {
  readme: { workspace: sample, file: 'welcome.md', themes: ['dark', 'light', 'high-contrast'], take: readme },
  walkthrough: { workspace: sample, file: 'welcome.md', themes: ['dark', 'light'], take: walkthrough },
  report: { workspace: labelled, file: 'issues.md', themes: ['dark'], take: report },
};

execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const vsix = `dist/manylens-${version}.vsix`;
const asked = process.argv.slice(2);
for (const [name, { workspace, file, themes, take }] of Object.entries(pictures)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const theme of themes) {
    const workbench = await launchWorkbench({
      workspace,
      vsix,
      theme,
      settings: { ...settings, 'window.title': file },
    });
    try {
      await analyze(workbench, file);
      for (const path of await take(workbench, theme)) compress(path);
    } finally {
      await workbench.close();
    }
  }
}

/** @param {Workbench} workbench @param {string} file */
async function analyze(workbench, file) {
  await workbench.openFile(file);
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

/** The report beside the text. @param {Workbench} workbench @param {Theme} theme */
async function report(workbench, theme) {
  const path = picture('screenshots', `report-${theme}`);
  await workbench.page.setViewportSize({ width: 1280, height: 1100 });
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('Manylens: Fine-Tune on Workspace Labels');
  await workbench.notified(`Fine-tuned on ${issues.task}`, 120_000);
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('Manylens: Show Fine-Tuning Report');
  await workbench
    .webview()
    .getByText(/\d+ of \d+ segments/)
    .first()
    .waitFor();
  await workbench.page.mouse.move(300, 900);
  await workbench.page.waitForTimeout(2000);
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
