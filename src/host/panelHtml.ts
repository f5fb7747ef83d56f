import * as vscode from 'vscode';

/** The panel's page: one script and its styles from `dist/`, and nothing else from anywhere. */
export function panelHtml(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const source = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${source('codicon.css')}">
  <link rel="stylesheet" href="${source('panel.css')}">
  <title>Manylens</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${nonce}" src="${source('panel.js')}"></script>
</body>
</html>`;
}
