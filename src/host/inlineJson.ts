/** A value as a script inside of a page says it: no text in it can end the script. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
