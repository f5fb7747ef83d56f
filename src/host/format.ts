/** How figures are written, the same in hover, tree and status bar. */

export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)}%`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of block characters; a full one is `width` characters wide. */
export function bar(ratio: number, width: number): string {
  const units = Math.round(ratio * width * 8);
  return '█'.repeat(units >> 3) + eighths[units & 7];
}

/** The text on one line, cut to `length` characters. */
export function oneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= length
    ? line
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * Text that a notification shows as it is. VS Code makes links of `[text](command:...)` in one, and a file's name or
 * a task's may hold that.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Text that Markdown, in a table or out of one, shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+.!|<>&~$-]/g, '\\$&').replace(/\s+/g, ' ');
}
