/** Restricted Mode: a folder that nobody trusts yet. */
import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

describe('Restricted Mode', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      trust: false,
      workspace: {
        'text.md': 'This is a wonderful day, and I love it.\n',
        '.vscode/settings.json': JSON.stringify({ 'manylens.model.path': '/nowhere' }),
        '.manylens/labels.jsonl': '{"text":"a","task":"tone","label":"formal"}\n',
      },
    });
    await workbench.openFile('text.md');
  });
  after(() => workbench?.close());

  it("scores with the base model, whatever the workspace's settings say", async () => {
    await workbench.statusItem('Restricted Mode').waitFor();
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor();
    await workbench.screenshot('restricted');
  });

  it('does not offer to fine-tune', async () => {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Manylens');
    await workbench.quickRow('Manylens: Analyze Document').waitFor();
    assert.equal(await workbench.quickRow('Manylens: Fine-Tune on Workspace Labels').count(), 0);
    await workbench.page.keyboard.press('Escape');
  });
});
