/** What a person sees when a model cannot be loaded, and after a reload of the window. */
import { launchWorkbench, type Workbench } from './support/workbench.ts';

describe('A model that cannot be loaded', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: {
        'text.md': 'This is a wonderful day, and I love it.\n',
        '.vscode/settings.json': JSON.stringify({ 'manylens.model.path': '/nowhere' }),
      },
      theme: 'dark',
    });
    await workbench.openFile('text.md');
    await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
    await workbench.runCommand('Manylens: Show Panel');
    await workbench.page.locator('.tab[data-resource-name="text.md"]').click();
    await workbench.runCommand('Manylens: Analyze Document');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('states-failed');
  });
  after(() => workbench?.close());

  it('is said in the sidebar, the panel and the status bar', async () => {
    await workbench.page.locator('.welcome-view-content').getByText('Try Again').waitFor();
    await workbench
      .webview()
      .getByText(/The model at \/nowhere cannot be used/)
      .waitFor();
    await workbench.page.locator('.statusbar-item:has(.codicon-error)', { hasText: 'Manylens' }).waitFor();
    await workbench.screenshot('error');
  });

  it('gives way to the base model on one click', async () => {
    await workbench.page.locator('.welcome-view-content').getByText('Use the Base Model').click();
    await workbench.treeRow(/^Sentiment/).waitFor();
  });

  it('leaves a panel that comes back with the window', async () => {
    await workbench.page.waitForTimeout(6000); // The browser-hosted VS Code saves its layout every 5 s.
    await workbench.page.reload();
    await workbench.webview().getByRole('button', { name: 'Analyze Document' }).click({ timeout: 60_000 });
    await workbench.webview().getByText('Subjectivity').first().waitFor();
    await workbench.screenshot('reloaded');
  });
});
