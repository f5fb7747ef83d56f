import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { errors } from '../../base/errors.ts';
import { type Resource, resourceAt } from './resource.ts';

/** A file of a Python package index. */
export interface IndexFile extends Resource {
  name: string;
  /** Hex; the index vouches for it. */
  sha256: string;
  /** Bytes, where the index says. */
  size?: number;
}

/** The index that `pip` would ask: PIP_INDEX_URL, its configuration files, else the public one. */
export async function indexUrl(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (env.PIP_INDEX_URL) return env.PIP_INDEX_URL;
  const home = homedir();
  const files = [
    env.PIP_CONFIG_FILE,
    env.VIRTUAL_ENV && path.join(env.VIRTUAL_ENV, 'pip.conf'),
    path.join(env.XDG_CONFIG_HOME || path.join(home, '.config'), 'pip', 'pip.conf'),
    path.join(home, '.pip', 'pip.conf'),
    '/etc/pip.conf',
  ];
  for (const file of files) {
    const text = file ? await readFile(file, 'utf8').catch(() => '') : '';
    const found = /^[ \t]*index-url[ \t]*[=:][ \t]*(\S+)/m.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return 'https://pypi.org/simple';
}

/** The first file of a project in a simple index (PEP 503 as HTML, PEP 691 as JSON) whose name fits. */
export async function findInIndex(
  index: string,
  project: string,
  fits: RegExp,
  signal: AbortSignal,
): Promise<IndexFile> {
  const page = resourceAt(`${index.replace(/\/+$/, '')}/${project}/`);
  const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.1';
  const reply = await fetch(page.url, { headers: { ...page.headers, accept }, signal });
  if (!reply.ok) throw errors.badInput(`a package index at ${page.url}`, `HTTP ${reply.status}`);
  const json = reply.headers.get('content-type')?.includes('json');
  const files = json ? filesOfJson(await reply.json()) : filesOfHtml(await reply.text());
  const found = files.find(({ name }) => fits.test(name));
  if (found === undefined) throw errors.badInput(`a file like ${fits.source} at ${page.url}`, 'none');
  const url = new URL(found.url, reply.url).href;
  // What protects the index protects its files, where they are on the same host.
  const headers = new URL(url).host === new URL(page.url).host ? page.headers : {};
  return { ...found, url, headers };
}

type Listed = Omit<IndexFile, 'headers'>;

function filesOfJson(page: unknown): Listed[] {
  const { files } = page as {
    files: { filename: string; url: string; size?: number; hashes: { sha256?: string } }[];
  };
  return files.flatMap(({ filename, url, size, hashes: { sha256 } }) =>
    sha256 === undefined ? [] : [{ name: filename, url, size, sha256 }],
  );
}

/** A link for each file; its fragment has the hash. */
function filesOfHtml(page: string): Listed[] {
  return [...page.matchAll(/href="([^"#]+)#sha256=([0-9a-f]{64})"/g)].map(([, href, sha256]) => {
    const url = href.replaceAll('&amp;', '&');
    return { name: decodeURIComponent(url.split(/[?]/)[0].split('/').at(-1) ?? ''), url, sha256 };
  });
}
