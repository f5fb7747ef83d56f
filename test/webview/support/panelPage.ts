/**
 * The real bundle in a real browser. Only the host's side is played: the page with its content security policy,
 * the theme's variables, and `acquireVsCodeApi`, which records what the panel posts.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel, PanelState, ToPanel } from '../../../src/protocol/panel.ts';
import type { FromReport, ReportState, ToReport } from '../../../src/protocol/reportPanel.ts';
import { launchChromium } from '../../window/support/chromium.ts';
import { bodyClass, type Theme, themeCss } from './themes.ts';

const root = join(import.meta.dirname, '../../..');
const pages = ['panel', 'report'];
const origin = 'https://panel.test';
const nonce = 'aGVsbG8gcGFuZWw';

export interface Host {
  messages: (FromPanel | FromReport)[];
  saved: unknown;
  violations: string[];
  errors: string[];
}

declare global {
  interface Window {
    host: Host;
  }
}

export interface OpenOptions {
  /** Which page; the panel when absent. */
  name?: 'panel' | 'report';
  theme?: Theme;
  width?: number;
  /** What an earlier window saved. */
  saved?: unknown;
  l10n?: Record<string, string>;
  forcedColors?: boolean;
}

/** A browser with the bundle, for a whole suite. */
export class PanelBrowser {
  readonly #browser: Browser;
  readonly #files: ReadonlyMap<string, string>;

  private constructor(browser: Browser, files: ReadonlyMap<string, string>) {
    this.#browser = browser;
    this.#files = files;
  }

  static async launch(): Promise<PanelBrowser> {
    const [files, browser] = await Promise.all([bundle(), launchChromium()]);
    return new PanelBrowser(browser, files);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  async open({
    name = 'panel',
    theme = 'dark',
    width = 760,
    saved,
    l10n,
    forcedColors,
  }: OpenOptions = {}): Promise<PanelPage> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      forcedColors: forcedColors ? 'active' : null,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const files = new Map(this.#files)
      .set('/theme.css', themeCss(theme))
      .set('/', html(name, bodyClass(theme), l10n));
    await page.route(`${origin}/**`, route => {
      const path = new URL(route.request().url()).pathname;
      const body = files.get(path);
      const contentType = path.endsWith('.css')
        ? 'text/css'
        : path.endsWith('.js')
          ? 'text/javascript'
          : 'text/html';
      return body === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({ body, contentType: `${contentType}; charset=utf-8` });
    });
    await page.addInitScript(playHost, saved);
    await page.goto(`${origin}/`);
    // Before it says so it hears no state.
    await page.waitForFunction(() => window.host.messages.some(({ type }) => type === 'ready'));
    return new PanelPage(page);
  }
}

export class PanelPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Posts a state as the host does, and waits until it is drawn. */
  async show(state: PanelState): Promise<void> {
    await this.send({ type: 'state', number: 1, state });
  }

  /** As `show`, of the page of a report. */
  async showReport(state: ReportState): Promise<void> {
    await this.send({ type: 'report', state });
  }

  /** Posts a message as the host does, and waits until it is drawn. */
  async send(message: ToPanel | ToReport): Promise<void> {
    // As one string: the browser's driver takes seconds for a large object.
    await this.page.evaluate(async json => {
      const drawn = new Promise(resolve => {
        const everything = { childList: true, subtree: true, attributes: true, characterData: true };
        new MutationObserver(resolve).observe(globalThis.document.body, everything);
        // The same state again changes nothing.
        setTimeout(resolve, 2000);
      });
      window.postMessage(JSON.parse(json), '*');
      await drawn;
      for (let frame = 0; frame < 3; frame++) await new Promise(resolve => requestAnimationFrame(resolve));
    }, JSON.stringify(message));
  }

  host(): Promise<Host> {
    return this.page.evaluate(() => window.host);
  }

  /** What the panel posted, `ready` apart. */
  async posted(): Promise<Host['messages']> {
    return (await this.host()).messages.filter(({ type }) => type !== 'ready');
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, `test-results/webview/${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** As esbuild.mjs bundles it for shipping, from the sources as they are now. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const outdir = await mkdtemp(join(tmpdir(), 'manylens-panel-'));
  try {
    await build({
      entryPoints: pages.map(name => join(root, `media/${name}.tsx`)),
      outdir,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'chrome122',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'warning',
    });
    const names = pages.flatMap(name => [`${name}.js`, `${name}.css`]);
    const texts = await Promise.all(names.map(name => readFile(join(outdir, name), 'utf8')));
    return new Map(names.map((name, index) => [`/${name}`, texts[index]]));
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

function html(name: string, themeClass: string, l10n?: Record<string, string>): string {
  const policy = `default-src 'none'; style-src ${origin}; font-src ${origin}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <link rel="stylesheet" href="/theme.css">
    <link rel="stylesheet" href="/${name}.css">
    <title>Manylens</title>
  </head>
  <body class="${themeClass}">
    <div id="root"></div>
    ${l10n ? `<script nonce="${nonce}">window.__l10n = ${JSON.stringify(l10n)};</script>` : ''}
    <script nonce="${nonce}" src="/${name}.js"></script>
  </body>
</html>`;
}

/** Runs in the page before its own script. */
function playHost(saved: unknown): void {
  const host: Host = { messages: [], saved, violations: [], errors: [] };
  window.host = host;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    host.violations.push(`${violatedDirective}: ${blockedURI}`),
  );
  window.addEventListener('error', ({ message }) => host.errors.push(message));
  const api = {
    postMessage: (message: Host['messages'][number]) => host.messages.push(message),
    getState: () => host.saved,
    setState: (state: unknown) => {
      host.saved = state;
      return state;
    },
  };
  Object.assign(window, { acquireVsCodeApi: () => api });
}
