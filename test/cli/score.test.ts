import assert from 'node:assert/strict';
import { once } from 'node:events';
import { parse } from 'csv-parse/sync';
import { run, start } from './support/run.ts';
import { type Workspace, workspace } from './support/workspace.ts';

interface ScoreRecord {
  file: string;
  start: number;
  end: number;
  line: number;
  column: number;
  text: string;
  language: string;
  scores: Record<string, { label: string | null; probabilities: Record<string, number>; abstained: boolean }>;
}

const labels: Record<string, string[]> = { sentiment: ['negative', 'positive'], toxicity: ['none', 'toxic'] };

let at: Workspace;

/** @returns the records of a run that ended well */
async function score(args: readonly string[], input?: string | Buffer): Promise<ScoreRecord[]> {
  const ran = await run(['score', '--model', at.model, '--backend', 'wasm', ...args], {
    input,
    cwd: at.folder,
  });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line));
}

/** What the contract says about every record. */
function keepsTheContract(record: ScoreRecord, text: string, tasks: readonly string[]): void {
  const keys = ['file', 'start', 'end', 'line', 'column', 'text', 'language', 'scores'];
  assert.deepEqual(Object.keys(record), keys);
  assert.equal(record.text, text.slice(record.start, record.end));
  const before = text.slice(0, record.start).split('\n');
  assert.deepEqual([record.line, record.column], [before.length, (before.at(-1) ?? '').length + 1]);
  if (record.text === '') assert.deepEqual(record.scores, {});
  else assert.deepEqual(Object.keys(record.scores), tasks);
  for (const [task, { label, probabilities, abstained }] of Object.entries(record.scores)) {
    assert.deepEqual(Object.keys(probabilities), labels[task]);
    const values = Object.values(probabilities);
    assert.ok(Math.abs(values.reduce((sum, p) => sum + p, 0) - 1) < 1e-6);
    const best = labels[task][values.indexOf(Math.max(...values))];
    assert.equal(label, abstained ? null : best);
  }
}

