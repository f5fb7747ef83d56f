import { kindsInWords } from '../base/textKinds.ts';
import { inEnglish } from '../base/words.ts';
import { labelColor } from '../protocol/colors.ts';
import { isOutside } from '../protocol/scores.ts';
import type { RunningMean } from './runningMean.ts';
import { type Colors, fit, harmless, lyingBar, pad, painter, widthOf } from './terminalText.ts';

/** Labels a task that are drawn; the rest is a few percent. */
const LABELS = 3;
/** Columns of a full bar, where there is room, and of what stands behind it. */
const BAR = 30;
const COUNTS = 18;
const GAP = '  ';
const LEGEND = 'Figures are per cent; · is not sure; "N of M": how many segments are sure.';
const SCOPE_LEGEND = 'A task is asked of some kinds of text alone: elsewhere there is nothing.';

/** Every task's document score as bars, the most probable labels first. */
export function summary(mean: RunningMean, width: number, colors: Colors): string {
  const titleWidth = Math.min(24, Math.max(...mean.tasks.map(({ id }) => widthOf(harmless(id)))));
  const labels = mean.tasks.flatMap(task => task.labels);
  const labelWidth = Math.min(20, Math.max(...labels.map(label => widthOf(harmless(label)))));
  const room = width - titleWidth - labelWidth - 3 * GAP.length - COUNTS;
  const barWidth = Math.max(4, Math.min(BAR, room));
  const lines = mean.tasks.flatMap((task, k) => {
    const score = mean.score(k);
    const { probabilities, scored, abstained } = score;
    const title = pad(fit(harmless(task.id), titleWidth), titleWidth);
    if (isOutside(score))
      return [
        `${title}${GAP}${colors.dim(`   asked of ${kindsInWords(task.scope ?? [], inEnglish, 'en')}`)}`,
      ];
    if (probabilities === null) return [`${title}${GAP}${colors.dim('·  not sure of any of it')}`];
    const ranked = task.labels.map((label, i) => ({ label, ratio: probabilities[i] }));
    ranked.sort((a, b) => b.ratio - a.ratio);
    return ranked.slice(0, LABELS).map(({ label, ratio }, rank) => {
      const paint = painter(colors, labelColor(task, label));
      const name = pad(fit(harmless(label), labelWidth), labelWidth);
      const share = `${Math.round(ratio * 100)} %`.padStart(5);
      const counted = rank === 0 ? colors.dim(`${GAP}${scored} of ${scored + abstained}`) : '';
      const start = rank === 0 ? title : ' '.repeat(titleWidth);
      const bar = pad(lyingBar(ratio, barWidth), barWidth);
      return `${start}${GAP}${paint(`${name}${GAP}${bar}`)}${share}${counted}`;
    });
  });
  const rule = colors.dim('─'.repeat(width - 1));
  const scoped = mean.tasks.some(({ scope }) => scope !== undefined);
  const legend = [LEGEND, ...(scoped ? [SCOPE_LEGEND] : [])].map(said =>
    colors.dim(fit(said, width - 1 - GAP.length)),
  );
  return `${rule}\n${[...lines, '', ...legend].map(line => `${GAP}${line}`.trimEnd()).join('\n')}\n`;
}
