/** While somebody types in the document the panel follows, and nothing jumps. */
import assert from 'node:assert/strict';
import type { PanelResults, PanelSegment } from '../../src/protocol/panel.ts';
import { segmentSplice } from '../../src/protocol/panelSplice.ts';
import { headings, resultsOf } from './support/documents.ts';
import { PanelBrowser, type PanelPage } from './support/panelPage.ts';

const first = resultsOf({ segments: 60, headings });

/** The document with other segments from the index `at` on, and everything behind them moved. */
function edited({ document, ...rest }: PanelResults, at: number, removed: number, texts: string[]) {
  const { segments } = document;
  const model = segments[at];
  let start = segments[at].start;
  const added = texts.map((text, index): PanelSegment => {
    const segment = { ...model, text, start, end: start + text.length, line: model.line + index };
    start = segment.end + 1;
    return { ...segment, scores: { ...model.scores } };
  });
  const offset = start - segments[at + removed].start;
  const line = texts.length - removed;
  const behind = segments.slice(at + removed).map(segment => ({
    ...segment,
    ...{ start: segment.start + offset, end: segment.end + offset, line: segment.line + line },
  }));
  return { ...rest, document: { ...document, segments: [...segments.slice(0, at), ...added, ...behind] } };
}

describe('The panel while the text changes', () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  let number: number;
  let state: PanelResults;
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    panel = await browser.open();
    number = 1;
    state = first;
    await panel.show(first);
  });
  afterEach(async () => {
    const { violations, errors } = await panel.host();
    await panel.close();
    assert.deepEqual({ violations, errors }, { violations: [], errors: [] });
  });

  const rows = () => panel.page.locator('.segments tbody tr');
  const text = (index: number) => rows().nth(index).getByRole('button');
  const focused = () => panel.page.evaluate(() => globalThis.document.activeElement?.textContent);

  /** Tells of a change as the host does. */
  async function change(next: PanelResults, lost = false): Promise<void> {
    const splice = segmentSplice(state.document.segments, next.document.segments);
    number++;
    state = next;
    const document = { ...next.document, segments: [] };
    if (!lost) await panel.send({ type: 'splice', number, state: { ...next, document }, splice });
  }

  it('shows what changed, and moves the lines of what follows', async () => {
    await change(edited(first, 2, 1, ['New words.', 'And more.']));
    assert.equal(await text(2).textContent(), 'New words.');
    assert.equal(await text(3).textContent(), 'And more.');
    assert.equal(await rows().nth(4).locator('td').first().textContent(), '5');
    assert.equal(await panel.page.locator('.filters .count').textContent(), '61 of 61 segments');
  });

  it('keeps the focus on its sentence, and on the one that is edited', async () => {
    await text(5).focus();
    await change(edited(first, 2, 1, ['New words.', 'And more.']));
    assert.equal(await focused(), first.document.segments[5].text);
    await change(edited(state, 6, 1, ['Edited.']));
    assert.equal(await focused(), 'Edited.');
  });

  it('keeps its place and what was chosen', async () => {
    await rows().nth(30).click();
    await panel.page.getByRole('searchbox').fill('the');
    await panel.page.getByRole('searchbox').fill('');
    const place = () => panel.page.evaluate(() => Math.round(window.scrollY));
    const former = await place();
    assert.ok(former > 0);
    await change(edited(first, 40, 1, ['New words.']));
    assert.equal(await place(), former);
    assert.equal(await rows().nth(30).getAttribute('aria-current'), 'true');
  });

  it('moves the chosen part along with its sentences', async () => {
    await panel.page.locator('.dot[tabindex="0"]').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight'])
      await panel.page.keyboard.press(key);
    assert.equal(await rows().count(), 3);
    await change(edited(first, 0, 1, ['One.', 'Two.', 'Three.']));
    assert.equal(await rows().count(), 3);
    assert.equal(await text(0).textContent(), first.document.segments[2].text);
    await change(edited(state, 5, 1, ['Between.', 'Both.']));
    assert.deepEqual(await rows().locator('.text').allTextContents(), [
      first.document.segments[2].text,
      'Between.',
      'Both.',
      first.document.segments[4].text,
    ]);
  });

  it('speaks of a change that the user made, and not of one in the text', async () => {
    const spoken = () => panel.page.locator('[role="status"]').allTextContents();
    const former = await spoken();
    assert.ok(former.some(words => words === 'Analysis of review.md done: 60 segments'));
    await change(edited(first, 2, 1, ['New.', 'More.']));
    assert.deepEqual(await spoken(), former);
    await panel.page.getByRole('searchbox').fill('more');
    assert.ok((await spoken()).includes('1 of 61 segments'));
  });

  it('asks again where a message was lost', async () => {
    await change(edited(first, 2, 1, ['Lost.']), true);
    await change(edited(state, 4, 1, ['Here.']));
    await panel.page.waitForFunction(
      () => window.host.messages.filter(({ type }) => type === 'ready').length === 2,
    );
    assert.equal(await text(4).textContent(), first.document.segments[4].text);
    await panel.show(state);
    assert.equal(await text(2).textContent(), 'Lost.');
  });

  it('says so, after a while, where scores no longer fit the text', async () => {
    await change({ ...first, outdated: true });
    await panel.page.getByText('The text was edited since.').waitFor();
    await panel.page.locator('.fresh').getByRole('button', { name: 'Analyze Document' }).click();
    assert.deepEqual(await panel.posted(), [{ type: 'command', command: 'manylens.analyzeDocument' }]);
  });

  it('takes its scroll position up again after it was hidden', async () => {
    await panel.page.evaluate(() => window.scrollTo(0, 700));
    await panel.page.waitForFunction(() => {
      const { scroll } = (window.host.saved ?? {}) as { scroll?: { top: number } };
      return scroll?.top === 700;
    });
    const { saved } = await panel.host();
    const again = await browser.open({ saved });
    await again.show(first);
    assert.equal(await again.page.evaluate(() => window.scrollY), 700);
    await again.close();
  });
});
