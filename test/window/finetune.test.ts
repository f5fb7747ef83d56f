/** The closed loop: label sentences for a task of one's own, fine-tune, see its scores, go back. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

const sentences = [
  'We hereby request your kind assistance in this matter.',
  'hey folks, gonna grab some pizza now, lol.',
  'Please find the requested documents attached for your review.',
  'I would be grateful for a reply at your earliest convenience.',
];

describe('Fine-tuning', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await launchWorkbench({
      workspace: { 'tone.md': `${sentences.join('\n\n')}\n` },
      theme: 'dark',
    });
    await workbench.openFile('tone.md');
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.statusItem(/(negative|neutral|positive|unsure)/).waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('finetune-failed');
  });
  after(() => workbench?.close());

  async function label(line: number, task: string, name: string): Promise<void> {
    await workbench.page.keyboard.press('Control+G');
    await workbench.answer(`:${line}:5`);
    await workbench.runCommand('Manylens: Label Selection As...');
    await workbench.page.locator('.quick-input-title', { hasText: 'Label “' }).waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.answer(task);
    await workbench.page.locator('.quick-input-widget input[placeholder*=" label"]').waitFor();
    if (line === 1) await workbench.screenshot('label');
    await workbench.answer(name);
    await workbench.statusItem(`labelled ${task} as ${name}`).waitFor();
  }

  it('writes a line a label into the workspace', async () => {
    await label(1, 'tone', 'formal');
    await label(3, 'tone', 'casual');
    await label(5, 'tone', 'formal');
    const lines = (await readFile(join(workbench.folder, '.manylens/labels.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n');
    const records = lines.map(line => JSON.parse(line));
    assert.deepEqual(
      records.map(({ text, task, label }) => ({ text, task, label })),
      [
        { text: sentences[0], task: 'tone', label: 'formal' },
        { text: sentences[1], task: 'tone', label: 'casual' },
        { text: sentences[2], task: 'tone', label: 'formal' },
      ],
    );
    const start = sentences[0].length + 2;
    assert.deepEqual(records[1].source, { file: 'tone.md', start, end: start + sentences[1].length });
  });

  it('trains on the labels, and asks before the result is used', async () => {
    await workbench.runCommand('Manylens: Fine-Tune on Workspace Labels');
    const report = workbench.notification('Fine-tuned on tone (3 labels');
    const deadline = Date.now() + 100_000;
    // Under a test driver VS Code shows no toasts: the bell in the status bar has the notifications.
    while (!(await report.isVisible()) && Date.now() < deadline) {
      await workbench.page
        .locator('.codicon-bell-dot')
        .click({ timeout: 500 })
        .catch(() => undefined);
      await workbench.page.waitForTimeout(500);
    }
    await workbench.screenshot('finetune-report');
    await workbench.pressButton('Fine-tuned on tone', 'Use It');
  });

  it('shows the new task in tree and panel, like every other', async () => {
    await workbench.page.locator('.activitybar a[aria-label="Manylens"]').click();
    await workbench.treeRow(/^tone/i).waitFor();
    await workbench.runCommand('Manylens: Show Panel');
    await workbench
      .webview()
      .getByText(/^tone$/i)
      .first()
      .waitFor();
  });

  it('shows it in the editor, once chosen', async () => {
    await workbench.runCommand('Manylens: Choose the Task to Show...');
    await workbench.answer('tone');
    await workbench.statusItem(/formal|casual|unsure/).waitFor();
    await workbench.screenshot('finetuned');
  });

  it('goes back to the base model on one command', async () => {
    await workbench.runCommand('Manylens: Use the Base Model');
    await workbench.treeRow(/^tone/i).waitFor({ state: 'detached' });
    await workbench.treeRow(/^Sentiment/).waitFor();
  });
});
