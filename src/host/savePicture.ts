import * as vscode from 'vscode';
import { exportPlace } from './exportResults.ts';
import type { Notifier } from './notifier.ts';

/** A picture in both of its forms. */
export interface PictureForms {
  svg: string;
  png: Uint8Array;
}

/** Asks for a place and writes the picture there: as SVG where the name ends so, else as PNG. */
export async function savePicture(
  document: vscode.TextDocument,
  picture: PictureForms,
  notifier: Notifier,
): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Picture'),
    defaultUri: exportPlace(document, 'svg'),
    filters: { SVG: ['svg'], PNG: ['png'] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, pictureBytes(target.path, picture));
  notifier.mention(vscode.l10n.t('wrote {0}.', vscode.workspace.asRelativePath(target)));
}

/** The form that a file's name asks for. */
export function pictureBytes(path: string, { svg, png }: PictureForms): Uint8Array {
  return path.toLowerCase().endsWith('.svg') ? new TextEncoder().encode(svg) : png;
}
