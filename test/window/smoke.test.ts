/** The window itself: were this to fail, every other window test would. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from './support/codeServer.ts';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

describe('The workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({ workspace: join(root, 'media/sample'), theme: 'light' });
  });
  after(() => workbench?.close());

  it('opens a Markdown file', async () => {
    await workbench.openFile('welcome.md');
    await workbench.page.locator('.view-line', { hasText: 'Aurora headphones' }).first().waitFor();
    await workbench.statusItem('Markdown').waitFor();
    await workbench.screenshot('smoke');
  });

  it('runs a command from the palette', async () => {
    await workbench.runCommand('View: Toggle Panel Visibility');
    await workbench.page.locator('.part.panel').waitFor();
  });

  it('takes the theme that a test asks for', async () => {
    assert.match(
      (await workbench.page.locator('.monaco-workbench').first().getAttribute('class')) ?? '',
      /2026-light/,
    );
  });
});
