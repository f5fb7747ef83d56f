/** A package index on this machine with a toy wheel, and a toy compiler: all of a set-up but its size. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { Random } from '../../../src/base/random.ts';
import { findNative } from '../../../src/native/node/home.ts';
import { type InstallOptions, install } from '../../../src/native/node/install.ts';

const random = new Random(3);
/** Large enough that a download has several chunks. */
const library = Uint8Array.from({ length: 1_000_000 }, () => random.int(256));
const framework = new TextEncoder().encode('framework');

export const wheelName = 'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.whl';
export const wheel = zipSync({
  'tensorflow/include/tensorflow/c/c_api.h': new TextEncoder().encode('// A header.\n'),
  'tensorflow/libtensorflow_cc.so.2': [library, { level: 0 }],
  'tensorflow/libtensorflow_framework.so.2': framework,
  'tensorflow/python/nobody_needs_this.py': new Uint8Array(5000),
});
const contents = { library, framework };

interface Site {
  origin: string;
  /** Ranges that were asked for, in order; empty where none was. */
  ranges: string[];
  /** Bytes after which the next download's connection breaks. */
  cutAfter: number | undefined;
  /** What the index says of the wheel. */
  sha256: string;
  format: 'json' | 'html';
  close(): Promise<void>;
}

/** Serves the index and the wheel, honours ranges, and breaks when it is told to. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => {
    if (request.url === '/simple/tensorflow-cpu/') index(response);
    else if (request.url === `/files/${wheelName}`) file(request, response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site: Site = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges: [],
    cutAfter: undefined,
    sha256: createHash('sha256').update(wheel).digest('hex'),
    format: 'json',
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };

  function index(response: ServerResponse): void {
    const url = `../../files/${wheelName}`;
    if (site.format === 'html') {
      const other = 'tensorflow_cpu-2.15.1-cp311-cp311-win_amd64.whl';
      const links = [other, wheelName].map(
        name => `<a href="../../files/${name}#sha256=${site.sha256}">${name}</a>`,
      );
      response.writeHead(200, { 'content-type': 'text/html' }).end(links.join('\n'));
      return;
    }
    const files = [{ filename: wheelName, url, size: wheel.length, hashes: { sha256: site.sha256 } }];
    response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
    response.end(JSON.stringify({ files }));
  }

  function file(request: IncomingMessage, response: ServerResponse): void {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (request.method === 'GET') site.ranges.push(request.headers.range ?? '');
    if (from >= wheel.length) return void response.writeHead(416).end();
    const body = wheel.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length });
    if (request.method === 'HEAD') return void response.end();
    const { cutAfter } = site;
    site.cutAfter = undefined;
    if (cutAfter === undefined) return void response.end(body);
    response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 50));
  }
  return site;
}

export interface Place {
  folder: string;
  home: string;
  compiler: string;
  remove(): void;
}

/** Tests of a set-up, each with a site that has forgotten the one before, and a folder of its own. */
export function describeSetUp(tests: (at: { readonly site: Site; readonly place: Place }) => void): void {
  // The way by the wheel is for this platform alone; the others have the official one, which needs its host.
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  describe('Setting the native library up', () => {
    let site: Site;
    let place: Place;
    before(async () => {
      site = await startSite();
    });
    after(() => site.close());
    beforeEach(() => {
      place = scratch();
      Object.assign(site, { ranges: [], cutAfter: undefined, format: 'json' });
    });
    afterEach(() => place.remove());
    tests({
      get site() {
        return site;
      },
      get place() {
        return place;
      },
    });
  });
}

/** A folder for one test, with a compiler in it that makes an add-on of one line. */
export function scratch(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'manylens-native-'));
  const compiler = join(folder, 'toy-compiler');
  writeFileSync(
    compiler,
    '#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = -o ] && echo add-on > "$2"; shift; done\n',
  );
  chmodSync(compiler, 0o755);
  return {
    folder,
    home: join(folder, 'home'),
    compiler,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Sets up from the site, with the environment that a user would set. */
export async function installFrom(
  site: Site,
  { home, compiler }: { home: string; compiler: string },
  options: Partial<InstallOptions> = {},
): Promise<string[]> {
  const stages: string[] = [];
  const env = {
    PIP_INDEX_URL: `${site.origin}/simple/`,
    TFJS_NODE_CDN_STORAGE: `${site.origin}/nothing-here/`,
    CXX: compiler,
  };
  const before = Object.fromEntries(Object.keys(env).map(name => [name, process.env[name]]));
  Object.assign(process.env, env);
  try {
    await install({
      home,
      sources: { binding: 'binding', headers: 'headers' },
      check: async () => undefined,
      signal: new AbortController().signal,
      progress: stage => stages.at(-1) !== stage && stages.push(stage),
      ...options,
    });
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  return stages;
}

/** Whole and alone: nothing but the library, each file as it was in the wheel. */
export function assertWhole({ home }: { home: string }): void {
  assert.deepEqual(readdirSync(home), ['current']);
  const { files, ...rest } = findNative(home);
  assert.ok(files !== undefined, JSON.stringify(rest));
  const library = (name: string) => readFileSync(join(files.libraries, name));
  assert.deepEqual(library('libtensorflow_cc.so.2'), Buffer.from(contents.library));
  assert.deepEqual(library('libtensorflow.so'), Buffer.from(contents.library));
  assert.deepEqual(library('libtensorflow_framework.so'), Buffer.from(contents.framework));
  assert.equal(readFileSync(files.addon, 'utf8'), 'add-on\n');
  assert.ok(!existsSync(join(files.root, 'include')));
}
