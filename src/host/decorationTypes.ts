import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';
import { labelColors } from '../protocol/colors.ts';
import type { Setting } from './settings.ts';

type Style = Setting<'decorations.style'>;

/** Colours that come with a tint of their own for the background, `NAMEBackground`. */
const tinted = new Set<string>(labelColors.map(color => `manylens.${color}`));

/** The looks of coloured text and of marks in the overview ruler, by theme colour; made when first asked for. */
export class DecorationTypes implements Disposable {
  readonly #types = new Map<string, vscode.TextEditorDecorationType>();

  /** @param own the label is the user's: it has a double line, whatever the style. */
  text(color: string, style: Style, own: boolean): vscode.TextEditorDecorationType {
    const { tint, line } = parts(color, style);
    return this.#made(`${color} ${tint} ${line} ${own}`, () => ({
      backgroundColor: tint ? new vscode.ThemeColor(`${color}Background`) : undefined,
      borderColor: new vscode.ThemeColor(color),
      borderStyle: own ? 'double' : 'solid',
      borderWidth: own ? '0 0 3px 0' : line ? '0 0 1px 0' : '0',
      borderRadius: '2px',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }));
  }

  ruler(color: string): vscode.TextEditorDecorationType {
    return this.#made(`${color} ruler`, () => ({
      overviewRulerColor: new vscode.ThemeColor(color),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }));
  }

  dispose(): void {
    for (const type of this.#types.values()) type.dispose();
    this.#types.clear();
  }

  #made(key: string, options: () => vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
    const made = this.#types.get(key) ?? vscode.window.createTextEditorDecorationType(options());
    this.#types.set(key, made);
    return made;
  }
}

/** A tint alone would not be seen in high contrast, where tints are transparent; and colours without one have a line. */
function parts(color: string, style: Style): { tint: boolean; line: boolean } {
  const { kind } = vscode.window.activeColorTheme;
  const contrast =
    kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
  const tint = style !== 'underline' && tinted.has(color);
  return { tint, line: style !== 'background' || !tint || contrast };
}
