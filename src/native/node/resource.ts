/** Something to fetch. */
export interface Resource {
  url: string;
  headers: Record<string, string>;
}

/** `fetch` takes no user and password in an address: they become a header. */
export function resourceAt(address: string): Resource {
  const url = new URL(address);
  const { username, password } = url;
  if (username === '') return { url: url.href, headers: {} };
  url.username = '';
  url.password = '';
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, headers: { authorization: `Basic ${user.toString('base64')}` } };
}
