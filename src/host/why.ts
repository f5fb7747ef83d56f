import * as vscode from 'vscode';
import type { Explanation, WordEffect } from '../protocol/scores.ts';
import { escapeMarkdown, percent } from './format.ts';

/** Words that are told, each way: the strongest ones. */
const MOST = 3;

/** What moves a probability by less says nothing. */
const LEAST = 0.02;

/** Why a task answers as it does, as a line of Markdown; undefined where no word counts for much. */
export function why({ label, words }: Explanation): string | undefined {
  const strongest = words.toSorted((a, b) => Math.abs(b.drop) - Math.abs(a.drop));
  const telling = strongest.filter(({ drop }) => Math.abs(drop) >= LEAST);
  const listed = (some: readonly WordEffect[]) => some.slice(0, MOST).map(told).join(', ');
  const pro = listed(telling.filter(({ drop }) => drop > 0));
  const contra = listed(telling.filter(({ drop }) => drop < 0));
  if (pro === '' && contra === '') return undefined;
  const title = vscode.l10n.t('Why {0}?', escapeMarkdown(label));
  const reasons = [
    ...(pro === '' ? [] : [vscode.l10n.t('for it: {0}', pro)]),
    ...(contra === '' ? [] : [vscode.l10n.t('against it: {0}', contra)]),
  ];
  return `*${title}* ${reasons.join('; ')}`;
}

/** A word, and how the probability changes with it. */
const told = ({ word, drop }: WordEffect) =>
  `**${escapeMarkdown(word)}** ${drop > 0 ? '+' : '−'}${percent(Math.abs(drop))}`;
