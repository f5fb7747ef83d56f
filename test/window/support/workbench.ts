/** A VS Code window that tests drive as a person does: keys, clicks, and what is on the screen. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type CodeServer, root, type ServerOptions, startCodeServer } from './codeServer.ts';

export interface WorkbenchOptions extends ServerOptions {
  /** A folder to copy, or files by name: the window opens a copy of its own. */
  workspace: string | Record<string, string>;
  /** What of it the window opens: the folder itself unless a workspace file of it is named; null: nothing at all. */
  open?: `${string}.code-workspace` | null;
  theme?: keyof typeof themes;
  /** The extension under test: this checkout unless a `vsix` is given. */
  extensionDevelopmentPath?: string;
  /** Run inside the extension host; see test/host/launch.ts. */
  extensionTestsPath?: string;
}

/** VS Code's default of each kind: the setting in each release, and the class that the window then has. */
const themes = {
  dark: { current: 'Dark 2026', minimum: 'Default Dark Modern', applied: 'vs-dark' },
  light: { current: 'Light 2026', minimum: 'Default Light Modern', applied: 'vs' },
  'high-contrast': {
    current: 'Default High Contrast',
    minimum: 'Default High Contrast',
    applied: 'hc-black',
  },
};

/** Those that are open. */
export const workbenches = new Set<Workbench>();

