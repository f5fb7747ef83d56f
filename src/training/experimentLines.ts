/** Where a JSON text's values stand, so that a message about one of them can name its line. */

export interface JsonLines {
  /** The line, from 1, of the value at a path; of its nearest ancestor where it is absent. */
  lineOf(path: readonly PropertyKey[]): number;
  /** The line of the first token that is no JSON; undefined in a sound text. */
  brokenAt?: number;
}

const tokens = /[ \t\r\n]*([{}[\],:]|"(?:[^"\\\n]|\\.)*"|[-+.\w]+|)/y;

export function jsonLines(text: string): JsonLines {
  const starts = new Map<string, number>();
  const reader = new RegExp(tokens);
  let at = 0;

  const next = (expected?: string): string => {
    const token = reader.exec(text)![1];
    at = reader.lastIndex - token.length;
    if (token === '' || (expected !== undefined && !expected.includes(token))) throw new BrokenJson();
    return token;
  };
  const members = (path: string, close: '}' | ']') => {
    for (let index = 0; ; index++) {
      let token = next();
      if (index === 0 && token === close) return;
      let key: string | number = index;
      if (close === '}') {
        if (!token.startsWith('"')) throw new BrokenJson();
        key = JSON.parse(token);
        next(':');
        token = next();
      }
      value(pathKey(path, key), token);
      if (next(`,${close}`) === close) return;
    }
  };
  const value = (path: string, token: string) => {
    starts.set(path, at);
    if (token === '{') members(path, '}');
    else if (token === '[') members(path, ']');
    else JSON.parse(token);
  };
  const line = (offset: number) => text.slice(0, offset).split('\n').length;

  let brokenAt: number | undefined;
  try {
    value('', next());
    if (reader.exec(text)![1] !== '' || reader.lastIndex < text.length) brokenAt = line(reader.lastIndex);
  } catch {
    brokenAt = line(at);
  }
  return {
    brokenAt,
    lineOf: path => {
      for (let length = path.length; length >= 0; length--) {
        const start = starts.get(path.slice(0, length).reduce<string>(pathKey, ''));
        if (start !== undefined) return line(start);
      }
      return 1;
    },
  };
}

class BrokenJson extends Error {}

function pathKey(path: string, key: PropertyKey): string {
  return `${path}/${JSON.stringify(String(key))}`;
}
