import assert from 'node:assert/strict';
import type { PanelResults } from '../../../src/protocol/panel.ts';
import { PanelBrowser, type PanelPage } from './panelPage.ts';

/** For a suite: before each test a panel that shows `results`, and after it that nothing went wrong there. */
export function usePanel(results: PanelResults): () => { browser: PanelBrowser; panel: PanelPage } {
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
  return () => ({ browser, panel });
}
