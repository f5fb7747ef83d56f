/** VS Code's theme variables as a webview gets them: its own as recorded, ours from the manifest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const themeClass = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  // VS Code gives both.
  'high-contrast-light': 'vscode-high-contrast-light vscode-high-contrast',
};

export type Theme = keyof typeof themeClass;
export const themes = Object.keys(themeClass) as Theme[];

/** The class that VS Code puts on a webview's body. */
export function bodyClass(theme: Theme): string {
  return themeClass[theme];
}

interface Manifest {
  contributes: {
    colors: { id: string; defaults: Record<(typeof manifestKey)[Theme], string> }[];
  };
}

const manifestKey = {
  dark: 'dark',
  light: 'light',
  'high-contrast': 'highContrast',
  'high-contrast-light': 'highContrastLight',
} as const;

export function themeCss(theme: Theme): string {
  const own = readFileSync(join(import.meta.dirname, `themes/${theme}.css`), 'utf8');
  const manifest: Manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
  );
  const contributed = manifest.contributes.colors.map(
    ({ id, defaults }) => `  --vscode-${id.replaceAll('.', '-')}: ${defaults[manifestKey[theme]]};`,
  );
  return `${own}\n:root {\n${contributed.join('\n')}\n}\n`;
}
