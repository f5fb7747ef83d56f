/** Which themable colour a label has, the same in editor, tree and panel. */
import type { TaskInfo } from './scores.ts';

/** Contributed as `manylens.<name>` in package.json; in the webview `--vscode-manylens-<name>`. */
export const labelColors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'gray'] as const;
export type LabelColor = (typeof labelColors)[number];

/** Labels whose colour people expect; data, so that a bundle's labels need no code. */
const expected: Readonly<Record<string, LabelColor>> = {
  negative: 'red',
  neutral: 'gray',
  positive: 'green',
  none: 'gray',
  toxic: 'red',
  anger: 'red',
  disgust: 'orange',
  fear: 'purple',
  joy: 'green',
  sadness: 'blue',
  surprise: 'yellow',
  subjective: 'purple',
  objective: 'gray',
  debt: 'orange',
  impolite: 'red',
  polite: 'green',
  hate: 'red',
  ironic: 'purple',
  clickbait: 'orange',
  bug: 'red',
  feature: 'blue',
  question: 'purple',
};

const others = ['blue', 'orange', 'purple', 'green', 'pink', 'yellow', 'red'] as const;

export function labelColor(task: Pick<TaskInfo, 'labels'>, label: string): LabelColor {
  const known = label.toLowerCase();
  if (Object.hasOwn(expected, known)) return expected[known];
  return others[Math.max(0, task.labels.indexOf(label)) % others.length];
}

/** The theme colour of a label: the user's own choice, else the contributed one. */
export function themeColor(task: Pick<TaskInfo, 'labels' | 'colors'>, label: string): string {
  const own = task.colors;
  return own !== undefined && Object.hasOwn(own, label) ? own[label] : `manylens.${labelColor(task, label)}`;
}

/** A theme colour as VS Code names it in the style sheets of its window and of webviews. */
export function cssColor(themeColor: string): string {
  return `var(--vscode-${themeColor.replaceAll('.', '-')})`;
}
