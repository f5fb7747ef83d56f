import { labelColor } from '../protocol/colors.ts';
import type { RunningMean } from './runningMean.ts';
import { type Colors, fit, harmless, lyingBar, pad, painter, widthOf } from './terminalText.ts';

/** Labels a task that are drawn; the rest is a few percent. */
const LABELS = 3;
/** Columns of a full bar, where there is room, and of what stands behind it. */
const BAR = 30;
const COUNTS = 18;
const GAP = '  ';
const LEGEND = 'Figures are per cent; · is not sure; "N of M": how many segments are sure.';

/** Every task's document score as bars, the most probable labels first. */
export function summary(mean: RunningMean, width: number, colors: Colors): string {
  const titleWidth = Math.min(24, Math.max(...mean.tasks.map(({ id }) => widthOf(harmless(id)))));
  const labels = mean.tasks.flatMap(task => task.labels);
  const labelWidth = Math.min(20, Math.max(...labels.map(label => widthOf(harmless(label)))));
  const room = width - titleWidth - labelWidth - 3 * GAP.length - COUNTS;
  const barWidth = Math.max(4, Math.min(BAR, room));
  const lines = mean.tasks.flatMap((task, k) => {
    const { probabilities, scored, abstained } = mean.score(k);
    const title = pad(fit(harmless(task.id), titleWidth), titleWidth);
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
  const legend = colors.dim(fit(LEGEND, width - 1 - GAP.length));
  return `${rule}\n${[...lines, '', legend].map(line => `${GAP}${line}`.trimEnd()).join('\n')}\n`;
}
