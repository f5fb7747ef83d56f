/** The line along the document: its points, its gaps, another label. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { resultsOf } from './support/documents.ts';
import type { PanelPage } from './support/panelPage.ts';
import { usePanel } from './support/usePanel.ts';

describe('The line along the document', () => {
  const results = resultsOf();
  const { document } = results;
  const shown = usePanel(results);
  let panel: PanelPage;
  beforeEach(() => {
    ({ panel } = shown());
  });
  const revealOf = (index: number) => {
    const { start, end } = document.segments[index];
    return { type: 'reveal', uri: document.uri, start, end };
  };

  it('reveals a point of the line by click', async () => {
    const third = panel.page.getByRole('button', { name: /^Line 3, negative 61%: After the update/ });
    await clickMiddle(third);
    assert.deepEqual(await panel.posted(), [revealOf(2)]);
  });

  it('reveals a point by keyboard, and says which it is', async () => {
    await panel.page.locator('.dot[tabindex="0"]').focus();
    for (const key of ['ArrowRight', 'Enter', 'ArrowRight', 'Space']) await panel.page.keyboard.press(key);
    assert.deepEqual(await panel.posted(), [revealOf(1), revealOf(2)]);
    assert.match(
      await panel.page.locator('figcaption').innerText(),
      /Line 3.*negative 61%.*After the update/s,
    );
  });

  it('breaks the line where the task abstains', async () => {
    const path = await panel.page.locator('.curve').getAttribute('d');
    assert.equal(path?.match(/M/g)?.length, 5);
    assert.equal(await panel.page.locator('.dot').count(), 33);
  });

  it('draws another label and gives it a column', async () => {
    await panel.page.getByRole('radio', { name: 'positive' }).press('Space');
    await panel.page.getByRole('columnheader', { name: 'P(positive)' }).waitFor();
    await panel.page.getByRole('button', { name: /^Line 1, positive/ }).waitFor();
  });
});

/** Where a person would click: SVG elements of a few pixels are no target for scrolling heuristics. */
async function clickMiddle(locator: Locator): Promise<void> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  assert.ok(box !== null);
  await locator.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
