import assert from 'node:assert/strict';
import { run } from './support/run.ts';
import { type Workspace, workspace } from './support/workspace.ts';

/** Lines of GB 2312. */
const gb = Buffer.concat([Buffer.from('so\n'), Buffer.from('bdf1ccecccecc6f8bada'.repeat(20), 'hex')]);

describe('The command line refuses, with exit code 2 and one line,', () => {
  let at: Workspace;
  before(async () => {
    at = await workspace();
  });

  function check(name: string, args: (at: Workspace) => string[], said: RegExp, input?: string | Buffer) {
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
  check('an unknown kind', using('--kind', 'poem'), /'poem'.*prose, heading, comment, .*question/);
  check('an unknown task', using('--tasks', 'sentiment,mood'), /sentiment, toxicity.*"mood"/, 'a b');
  check('an empty list of tasks', using('--tasks', ''), /task ids/);
  check('a missing file', using('none.txt'), /none\.txt: expected a file, found none/);
  check('a folder', using('.'), /\.: expected a file, found a folder/);
  check('a missing model', () => ['score', '--model', 'nowhere', '-'], /nowhere.*expected/, 'a b');
  check('binary bytes on stdin', using('-'), /-: expected text in UTF-8 \(.*\), found a NUL byte/, 'a\0b');
  check(
    'an unknown encoding',
    using('--encoding', 'klingon'),
    /expected an encoding's name.*"klingon"/,
    'a b',
  );

  check(
    'another encoding',
    using('-'),
    /-:2: expected text in utf-8 \(--encoding NAME .*\), found \d+ char/,
    gb,
  );
  it('a file in another encoding, before anything is scored', async () => {
    at.file('fine.txt', 'It is lovely.');
    at.file('gb.txt', gb);
    const ran = await run(using('fine.txt', 'gb.txt')(at), { cwd: at.folder });
    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /^manylens: gb\.txt:2: expected text in utf-8 [^\n]+\n$/);
  });

  it('code that takes too much work to parse', async () => {
    at.file('hostile.rb', '<!'.repeat(100_000));
    const ran = await run(using('hostile.rb')(at), { cwd: at.folder });
    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /^manylens: The comments of this text cannot be found: as ruby, [^\n]+\n$/);
  });

  it('a binary file, before anything is scored', async () => {
    at.file('fine.txt', 'It is lovely.');
    at.file('binary.bin', Buffer.from([1, 0, 2]));
    const ran = await run(using('fine.txt', 'binary.bin')(at), { cwd: at.folder });
    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /binary\.bin: expected text/);
  });
});
