import assert from 'node:assert/strict';
import { once } from 'node:events';
import { parse } from 'csv-parse/sync';
import { run, start } from './support/run.ts';
import { keepsTheContract, labels, score } from './support/score.ts';
import { type Workspace, workspace } from './support/workspace.ts';

describe('score', () => {
  let at: Workspace;
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

  it('prints the same bytes with one thread and with two', async () => {
    const words = ['lovely', 'awful', 'broken', 'wonderful', 'fine'];
    const sentence = (_: unknown, n: number) => `Number ${n} is ${words[n % 5]}${', really'.repeat(n % 11)}.`;
    const file = at.file('long.txt', Array.from({ length: 4000 }, sentence).join('\n\n'));
    const printed = await Promise.all(
      ['1', '2'].map(threads => run(['score', '--model', at.model, '--threads', threads, file])),
    );
    assert.deepEqual(
      printed.map(({ code }) => code),
      [0, 0],
      printed[1].stderr,
    );
    assert.ok(printed[0].stdout.split('\n').length > 4000);
    assert.equal(printed[1].stdout, printed[0].stdout);
  });

  it('reads the comments of code', async () => {
    const text = 'const a = "It is awful."; // It is lovely.\n/* It is\n * wonderful. */\n';
    at.file('code.ts', text);
    const records = await score(['code.ts']);
    for (const record of records) keepsTheContract(record, text, ['sentiment', 'toxicity']);
    assert.deepEqual(
      records.map(record => record.text),
      ['It is lovely.', 'It is\n * wonderful.'],
    );
  });

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

  for (const [name, text, prose] of [
    ['a.rst', 'One is ``no``::\n\n  no\n\n.. no\n', 'One is ``no``:'],
    ['a.adoc', ':no: no\n\nOne is `no`.\n\n----\nno\n----\n', 'One is `no`.'],
    ['a.tex', '\\no{} % no\n\nOne is $no$.\n', 'One is $no$.'],
    ['a.html', '<script>no</script><p>One is <code>no</code> so.</p>', 'One is <code>no</code> so.'],
    ['a.vue', '<template><p>One is {{ no }} so.</p></template><script>no</script>', 'One is {{ no }} so.'],
    ['a.svelte', '<p>One is {no} so.</p><style>no</style>', 'One is {no} so.'],
    ['a.mdx', "import no from 'no'\n\n<No>\nOne is so.\n</No>\n", 'One is so.'],
  ])
    it(`reads the prose of ${name}`, async () => {
      at.file(name, text);
      assert.deepEqual(
        (await score([name])).map(record => record.text),
        [prose],
      );
    });

  it('reads the encoding that is named, and UTF-16 by its mark', async () => {
    const text = '今天天气很好。\n我们去公园散步吧！\n';
    const bytes = Buffer.from('bdf1ccecccecc6f8badcbac3a1a30aced2c3c7c8a5b9abd4b0c9a2b2bdb0c9a3a10a', 'hex');
    const named = await score(['--encoding', 'gb18030'], bytes);
    for (const record of named) keepsTheContract(record, text, Object.keys(labels));
    assert.equal(named.length, 2);
    assert.deepEqual(await score(['-'], Buffer.from(`\uFEFF${text}`, 'utf16le')), named);
  });

  it('warns of bytes that are no UTF-8', async () => {
    const ran = await run(['score', '--model', at.model, '-'], { input: Buffer.from([0x61, 0xff, 0x62]) });
    assert.deepEqual([ran.code, ran.stderr], [0, '-: 1 characters could not be decoded.\n']);
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
});