export async function launchWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'manylens-workspace-'));
  if (typeof options.workspace === 'string') await cp(options.workspace, folder, { recursive: true });
  else {
    for (const [name, text] of Object.entries(options.workspace)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  }
  // What is analyzed by itself has a test of its own; in all others nothing happens unasked.
  const settings = { 'manylens.run': 'manual', ...options.settings };
  const server = await startCodeServer({ ...options, settings });
  const browser = await launchChromium().catch(async error => {
    await server.stop();
    throw error;
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const workbench = new Workbench(page, folder, server, browser);
  try {
    const theme = themes[options.theme ?? 'dark'];
    await preset(page, theme[options.release ?? 'current']);
    await page.goto(address(server.origin, folder, options), { timeout: 90_000 });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 90_000 });
    // What the smoke test driver of VS Code itself waits for.
    await page.waitForFunction('window.driver?.whenWorkbenchRestored().then(() => true)', undefined, {
      timeout: 90_000,
    });
    await page.locator(`.monaco-workbench.${theme.applied}[class*=json]`).waitFor({ timeout: 30_000 });
    return workbench;
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

/** Chooses the theme inside the page: settings from the server come after the window has chosen one. */
function preset(page: Page, setting: string): Promise<unknown> {
  const added = { configurationDefaults: { 'workbench.colorTheme': setting } };
  return page.addInitScript(options => {
    const observer = new MutationObserver(() => {
      const meta = document.getElementById('vscode-workbench-web-configuration');
      if (meta === null) return;
      observer.disconnect();
      meta.dataset.settings = JSON.stringify({ ...JSON.parse(meta.dataset.settings ?? '{}'), ...options });
    });
    observer.observe(document, { childList: true, subtree: true });
  }, added);
}

/** The window's address: the payload says which extension is under development. */
export function address(
  origin: string,
  folder: string,
  { vsix, open, extensionDevelopmentPath = root, extensionTestsPath }: Partial<WorkbenchOptions>,
): string {
  // As in a URL: /c:/Users on Windows.
  const slashed = (path: string) => decodeURIComponent(pathToFileURL(path).pathname);
  const remote = (path: string) => `vscode-remote://${new URL(origin).host}${slashed(path)}`;
  const payload: [string, string][] = [];
  if (vsix === undefined) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  const place = open ? ['workspace', slashed(join(folder, open))] : ['folder', slashed(folder)];
  const opened = Object.fromEntries([open === null ? ['ew', 'true'] : place]);
  return `${origin}/?${new URLSearchParams({ ...opened, payload: JSON.stringify(payload) })}`;
}

export class Workbench {
  readonly page: Page;
  /** The workspace's folder on disk. */
  readonly folder: string;
  readonly #server: CodeServer;
  readonly #browser: Browser;

  constructor(page: Page, folder: string, server: CodeServer, browser: Browser) {
    this.page = page;
    this.folder = folder;
    this.#server = server;
    this.#browser = browser;
    workbenches.add(this);
  }

  /** Runs a command by its title, as a person does: F1, the title, its row. Waits until the palette knows it. */
  async runCommand(title: string, timeout = 60_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (Date.now() < deadline) {
      await this.#ask('F1', `>${title}`);
      const row = this.quickRow(title).first();
      if (await appears(row, 3000)) return row.click();
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The command palette has no "${title}" after ${timeout} ms.`);
  }

  /** Opens a file of the workspace by its relative path, and waits until its tab is the active one. */
  async openFile(name: string): Promise<void> {
    const base = basename(name);
    await this.#ask('Control+P', join(this.folder, name));
    await this.quickRow(base).first().click();
    await this.page.locator(`.tab.active[data-resource-name="${base}"]`).waitFor();
  }

  /** Focuses the first editor: a dialog, and a panel that was clicked, may still take the focus a moment later. */
  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.page.locator('.monaco-editor.focused').waitFor();
  }

  /** Opens the quick input by a key and fills it; presses again where a busy window has lost the key. */
  async #ask(key: string, text: string): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.page.keyboard.press(key);
      if (await appears(this.quickInput, 3000)) return this.quickInput.fill(text);
    }
    throw new Error(`VS Code shows no quick input on ${key}.`);
  }

  /** The text field of the palette, of a pick and of an input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** A row of the palette or of a pick, by its label. */
  quickRow(label: string): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) });
  }

  /** Fills the open input box or filters the open pick, then Enter. */
  async answer(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Rows of a tree in the sidebar or panel, whose text contains this. */
  treeRow(text: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row').filter({ hasText: text });
  }

  /** Items of the status bar, whose text contains this. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** A notification whose text contains this. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text });
  }

  /** Waits for a notification. The test driver keeps VS Code from showing toasts: the bell in the status bar has them. */
  async notified(text: string | RegExp, timeout = 30_000): Promise<Locator> {
    const found = this.notification(text);
    const bell = this.page.locator('.statusbar .codicon-bell-dot');
    for (const deadline = Date.now() + timeout; Date.now() < deadline; ) {
      if (await appears(found, 500)) return found;
      if (await bell.isVisible()) await bell.click();
    }
    throw new Error(`VS Code shows no notification "${text}" after ${timeout} ms.`);
  }

  /** Presses a button of a notification that is on the screen. */
  async pressButton(notification: string | RegExp, button: string): Promise<void> {
    await this.notification(notification).getByRole('button', { name: button, exact: true }).click();
  }

  /** The content of a webview: an iframe inside an iframe. */
  webview(index = 0): FrameLocator {
    return this.page.locator('iframe.webview').nth(index).contentFrame().locator('iframe').contentFrame();
  }

  /** Saves what the window shows as test-results/NAME.png. */
  async screenshot(name: string): Promise<string> {
    const path = join(root, 'test-results', `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** What has the focus, what the status bar says, and the end of the log: for whoever reads of a failure. */
  async describe(): Promise<string> {
    const focus = await this.page.evaluate('document.activeElement?.outerHTML.slice(0, 200)');
    const status = await this.page.locator('.statusbar-item').allInnerTexts();
    return `focus: ${focus}\nstatus bar: ${status.join(' | ')}\n${this.log().slice(-2000)}`;
  }

  /** What the server and its extension host printed: for a failure's message. */
  log(): string {
    return this.#server.log();
  }

  async close(): Promise<void> {
    workbenches.delete(this);
    await this.#browser.close();
    await this.#server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}
