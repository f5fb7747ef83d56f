/** The versions of the model, as a person finds and changes them. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support/codeServer.ts';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

describe('The model view', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: { 'text.md': 'This is a wonderful day, and I love it.\n' },
      theme: 'dark',
    });
    version('finetuned-20260101T090000', '2026-01-01T09:00:00Z', { sentiment: 24 });
    version('finetuned-20260108T090000', '2026-01-08T09:00:00Z', { sentiment: 40, irony: 12 });
    await workbench.openFile('text.md');
    await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
    await workbench.page.locator('.pane-header', { hasText: 'Model' }).click();
    // A row out of sight is not in the page.
    await workbench.page.locator('.pane-header', { hasText: 'Results' }).click();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('versions-failed');
  });
  after(() => workbench?.close());

  /** The base model under another name, as if it were tuned. */
  function version(name: string, at: string, tasks: Record<string, number>): void {
    const folder = join(workbench.folder, '.manylens/models', name);
    cpSync(join(root, 'models/base'), folder, { recursive: true });
    const file = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    const { version: of, files, provenance } = manifest;
    const base = { name: manifest.name, version: of, weights: files['weights.bin'] };
    const labels = { sha256: 'a'.repeat(64), tasks };
    writeFileSync(
      file,
      JSON.stringify({ ...manifest, name, provenance: { ...provenance, base, labels, at } }),
    );
  }

  it('lists them, and one is used by its button', async () => {
    await workbench.treeRow(/^finetuned-20260108.*labels: 52/).waitFor();
    const row = workbench.treeRow(/^finetuned-20260101.*labels: 24/);
    await row.hover();
    await row.locator('[aria-label="Use This Version"]').click();
    await workbench.treeRow(/^finetuned-20260101T090000in use/).waitFor();
    await workbench.treeRow(/^Versions/).scrollIntoViewIfNeeded();
    await workbench.screenshot('versions');
  });

  it('goes back to the version before by the palette, at last to the base', async () => {
    await workbench.runCommand('Manylens: Roll Back to the Version Before');
    await workbench.treeRow(/^basein use/).waitFor();
  });
});
