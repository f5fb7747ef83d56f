/** A scored document: every task at a glance, one in depth, and the way back to the text. */
import assert from 'node:assert/strict';
import { restoredView } from '../../media/view.ts';
import type { PanelResults } from '../../src/protocol/panel.ts';
import { resultsOf, withOwnLabel } from './support/documents.ts';
import type { PanelBrowser, PanelPage } from './support/panelPage.ts';
import { usePanel } from './support/usePanel.ts';

describe('The panel with scores', () => {
  const results = resultsOf();
  const { document, tasks } = results;
  const shown = usePanel(results);
  let browser: PanelBrowser;
  let panel: PanelPage;
  beforeEach(() => {
    ({ browser, panel } = shown());
  });

  const tab = (name: string) => panel.page.getByRole('tab', { name });
  const rows = () => panel.page.locator('.segments tbody tr');
  const revealOf = (index: number) => {
    const { start, end } = document.segments[index];
    return { type: 'reveal', uri: document.uri, start, end };
  };
  /** Saving follows drawing, later the busier the machine is. */
  const saves = async (task: string) => {
    const deadline = Date.now() + 5000;
    const savedTask = async () => ((await panel.host()).saved as { view?: { task?: string } })?.view?.task;
    while ((await savedTask()) !== task && Date.now() < deadline) await panel.page.waitForTimeout(20);
    assert.equal(await savedTask(), task);
  };
  const columnOf = (index: number) => rows().locator(`td:nth-child(${index})`).allTextContents();

  it('counts segments, tokens and abstentions, and names the model', async () => {
    const about = panel.page.getByRole('list', { name: 'About these scores' });
    assert.deepEqual(await about.getByRole('listitem').allTextContents(), [
      '40 segments',
      '460 tokens',
      '7 segments abstained for Sentiment',
      'Model base 0.1.0',
    ]);
  });

  it("shows every task's distribution, with labels, percentages and counts in a table", async () => {
    for (const { title, labels } of tasks) {
      const card = panel.page.getByRole('region', { name: title });
      const headers = await card.getByRole('rowheader').allTextContents();
      assert.deepEqual(
        headers.map(text => text.trim()),
        labels,
      );
      assert.equal(await card.locator('.bar > div').count(), labels.length);
    }
    const sentiment = panel.page.getByRole('region', { name: 'Sentiment' });
    const first = await sentiment.locator('tbody tr').first().locator('td').allTextContents();
    assert.deepEqual(first, ['41%', '14', '42%']);
    await sentiment.getByText('7 segments abstained.').waitFor();
  });

  it('says so where every segment abstains', async () => {
    const silent = structuredClone(results);
    for (const { scores } of silent.document.segments)
      scores.sentiment = { ...scores.sentiment, label: null, abstained: true };
    await panel.show(silent);
    await panel.page.getByText('Every segment abstained: the model does not know.').waitFor();
    await panel.page.getByText('Every segment abstained: there is no line to draw.').waitFor();
    assert.equal(await panel.page.locator('.dot').count(), 0);
  });

  const debt = results.tasks.findIndex(({ id }) => id === 'technical-debt');
  /** Technical debt is asked of comments, which the segments that it answers are. */
  const scoped = (isComment: (index: number) => boolean): PanelResults => {
    const shown = structuredClone(results);
    shown.tasks[debt].scope = ['comment', 'commit-message'];
    shown.document.segments.forEach(({ scores }, index) => {
      const score = scores['technical-debt'];
      if (!isComment(index))
        scores['technical-debt'] = { ...score, label: null, abstained: true, reason: 'scope' };
    });
    return shown;
  };

  it('tells in one line what is asked of none of it', async () => {
    await panel.show(scoped(() => false));
    await panel.page
      .getByText('Not asked here: Technical Debt (comments and commit messages)', { exact: true })
      .waitFor();
    assert.equal(await panel.page.getByRole('region', { name: 'Technical Debt' }).count(), 0);
    await tab('Technical Debt').click();
    await panel.page.getByText('Asked of comments and commit messages alone.').waitFor();
    await panel.page.getByText('There is nothing of this kind here.').waitFor();
    assert.equal(await panel.page.locator('.dot').count(), 0);
    assert.equal(await panel.page.getByRole('tabpanel').getByText('abstained').count(), 0);
  });

  it('lists what a task is asked of, and nothing else', async () => {
    await panel.show(scoped(index => index < 3));
    await tab('Technical Debt').click();
    await panel.page.getByText('3 of 3 segments').first().waitFor();
    const card = panel.page.getByRole('region', { name: 'Technical Debt' });
    assert.equal(await card.getByText('abstained').count(), 0);
  });

  it('says which labels are the user’s own, and what the model says there', async () => {
    await panel.show(withOwnLabel(results));
    assert.equal((await columnOf(3))[0].trim(), 'positive your label, the model: neutral 61%');
    assert.equal((await columnOf(4))[0], '–');
    const card = panel.page.getByRole('region', { name: 'Sentiment' });
    await card.getByText('1 segment labelled by you.').waitFor();
    await panel.page.getByRole('button', { name: /^Line 1, \w+ \d+% \(your label\): / }).waitFor();
  });

  it('switches tasks by click and by arrow keys, and remembers the choice', async () => {
    await tab('Emotion').click();
    assert.equal(await tab('Emotion').getAttribute('aria-selected'), 'true');
    await saves('emotion');
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.getByRole('tabpanel', { name: 'Toxicity' }).count(), 1);
    await panel.page.keyboard.press('End');
    await saves('technical-debt');
    await panel.page.keyboard.press('Home');
    assert.equal(await focusedText(panel), 'Sentiment');
  });

  it('comes back with the task that was chosen before a reload', async () => {
    const reloaded = await browser.open({
      saved: { view: { ...restoredView(undefined), uri: document.uri, task: 'toxicity' } },
    });
    await reloaded.show(results);
    assert.equal(await reloaded.page.getByRole('tab', { selected: true }).textContent(), 'Toxicity');
    await reloaded.close();
  });

  it('keeps the choice for a document whose model lacks the task', async () => {
    await tab('Emotion').click();
    await panel.show({ ...results, tasks: tasks.filter(({ id }) => id !== 'emotion') });
    assert.equal(await panel.page.getByRole('tab', { selected: true }).textContent(), 'Sentiment');
    await panel.show(results);
    assert.equal(await panel.page.getByRole('tab', { selected: true }).textContent(), 'Emotion');
  });

  it('reveals a row by click, anywhere in it', async () => {
    await rows().nth(3).locator('td').last().click();
    await rows().nth(5).getByRole('button').click();
    assert.deepEqual(await panel.posted(), [revealOf(3), revealOf(5)]);
    assert.equal(await rows().nth(5).getAttribute('aria-current'), 'true');
  });

  it('reveals a row by keyboard: arrows walk, Enter shows', async () => {
    await rows().first().getByRole('button').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    assert.deepEqual(await panel.posted(), [revealOf(2)]);
    assert.equal(await rows().locator('button[tabindex="0"]').count(), 1);
  });

  it('sorts by mouse', async () => {
    const header = panel.page.getByRole('columnheader', { name: 'Probability' });
    await header.getByRole('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    const numbers = (await columnOf(4)).map(text => (text === '–' ? -1 : Number.parseInt(text, 10)));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => b - a),
    );
    await header.getByRole('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.equal((await columnOf(4)).at(-1), '–', 'what abstains comes last either way');
  });

  it('sorts by keyboard', async () => {
    const header = panel.page.getByRole('columnheader', { name: 'Label' }).last();
    await header.getByRole('button').focus();
    await panel.page.keyboard.press('Enter');
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.equal((await columnOf(3))[0].trim(), 'negative');
    await panel.page.keyboard.press('Space');
    assert.equal((await columnOf(3))[0].trim(), 'positive');
    const sorted = panel.page.locator('[aria-sort="descending"], [aria-sort="ascending"]');
    assert.equal(await sorted.count(), 1);
  });

  it('shows text as text, whatever it is', async () => {
    const nasty = '<img src=x onerror="window.host.errors.push(\'run\')"><b>bold</b>';
    await panel.show(resultsOf({ title: nasty, texts: { 0: nasty } }));
    assert.equal(await rows().first().getByRole('button').textContent(), nasty);
    await panel.page.getByRole('heading', { name: nasty, level: 1 }).waitFor();
    assert.equal(await panel.page.locator('img, main b:not(figcaption b)').count(), 0);
  });

  it('lists twenty thousand segments page by page', async () => {
    const { segments } = resultsOf({ segments: 20_000 }).document;
    await panel.show(resultsOf({ segments: 20_000 }));
    assert.equal(await rows().count(), 200);
    await panel.page.getByText('1–200 of 20,000 segments').waitFor();
    assert.equal(await panel.page.locator('.segments').getAttribute('aria-rowcount'), '20001');
    const dots = await panel.page.locator('.dot').count();
    assert.ok(dots > 100 && dots < 600, `${dots} points`);
    await panel.page.getByRole('button', { name: 'Last' }).click();
    await panel.page.getByText('19,801–20,000 of 20,000 segments').waitFor();
    assert.equal(await rows().last().getAttribute('aria-rowindex'), '20001');
    await rows().last().click();
    const { start, end } = segments.at(-1)!;
    assert.deepEqual(await panel.posted(), [{ type: 'reveal', uri: 'file:///review.md', start, end }]);
  });

  it('walks over the end of a page by keyboard', async () => {
    await panel.show(resultsOf({ segments: 450 }));
    await rows().first().getByRole('button').focus();
    await panel.page.keyboard.press('End');
    await panel.page.getByText('401–450 of 450 segments').waitFor();
    assert.equal(await focusedPosition(panel), '451');
    await panel.page.keyboard.press('Home');
    for (let page = 0; page < 20; page++) await panel.page.keyboard.press('PageDown');
    assert.equal(await focusedPosition(panel), '202');
    await panel.page.keyboard.press('ArrowUp');
    assert.equal(await focusedPosition(panel), '201');
  });

  it('has one tab stop for the tabs, the line and the rows each', async () => {
    const stops = await panel.page.evaluate(
      () => [...globalThis.document.querySelectorAll<HTMLElement>('[tabindex="0"]')].length,
    );
    assert.equal(stops, 3);
  });
});

function focusedText({ page }: PanelPage): Promise<string | null | undefined> {
  return page.evaluate(() => globalThis.document.activeElement?.textContent);
}

/** The place of the row that has the focus, in the whole table. */
function focusedPosition(panel: PanelPage): Promise<string | null | undefined> {
  return panel.page.evaluate(() =>
    globalThis.document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'),
  );
}