describe('score', () => {
  before(async () => {
    at = await workspace();
  });

  const tricky =
    '# Wonderful 👍🏽 things\r\n\r\nIt is lovely. It was awful, and broken.\r\n\r\n- 这个很好。那个很差！\r\n\r\n`code`\r\n';

  for (const [name, text] of [
    ['markdown.md', tricky],
    ['plain.txt', tricky],
    ['no extension', tricky],
  ]) {
    it(`gives the sentences of ${name}, each where it says`, async () => {
      at.file(name, text);
      const records = await score([name]);
      assert.ok(records.length >= 4);
      let end = 0;
      for (const record of records) {
        keepsTheContract(record, text, ['sentiment', 'toxicity']);
        assert.equal(record.file, name);
        assert.ok(record.start >= end && record.end > record.start);
        end = record.end;
      }
      assert.ok(records.some(record => record.text.endsWith('这个很好。') && record.language === 'zh'));
      assert.equal(
        records.some(record => record.text.includes('code')),
        name !== 'markdown.md',
      );
    });
  }

  it('leaves out what comments take out, across paragraphs and to the end', async () => {
    const text = [
      'It is lovely.\n\n<!-- manylens-disable-next-line -->\n\nIt is awful.\n\nIt is broken.\n\n',
      '<!-- manylens-disable -->\n\nIt is awful.\n\nVery awful.\n\n<!-- manylens-enable -->\n\nIt is wonderful.\n',
    ].join('');
    at.file('ignored.md', text);
    const records = await score(['ignored.md']);
    for (const record of records) keepsTheContract(record, text, ['sentiment', 'toxicity']);
    assert.deepEqual(
      records.map(record => record.text),
      ['It is lovely.', 'It is broken.', 'It is wonderful.'],
    );
  });

  it('counts offsets behind a byte-order mark', async () => {
    at.file('bom.txt', '\uFEFFIt is lovely.');
    const [record] = await score(['bom.txt']);
    keepsTheContract(record, 'It is lovely.', ['sentiment', 'toxicity']);
  });

  describe('--by line', () => {
    function check(name: string, text: string, lines: string[]) {
      it(name, async () => {
        const records = await score(['--by', 'line', '-'], text);
        assert.deepEqual(
          records.map(record => record.text),
          lines,
        );
        for (const record of records)
          keepsTheContract(record, text.replace(/^\uFEFF/, ''), ['sentiment', 'toxicity']);
      });
    }

    check('ends lines at LF and CRLF', 'a b\r\nc d\ne f', ['a b', 'c d', 'e f']);
    check('starts no line at the last terminator', 'a b\n', ['a b']);
    check('gives empty lines', '\n\na b\n\r\n\n', ['', '', 'a b', '', '']);
    check('gives nothing for nothing', '', []);
    check('ends no line elsewhere', 'a\u2028b\u2029c\u0085d\re\u000cf\n', [
      'a\u2028b\u2029c\u0085d\re\u000cf',
    ]);
    check('leaves out a byte-order mark', '\uFEFFa b\n\uFEFFc\n', ['a b', '\uFEFFc']);
    check('never splits a long line', `${'it is lovely. '.repeat(100_000)}\nb`, [
      'it is lovely. '.repeat(100_000),
      'b',
    ]);

    it('escapes what other readers take for line ends', async () => {
      const { stdout } = await run(['score', '--model', at.model, '--by', 'line'], {
        input: 'a\u2028b\u2029c\u0085d',
      });
      assert.ok(stdout.includes('"text":"a\\u2028b\\u2029c\\u0085d"'));
    });

    it('takes the lines of a Markdown file as they stand', async () => {
      at.file('lines.md', '# It is\n```\nlovely\n```\n');
      const records = await score(['--by', 'line', 'lines.md']);
      assert.deepEqual(
        records.map(record => record.text),
        ['# It is', '```', 'lovely', '```'],
      );
    });

    it('answers while more may come', async () => {
      const child = start(['score', '--model', at.model, '--by', 'line']);
      child.stdin?.write('it is lovely\nand');
      const [first] = await once(child.stdout ?? child, 'data');
      assert.equal(JSON.parse(String(first)).text, 'it is lovely');
      child.stdin?.end(' more');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  });

  it('answers a document without prose by abstaining', async () => {
    at.file('code.md', '```\ncode only\n```\n');
    at.file('blank.txt', '\n \n');
    for (const record of await score(['--by', 'document', 'code.md', 'blank.txt'])) {
      assert.deepEqual(Object.keys(record.scores), ['sentiment', 'toxicity']);
      for (const { label, abstained } of Object.values(record.scores)) {
        assert.deepEqual([label, abstained], [null, true]);
      }
    }
  });

  it('gives one record a file with --by document', async () => {
    at.file('one.txt', 'It is lovely. It was awful.\n');
    at.file('empty.txt', '');
    const [one, empty] = await score(['--by', 'document', 'one.txt', 'empty.txt']);
    keepsTheContract(one, 'It is lovely. It was awful.\n', ['sentiment', 'toxicity']);
    assert.equal(one.end, 28);
    assert.deepEqual([empty.file, empty.text, empty.scores], ['empty.txt', '', {}]);
  });

  it('gives the chosen tasks in their order', async () => {
    const [record] = await score(['--tasks', 'toxicity,sentiment'], 'It is lovely.');
    assert.deepEqual(Object.keys(record.scores), ['toxicity', 'sentiment']);
    const [only] = await score(['--tasks', 'toxicity'], 'It is lovely.');
    assert.deepEqual(Object.keys(only.scores), ['toxicity']);
  });

  it('gives the same bytes however the input comes', async () => {
    const text = Array.from(
      { length: 3000 },
      (_, n) => `it was ${n} awful ${'lovely '.repeat(n % 9)}\n`,
    ).join('');
    const whole = await run(['score', '--model', at.model, '--by', 'line', '-'], { input: text });
    const child = start(['score', '--model', at.model, '--by', 'line', '-']);
    let stdout = '';
    child.stdout?.on('data', chunk => {
      stdout += chunk;
    });
    for (let i = 0; i < text.length; i += 7000) {
      child.stdin?.write(text.slice(i, i + 7000));
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    child.stdin?.end();
    await once(child, 'close');
    assert.equal(stdout, whole.stdout);
  });

  it('writes CSV', async () => {
    const ran = await run(['score', '--model', at.model, '--format', 'csv', '-'], {
      input: 'It is "lovely", really.',
    });
    const [header, row] = parse(ran.stdout);
    const answers = Object.entries(labels).flatMap(([task, names]) => [
      task,
      ...names.map(name => `${task}:${name}`),
    ]);
    assert.deepEqual(header, ['file', 'start', 'end', 'line', 'column', 'text', 'language', ...answers]);
    assert.deepEqual(row.slice(0, 6), ['-', '0', '23', '1', '1', 'It is "lovely", really.']);
  });

  it('writes a plain table where there is no terminal', async () => {
    at.file('table.txt', 'It is lovely \u001b[31m. And this is awful.\n');
    const ran = await run(['score', '--model', at.model, '--format', 'table', 'table.txt'], {
      cwd: at.folder,
    });
    assert.equal(ran.code, 0);
    assert.ok(!ran.stdout.includes('\u001b'));
    for (const part of ['table.txt', 'sentiment', 'And this is awful.']) assert.ok(ran.stdout.includes(part));
  });

  it('warns of bytes that are no UTF-8', async () => {
    const ran = await run(['score', '--model', at.model, '-'], { input: Buffer.from([0x61, 0xff, 0x62]) });
    assert.deepEqual([ran.code, ran.stderr], [0, '-: 1 undecodable bytes were replaced (utf-8).\n']);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = start(['score', '--model', at.model, '--by', 'line']);
    let stderr = '';
    child.stderr?.on('data', chunk => {
      stderr += chunk;
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end('it is lovely\n'.repeat(20_000));
    await once(child.stdout ?? child, 'data');
    child.stdout?.destroy();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.equal(stderr, '');
  });

  it('writes whole lines until it is interrupted', async () => {
    const child = start(['score', '--model', at.model, '--by', 'line']);
    child.stdin?.on('error', () => {});
    child.stdin?.write('it is lovely\n'.repeat(2000));
    let stdout = '';
    child.stdout?.on('data', chunk => {
      stdout += chunk;
    });
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    assert.deepEqual(
      await once(child, 'close'),
      process.platform === 'win32' ? [null, 'SIGINT'] : [130, null],
    );
    assert.ok(stdout.endsWith('}\n'));
  });

  describe('refuses, with exit code 2 and one line,', () => {
    function check(name: string, args: (at: Workspace) => string[], said: RegExp, input?: string) {
      it(name, async () => {
        const ran = await run(args(at), { input, cwd: at.folder });
        assert.deepEqual([ran.code, ran.stdout], [2, '']);
        assert.match(ran.stderr, said);
        assert.match(ran.stderr, /^manylens: [^\n]+\n$/);
      });
    }

    const using =
      (...args: string[]) =>
      (at: Workspace) => ['score', '--model', at.model, ...args];
    check('no command', () => [], /expected a command/);
    check('an unknown command', () => ['guess'], /'guess'/);
    check('an unknown option', using('--loud'), /'--loud'/);
    check('an unknown unit', using('--by', 'word'), /'word'.*sentence, line, document/);
    check('an unknown format', using('--format', 'xml'), /'xml'.*table, jsonl, csv/);
    check('an unknown backend', using('--backend', 'gpu'), /'gpu'.*auto, tensorflow, wasm, cpu/);
    check('an unknown task', using('--tasks', 'sentiment,mood'), /sentiment, toxicity.*"mood"/, 'a b');
    check('an empty list of tasks', using('--tasks', ''), /task ids/);
    check('a missing file', using('none.txt'), /none\.txt: expected a file, found none/);
    check('a folder', using('.'), /\.: expected a file, found a folder/);
    check('a missing model', () => ['score', '--model', 'nowhere', '-'], /nowhere.*expected/, 'a b');
    check('binary bytes on stdin', using('-'), /-: expected text in UTF-8, found a NUL byte/, 'a\0b');

    it('a binary file, before anything is scored', async () => {
      at.file('fine.txt', 'It is lovely.');
      at.file('binary.bin', Buffer.from([1, 0, 2]));
      const ran = await run(using('fine.txt', 'binary.bin')(at), { cwd: at.folder });
      assert.deepEqual([ran.code, ran.stdout], [2, '']);
      assert.match(ran.stderr, /binary\.bin: expected text/);
    });
  });
});
