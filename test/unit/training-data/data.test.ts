import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const scripts = join(import.meta.dirname, '../../../scripts/data');
const script = join(scripts, 'main.ts');

const reviews = Array.from({ length: 60 }, (_, i) => `${i % 2},第${i}次点的外卖\n`).join('');
/** Below the mirror's folder; named as the real sources are, so that their recipes read them. */
const files: Record<string, string> = {
  'zh-waimai/waimai_10k.csv': `label,review\n${reviews}1,"好，吃"\n1,"好，吃"\n0,好 吃！\n0,矛盾\n1,矛盾\n1,\n`,
  'senti4sd-so/train3098itemPOLARITY.csv':
    't1;negative;"It ""fails"""\r\nt2;positive;Thanks a lot !\r\nt3;neutral;for real\r\n',
  'senti4sd-so/test1326itemPOLARITY.csv': 't4;positive;thanks a lot!\r\n',
};

describe('npm run data', () => {
  let folder: string;
  let server: Server | undefined;
  let requests: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-'));
    requests = [];
    for (const [path, text] of Object.entries(files)) write(join('mirror', path), text);
  });
  afterEach(() => {
    server?.close();
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const out = (path: string) => join(folder, 'out', path);
  const rows = (name: string): { text: string; label: string; source: string; part: string }[] =>
    readFileSync(out(`prepared/${name}`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));

  /** Serves `files`; a path in `broken` fails that many times first. */
  async function serve(broken: Record<string, number> = {}): Promise<string> {
    const started = createServer((request, response) => {
      const path = request.url!.slice(1);
      requests.push(path);
      if ((broken[path] ?? 0) > 0) {
        broken[path]--;
        response.writeHead(503).end();
      } else response.end(files[path]);
    });
    server = started;
    await new Promise<void>(resolve => started.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }

  async function run(base: string, ...args: string[]): Promise<{ code: number; stderr: string }> {
    const sources = Object.entries(Object.groupBy(Object.keys(files), path => dirname(path))).map(
      ([id, paths]) => ({
        id,
        files: paths!.map(path => ({
          path,
          url: `${base}/${path}`,
          sha256: createHash('sha256').update(files[path]).digest('hex'),
          bytes: Buffer.byteLength(files[path]),
        })),
      }),
    );
    write('sources.json', JSON.stringify(sources));
    const where = [
      '--sources',
      join(folder, 'sources.json'),
      '--out',
      join(folder, 'out'),
      '--retry-ms',
      '1',
    ];
    return promisify(execFile)(process.execPath, [script, ...where, ...args]).then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: { code: number; stderr: string }) => error,
    );
  }
  const mirror = () => run('', '--mirror', join(folder, 'mirror'));

  it('prepares from a mirror: no text twice, in two splits or with two labels', async () => {
    assert.equal((await mirror()).code, 0);
    const texts = ['train', 'validation', 'test'].flatMap(split => rows(`sentiment.zh.${split}.jsonl`));
    assert.equal(texts.filter(({ text }) => text.startsWith('第')).length, 60);
    assert.equal(
      texts.some(({ text }) => text === '矛盾'),
      false,
    );
    assert.equal(texts.filter(({ text }) => text === '好,吃' || text === '好，吃').length, 1);
    const { sources } = JSON.parse(readFileSync(out('prepared/summary.json'), 'utf8'));
    assert.deepEqual(sources['zh-waimai'].dropped, { duplicate: 1, contradiction: 2, empty: 1 });
  });
  it('takes from training what a test has, whatever its punctuation', async () => {
    await mirror();
    const test = { text: 'thanks a lot!', label: 'positive', source: 'senti4sd-so', part: 'test' };
    assert.deepEqual(rows('sentiment.en.test.jsonl'), [test]);
    const kept = [...rows('sentiment.en.train.jsonl'), ...rows('sentiment.en.validation.jsonl')];
    assert.deepEqual(kept.map(({ text }) => text).sort(), ['It "fails"', 'for real']);
  });
  it('writes the same bytes again', async () => {
    const contents = () =>
      readdirSync(out('prepared')).map(name => `${name}\n${readFileSync(out(`prepared/${name}`), 'utf8')}`);
    await mirror();
    const first = contents();
    await mirror();
    assert.deepEqual(contents(), first);
  });
  it('downloads, after failures too, and goes on where it stopped', async () => {
    const [path] = Object.keys(files);
    const base = await serve({ [path]: 2 });
    assert.equal((await run(base)).code, 0);
    assert.deepEqual(requests, [path, path, ...Object.keys(files)]);
    requests = [];
    rmSync(out(`raw/${path}`));
    assert.equal((await run(base)).code, 0);
    assert.deepEqual(requests, [path]);
  });
  it('takes the sources that are asked for', async () => {
    assert.equal((await run(await serve(), '--only', 'senti4sd-so')).code, 0);
    assert.equal(existsSync(out('prepared/sentiment.zh.train.jsonl')), false);
    const { code, stderr } = await run('', '--only', 'senti4sd');
    assert.match(stderr, /--only: expected some of zh-waimai, senti4sd-so, found "senti4sd"\./);
    assert.equal(code, 2);
  });

  it('leaves no held-out text in training, and overlaps.ts finds one that is put there', async () => {
    await mirror();
    const args = [join(scripts, 'overlaps.ts'), '--data', join(folder, 'out')];
    const overlaps = () =>
      promisify(execFile)(process.execPath, args).then(
        ({ stdout }) => [0, stdout.split('\nPrepared: ')[1].trim()],
        ({ code, stdout }) => [code, stdout.split('\nPrepared: ')[1].trim()],
      );
    assert.deepEqual(await overlaps(), [0, 'no training text is held out.']);
    appendFileSync(out('prepared/documents.en.jsonl'), '{"text":"Thanks - a LOT"}\n');
    const found = 'documents (training) in senti4sd-so (held out): 1 the same, 0 cut, as "Thanks - a LOT"';
    assert.deepEqual(await overlaps(), [1, found]);
  });

  const refuses = (name: string, act: () => Promise<{ code: number; stderr: string }>, expected: RegExp) =>
    it(`refuses ${name}`, async () => {
      const { code, stderr } = await act();
      assert.match(stderr, expected);
      assert.equal(code, 2);
      assert.equal(existsSync(out('raw/zh-waimai')) && readdirSync(out('raw/zh-waimai')).length > 0, false);
    });
  const wrongHash =
    /zh-waimai\/waimai_10k\.csv: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64} \(5 bytes\) at /;
  refuses(
    'a wrong file in a mirror',
    () => {
      write('mirror/zh-waimai/waimai_10k.csv', 'wrong');
      return mirror();
    },
    wrongHash,
  );
  refuses(
    'a wrong file from upstream',
    async () => {
      const { 'zh-waimai/waimai_10k.csv': right } = files;
      const base = await serve();
      const running = run(base);
      files['zh-waimai/waimai_10k.csv'] = 'wrong';
      return running.finally(() => {
        files['zh-waimai/waimai_10k.csv'] = right;
      });
    },
    wrongHash,
  );
  refuses(
    'a file that is not there',
    () => {
      rmSync(join(folder, 'mirror/zh-waimai'), { recursive: true });
      return mirror();
    },
    /waimai_10k\.csv: expected a file of \d+ bytes, found none\./,
  );
  refuses(
    'an upstream that is down',
    () => run('http://127.0.0.1:9'),
    /waimai_10k\.csv: expected \d+ bytes from http.*found: /,
  );
});
