/** Nothing leaves the machine: the panel asks for its own files alone, and may ask for nothing else. */
import assert from 'node:assert/strict';
import type { Frame, Request } from 'playwright-core';
import { launchWorkbench, type Workbench } from './support/workbench.ts';

/** Where the browser's log has a request to. */
interface Asked {
  url: URL;
  /** By the service worker of VS Code's webviews, which reads the file from the server: it goes to no host. */
  answeredHere: boolean;
}

describe('The network log of the window', () => {
  let workbench: Workbench;
  const requests: Request[] = [];
  const sockets: string[] = [];
  before(async () => {
    workbench = await launchWorkbench({
      workspace: { 'text.md': 'This is a wonderful day, and I love it.\n'.repeat(50) },
    });
    workbench.page.on('request', request => requests.push(request));
    workbench.page.on('websocket', socket => sockets.push(socket.url()));
  });
  after(() => workbench?.close());

  const strangers = async () => (await askedBy(requests.filter(ofWebview))).filter(asked => !isOwn(asked));

  it('has nothing of the panel but its own files', async () => {
    await workbench.openFile('text.md');
    await workbench.runCommand('Manylens: Show Panel');
    await workbench.page.locator('.tab[data-resource-name="text.md"]').click();
    await workbench.runCommand('Manylens: Analyze Document');
    await workbench.webview().getByText('Subjectivity').first().waitFor();
    assert.deepEqual(await strangers(), []);
    assert.deepEqual(sockets, []);
  });

  it('would have what the panel asks of others; its page may not even ask', async () => {
    const refused = await workbench
      .webview()
      .locator('body')
      .evaluate(async () => {
        const violations: string[] = [];
        document.addEventListener('securitypolicyviolation', event => violations.push(event.blockedURI));
        new Image().src = 'http://127.0.0.1:9/image';
        await fetch('http://127.0.0.1:9/fetch').catch(() => undefined);
        await new Promise(resolve => setTimeout(resolve, 100));
        return violations.sort();
      });
    assert.deepEqual(refused, ['http://127.0.0.1:9/fetch', 'http://127.0.0.1:9/image']);
    assert.deepEqual(
      (await strangers()).map(({ url }) => url.href),
      ['http://127.0.0.1:9/image'],
    );
  });
});

/** A page of VS Code's own around the panel, or a file of ours. */
function isOwn({ url, answeredHere }: Asked): boolean {
  const frame =
    url.hostname === '127.0.0.1' && /\/webview\/browser\/pre\/(index|fake)\.html$/.test(url.pathname);
  return frame || (answeredHere && /\/dist\/(panel\.(js|css)|codicon\.(css|ttf))$/.test(url.pathname));
}

function ofWebview(request: Request): boolean {
  for (let frame: Frame | null = request.frame(); frame !== null; frame = frame.parentFrame())
    if (frame.url().includes('/webview/')) return true;
  return false;
}

async function askedBy(all: readonly Request[]): Promise<Asked[]> {
  return Promise.all(
    all.map(async request => {
      const response = await request.response();
      return { url: new URL(request.url()), answeredHere: response?.fromServiceWorker() ?? false };
    }),
  );
}
