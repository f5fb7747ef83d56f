import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const script = join(import.meta.dirname, '../../../scripts/data/documents.ts');

const README = `# A small parser

[![Build](https://example.org/badge.svg)](https://example.org)

- [Usage of the parser](#usage)

The parser reads one line at a time and returns a list of its words.

\`\`\`js
// The fence is code and none of it is prose.
\`\`\`

- Each option has a default value in the table below.

This library is the most awesome and beautiful of them all.

## License

The text in this place is about the law of the land.
`;
const CHINESE = '# 解析器\n\n每次读取一行文本，并返回单词列表。\n';
const SOURCE = `/* Copyright of somebody: the header says nothing of the code. */
// Returns the first of the values that are in the list.
export const first = list => list[0];
// TODO: the value of an empty list is not checked here.
`;
const JSON_PAIR = {
  en: { menu: { open: 'Open the file', ok: 'OK' } },
  zh: { menu: { open: '打开文件', ok: '好' } },
};

/** By the package's name: its files. */
const contents: Record<string, Record<string, string>> = {
  small: {
    'README.md': README,
    'docs/README.zh-CN.md': CHINESE,
    'CHANGELOG.md': 'The list of what was new in it.',
  },
  '@scope/again': { 'README.md': 'The parser reads one line at a time, and returns a list of its words.\n' },
  code: { 'src/first.js': SOURCE, 'dist/first.min.js': SOURCE.replace('first', 'third') },
  messages: { 'en.json': JSON.stringify(JSON_PAIR.en), 'zh.json': JSON.stringify(JSON_PAIR.zh) },
};
const take: Record<string, string[]> = { code: ['comments'], messages: [] };

describe('documents of packages', function () {
  this.timeout(60_000); // processes, on a machine that may be busy
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-'));
    mkdirSync(join(folder, 'mirror/documents'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const prepared = (name: string) => readFileSync(join(folder, 'out/prepared', name), 'utf8');
  const rows = (name: string) =>
    prepared(name)
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));

  /** Prepares these packages from a mirror, in which `spoilt` is another than is listed. */
  async function run(names: string[], spoilt?: string): Promise<{ code: number; stderr: string }> {
    const packages = names.map(name => {
      const bytes = gzipSync(tarOf(contents[name]));
      const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      const file = `${name.replace(/^@/, '').replace('/', '-')}-1.0.0.tgz`;
      writeFileSync(join(folder, 'mirror/documents', file), name === spoilt ? 'spoilt' : bytes);
      return { name, version: '1.0.0', integrity, licence: 'MIT', language: 'en', take: take[name] };
    });
    const pair = (language: string) => ({ package: 'messages', files: `^${language}\\.json$` });
    const pairs = names.includes('messages') ? [{ source: 'app', en: pair('en'), zh: pair('zh') }] : [];
    const list = join(folder, 'documents.json');
    writeFileSync(list, JSON.stringify({ packages, pairs }));
    const args = ['--packages', list, '--mirror', join(folder, 'mirror'), '--out', join(folder, 'out')];
    return promisify(execFile)(process.execPath, [script, ...args]).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: { code: number; stderr: string }) => error,
    );
  }

  it('gives the plain prose of Markdown, and what it is', async () => {
    assert.equal((await run(['small'])).code, 0);
    const source = 'small';
    assert.deepEqual(
      rows('documents.en.jsonl').sort((a, b) => a.text.localeCompare(b.text)),
      [
        { text: 'A small parser', kind: 'heading', source },
        { text: 'Each option has a default value in the table below.', kind: 'list-item', source },
        {
          text: 'The parser reads one line at a time and returns a list of its words.',
          kind: 'prose',
          source,
        },
      ],
    );
  });
  it('tells Chinese by the sentence', async () => {
    await run(['small']);
    assert.deepEqual(
      rows('documents.zh.jsonl')
        .map(({ text }) => text)
        .sort(),
      ['每次读取一行文本，并返回单词列表。', '解析器'].sort(),
    );
  });
  it('has a sentence once, of the package that comes first', async () => {
    assert.equal((await run(['@scope/again', 'small'])).code, 0);
    const same = rows('documents.en.jsonl').filter(({ text }) => text.startsWith('The parser reads'));
    assert.deepEqual(
      same.map(({ source }) => source),
      ['@scope/again'],
    );
  });
  it('gives the comments of sources, without licences and what is left to do', async function () {
    this.timeout(120_000); // the grammars are made
    assert.equal((await run(['code'])).code, 0);
    assert.deepEqual(rows('comments.en.jsonl'), [
      { text: 'Returns the first of the values that are in the list.', kind: 'comment', source: 'code' },
    ]);
  });
  it('pairs the messages of one key that are long enough', async () => {
    assert.equal((await run(['messages'])).code, 0);
    assert.deepEqual(rows('parallel.jsonl'), [{ en: 'Open the file', zh: '打开文件', source: 'app' }]);
  });
  it('writes the same bytes again, and fetches nothing twice', async () => {
    const all = ['small', '@scope/again', 'messages'];
    const written = () => ['documents.en', 'documents.zh', 'parallel'].map(name => prepared(`${name}.jsonl`));
    assert.match((await run(all)).stderr, /^3 of 3 packages fetched/);
    const first = written();
    assert.match((await run(all)).stderr, /^0 of 3 packages fetched/);
    assert.deepEqual(written(), first);
  });
  it('refuses a tarball of another integrity', async () => {
    const { code, stderr } = await run(['small'], 'small');
    assert.match(
      stderr,
      /^documents: small@1\.0\.0: expected the integrity sha512-\S+, found sha512-\S+ \(6 bytes\) at .*small-1\.0\.0\.tgz\.$/m,
    );
    assert.equal(code, 2);
    assert.equal(existsSync(join(folder, 'out/raw/documents/small-1.0.0.tgz')), false);
  });
});

/** An archive as npm packs it; a name that is too long for its header stands before it. */
function tarOf(files: Record<string, string>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const name = `package/${path}`;
    const pax = `13 mtime=1.5\n${String(name.length + 9).padStart(2, '0')} path=${name}\n`;
    return [...entry('PaxHeader', 'x', pax), ...entry('package/short', '0', text)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function entry(name: string, type: string, text: string): Buffer[] {
  const header = Buffer.alloc(512);
  const bytes = Buffer.from(text);
  header.write(name, 0);
  header.write(bytes.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write('ustar', 257);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
