/** Finding one's way in a scored document: filters, a part of it, its sections, a second task. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restoredView, type View } from '../../media/view.ts';
import { headings, resultsOf } from './support/documents.ts';
import { PanelBrowser, type PanelPage } from './support/panelPage.ts';

describe('The panel, explored', () => {
  const results = resultsOf({ headings });
  const { document, tasks } = results;
  let browser: PanelBrowser;
  let panel: PanelPage;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    panel = await browser.open();
    await panel.show(results);
  });
  afterEach(async () => {
    const { violations, errors } = await panel.host();
    await panel.close();
    assert.deepEqual({ violations, errors }, { violations: [], errors: [] });
  });

  const rows = () => panel.page.locator('.segments tbody tr');
  const count = () => panel.page.locator('.filters .count').textContent();
  const spoken = () => panel.page.locator('[role="tabpanel"] [role="status"]').textContent();
  const button = (name: string) => panel.page.getByRole('button', { name, exact: true });
  const labelled = (label: string | null) =>
    document.segments.filter(({ scores }) => scores.sentiment.label === label).length;

  it('filters by text, in any case, and says how many are left', async () => {
    await panel.page.getByRole('searchbox', { name: 'Filter by text' }).fill('BATTERY');
    assert.equal(await count(), '4 of 40 segments');
    assert.equal(await spoken(), '4 of 40 segments');
    for (const text of await rows().locator('.text').allTextContents()) assert.match(text, /Battery/);
    await button('Clear Filters').click();
    assert.equal(await count(), '40 of 40 segments');
  });

  for (const [option, label] of [
    ['negative', 'negative'],
    ['abstained', null],
  ] as const) {
    it(`filters by label: ${option}`, async () => {
      await panel.page.getByRole('combobox', { name: 'Filter by Sentiment' }).selectOption(option);
      assert.equal(await rows().count(), labelled(label));
    });
  }

  it('says so where nothing matches, and offers the way back', async () => {
    await panel.page.getByRole('searchbox').fill('nowhere');
    await panel.page.getByText('No segment matches.').waitFor();
    await button('Clear Filters').last().click();
    assert.equal(await rows().count(), 40);
  });

  it('restricts table and sums to a part by keyboard, and back', async () => {
    await panel.page.locator('.dot[tabindex="0"]').focus();
    for (let step = 0; step < 4; step++) await panel.page.keyboard.press('Shift+ArrowRight');
    assert.equal(await rows().count(), 5);
    await panel.page.getByText('Only lines 1–5: 5 of 40 segments').waitFor();
    await panel.page.getByRole('heading', { name: 'Overview: lines 1–5' }).waitFor();
    assert.equal(await summedUp(panel), 5);
    await panel.page.keyboard.press('Escape');
    assert.equal(await rows().count(), 40);
  });

  it('restricts them by dragging; a click still shows the text', async () => {
    const box = (await panel.page.locator('.score-line svg').boundingBox())!;
    const y = box.y + 60;
    await panel.page.mouse.move(box.x + box.width / 2, y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(box.x + box.width - 30, y, { steps: 4 });
    await panel.page.mouse.up();
    const left = await rows().count();
    assert.ok(left > 10 && left < 30, `${left} rows`);
    assert.deepEqual(await panel.posted(), []);
    await panel.page.mouse.click(box.x + 100, y);
    assert.equal((await panel.posted()).length, 1);
    await button('Show the Whole Document').click();
    assert.equal(await rows().count(), 40);
  });

  it('scores each section with its subsections, and shows one alone', async () => {
    const sections = panel.page.getByRole('table', { name: /^Scores for Sentiment by section/ });
    assert.deepEqual(await sections.getByRole('rowheader').allTextContents(), ['All', 'First', '(untitled)']);
    assert.deepEqual(await sections.locator('tbody td:nth-child(2)').allTextContents(), ['40', '19', '20']);
    await button('First').click();
    assert.equal(await rows().count(), 19);
    assert.equal(await button('First').getAttribute('aria-pressed'), 'true');
    assert.deepEqual(new Set(await rows().locator('.section').allTextContents()), new Set(['First']));
    await button('First').click();
    assert.equal(await rows().count(), 40);
  });

  it('shows no sections where the document has none', async () => {
    await panel.show(resultsOf());
    assert.equal(await panel.page.getByRole('heading', { name: 'By section' }).count(), 0);
    assert.equal(await panel.page.getByRole('columnheader', { name: 'Section' }).count(), 0);
  });

  it('counts the answers of two tasks; a cell lists its segments, and all again', async () => {
    await compare(panel);
    const cells = panel.page.locator('.cross tbody button');
    const total = (await cells.allTextContents()).reduce((sum, text) => sum + Number(text), 0);
    assert.equal(total, 40);
    const both = document.segments.filter(
      ({ scores }) => scores.sentiment.label === 'positive' && scores.emotion.label === 'joy',
    );
    await panel.page.locator('.cross tbody tr').nth(2).getByRole('button').nth(3).click();
    assert.equal(await rows().count(), both.length);
    assert.deepEqual(new Set(await rows().locator('td:nth-child(7)').allTextContents()), new Set([' joy']));
    await panel.page.locator('.cross [aria-pressed="true"]').click();
    assert.equal(await rows().count(), 40);
  });

  it('walks the cross table by arrow keys, with one tab stop', async () => {
    await compare(panel);
    await panel.page.locator('.cross [tabindex="0"]').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter'])
      await panel.page.keyboard.press(key);
    assert.equal(await panel.page.locator('.cross [tabindex="0"]').count(), 1);
    const chosen = panel.page.locator('.cross tbody tr').nth(1).getByRole('button').nth(2);
    assert.equal(await chosen.getAttribute('aria-pressed'), 'true');
  });

  it('leads from the line to the table behind it', async () => {
    await panel.page.getByRole('columnheader', { name: 'Probability' }).getByRole('button').click();
    await button('Show as Table').click();
    await panel.page.waitForFunction(() => globalThis.document.activeElement?.closest('tbody') !== null);
    assert.equal(await rows().first().locator('td').first().textContent(), '1');
  });

  it('saves a picture of what is shown, as SVG and as PNG', async () => {
    await button('Save Picture…').click();
    await panel.page.waitForFunction(() => window.host.messages.some(({ type }) => type === 'picture'));
    const [message] = await panel.posted();
    assert.ok(message.type === 'picture');
    assert.equal(message.uri, document.uri);
    assert.match(message.svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="960"/);
    for (const words of ['review.md', 'Sentiment: negative', 'negative 41%', '50%'])
      assert.ok(message.svg.includes(words), words);
    const bytes = Buffer.from(Object.values(message.png));
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.equal(bytes.readUInt32BE(16), 2 * 960);
    await keepPicture(message.svg, bytes);
  });

  it('comes back as it was left', async () => {
    await compare(panel);
    await panel.page.getByRole('columnheader', { name: 'Probability' }).getByRole('button').click();
    await panel.page.getByRole('searchbox').fill('the');
    await button('First').click();
    const left = await count();
    const { view } = (await panel.host()).saved as { view: View };
    const again = await browser.open({ saved: { view } });
    await again.show(results);
    assert.equal(await again.page.locator('.filters .count').textContent(), left);
    assert.equal(await again.page.locator('.cross').count(), 1);
    assert.equal(await again.page.locator('th.probability').getAttribute('aria-sort'), 'descending');
    await again.show(resultsOf({ uri: 'file:///other.md' }));
    assert.equal(await again.page.locator('.filters .count').textContent(), '40 of 40 segments');
    await again.close();
  });

  it('begins anew where another version saved something else', () => {
    for (const saved of [undefined, null, 7, { task: 'emotion' }, { ...restoredView({}), labels: 'none' }])
      assert.deepEqual(restoredView(saved), restoredView(undefined));
    const view = { ...restoredView(undefined), task: tasks[1].id };
    assert.deepEqual(restoredView(view), view);
  });
});

async function compare({ page }: PanelPage): Promise<void> {
  await page.getByRole('combobox', { name: 'Beside another task' }).selectOption('Emotion');
}

/** For people to look at. */
async function keepPicture(svg: string, png: Buffer): Promise<void> {
  const folder = join(import.meta.dirname, '../../test-results/webview');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'picture.svg'), svg);
  await writeFile(join(folder, 'picture.png'), png);
}

/** The segments that the overview's first task counts. */
async function summedUp({ page }: PanelPage): Promise<number> {
  const card = page.getByRole('region', { name: 'Sentiment' });
  const counts = await card.locator('tbody td:nth-of-type(2)').allTextContents();
  const abstained = await card.locator('p').allTextContents();
  return [...counts, ...abstained].reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
}
