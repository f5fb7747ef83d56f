import * as vscode from 'vscode';
import { inlineJson } from './inlineJson.ts';

/**
 * A page: one script and its styles from `dist/`, and nothing else from anywhere. The translations that VS Code
 * has loaded from `l10n/` for its language come first, as `media/strings.ts` expects them; without, the page is English.
 */
export function panelHtml(webview: vscode.Webview, dist: vscode.Uri, page: 'panel' | 'report'): string {
  const nonce = crypto.randomUUID();
  const source = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const translations = vscode.l10n.bundle;
  const handIn = `<script nonce="${nonce}">window.__l10n = ${inlineJson(translations ?? {})};</script>`;
  return `<!DOCTYPE html>
<html lang="${translations === undefined ? 'en' : vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${source('codicon.css')}">
  <link rel="stylesheet" href="${source(`${page}.css`)}">
  <title>Manylens</title>
</head>
<body>
  <div id="root"></div>
  ${translations === undefined ? '' : handIn}
  <script nonce="${nonce}" src="${source(`${page}.js`)}"></script>
</body>
</html>`;
}
