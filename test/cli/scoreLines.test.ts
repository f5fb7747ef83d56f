import assert from 'node:assert/strict';
import { once } from 'node:events';
import { run, start } from './support/run.ts';
import { keepsTheContract, score } from './support/score.ts';
import { type Workspace, workspace } from './support/workspace.ts';

describe('score --by line', () => {
  let at: Workspace;
  before(async () => {
    at = await workspace();
  });

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
  check('ends no line elsewhere', 'a\u2028b\u2029c\u0085d\re\u000cf\n', ['a\u2028b\u2029c\u0085d\re\u000cf']);
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
