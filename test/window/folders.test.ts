/** Windows with several folders, and with none. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

const text = 'This is a wonderful day, and I love it.\n';
const summary = /(negative|neutral|positive) \d+%/;

describe('A window with several folders', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: {
        'first/one.md': text,
        'second/two.md': text,
        'second/.vscode/settings.json': JSON.stringify({ 'manylens.decorations.enabled': false }),
        'both.code-workspace': JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }),
      },
      open: 'both.code-workspace',
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('folders-failed');
  });
  after(() => workbench?.close());

  const colours = () => workbench.page.locator('.view-overlays [class*="ced-"]');

  it('scores a text in each, coloured as its folder wants', async () => {
    await workbench.openFile('first/one.md');
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(summary).waitFor();
    await colours().first().waitFor();
    await workbench.openFile('second/two.md');
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(summary).waitFor();
    await workbench.page.waitForTimeout(500);
    assert.equal(await colours().count(), 0);
  });

  it('changes a folder’s setting in the folder', async () => {
    await workbench.runCommand('Manylens: Toggle Decorations');
    await colours().first().waitFor();
    const settings = await readFile(join(workbench.folder, 'second/.vscode/settings.json'), 'utf8');
    assert.equal(JSON.parse(settings)['manylens.decorations.enabled'], true);
  });

  it('keeps a label in the folder of its text', async () => {
    await workbench.runCommand('Manylens: Label Selection As...');
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.answer('tone');
    await workbench.page.locator('.quick-input-widget input[placeholder*=" label"]').waitFor();
    await workbench.answer('casual');
    await workbench.statusItem('labelled tone as casual').waitFor();
    assert.ok(existsSync(join(workbench.folder, 'second/.manylens/labels.jsonl')));
    assert.ok(!existsSync(join(workbench.folder, 'first/.manylens')));
  });
});

describe('A window without a folder', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({ workspace: {}, open: null });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('no-folder-failed');
  });
  after(() => workbench?.close());

  it('scores a text that is nowhere yet, and offers no label, which would have no place', async () => {
    await workbench.runCommand('Create: New File...');
    await workbench.answer('Text File');
    await workbench.page.keyboard.type(text.trim());
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(summary).waitFor();
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Manylens');
    await workbench.quickRow('Manylens: Analyze Document').waitFor();
    assert.equal(await workbench.quickRow('Manylens: Label Selection As...').count(), 0);
    await workbench.screenshot('no-folder');
    await workbench.page.keyboard.press('Escape');
  });
});
