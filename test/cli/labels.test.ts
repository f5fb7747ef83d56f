import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { run, start } from './support/run.ts';
import { workspace } from './support/workspace.ts';

let cwd: string;
const at = (...path: string[]) => join(cwd, ...path);
const labels = (...args: string[]) => run(['labels', ...args], { cwd });
const own = () => readFileSync(at('.manylens', 'labels.jsonl'), 'utf8').trimEnd().split('\n');

describe('labels', () => {
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'manylens-labels-'));
    writeFileSync(at('a.csv'), '\uFEFFtext;label\r\nYo!;casual\r\nDear all;formal\r\nHm\r\n');
    writeFileSync(at('b.jsonl'), '{"text":"Yo!","task":"tone","label":"formal"}\n');
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  it('import says how it read, what it left, what it added; adds nothing again; is taken back', async () => {
    const first = await labels('import', 'a.csv', '--task', 'tone');
    const stdout = (added: number, known: string) =>
      `.manylens/labels.jsonl: ${added} labels added${known}, 1 line skipped.\n`;
    const stderr = 'a.csv:4: expected 2 columns, found 1\na.csv: read as CSV (;)\n';
    assert.deepEqual(first, { code: 0, stdout: stdout(2, ''), stderr });
    assert.deepEqual(
      own().map(line => JSON.parse(line).text),
      ['Yo!', 'Dear all'],
    );
    const second = await labels('import', 'a.csv', '--task', 'tone');
    assert.deepEqual(second, { code: 0, stdout: stdout(0, ', 2 known already'), stderr });
    const undone = await labels('import', '--undo');
    assert.match(
      undone.stdout,
      /^\.manylens\/labels\.jsonl: took back the import of 2.+Z: 2 labels fewer\.\n$/,
    );
    assert.equal(readFileSync(at('.manylens', 'labels.jsonl'), 'utf8'), '');
  });

  it('import suggests how git may merge labels, and writes that nowhere', async () => {
    execFileSync('git', ['init', '--quiet'], { cwd });
    const suggested = await labels('import', 'b.jsonl');
    assert.match(suggested.stderr, / into \.gitattributes: \.manylens\/labels\.jsonl merge=union$/m);
    assert.ok(!existsSync(at('.gitattributes')));
    writeFileSync(at('.gitattributes'), '.manylens/labels.jsonl merge=union\n');
    const silent = await labels('import', 'a.csv', '--task', 'tone');
    assert.doesNotMatch(silent.stderr, /gitattributes/);
  });

  it('check counts, and names lines', async () => {
    await labels('import', 'a.csv', '--task', 'tone', '--to', 'l.jsonl');
    const { code, stdout, stderr } = await labels('check', 'l.jsonl', 'b.jsonl');
    assert.deepEqual([code, stderr], [0, 'l.jsonl: read as JSON lines\nb.jsonl: read as JSON lines\n']);
    assert.match(stdout, /^task: label +texts\ntone: formal +2\n/);
    assert.match(stdout, /^ {2}b\.jsonl:1: tone is formal, but casual in l\.jsonl:1: "Yo!"$/m);
  });

  it('check looks for no slips among thousands of texts, and says so', async () => {
    const rows = Array.from({ length: 2001 }, (_, n) =>
      JSON.stringify({ text: `text ${n}`, task: 'tone', label: n % 2 === 0 ? 'formal' : 'casual' }),
    );
    writeFileSync(at('many.jsonl'), rows.join('\n'));
    const { code, stdout, stderr } = await labels('check', 'many.jsonl');
    assert.equal(code, 0);
    assert.match(stderr, /^tone: 2001 texts are too many to look for slips among them\.$/m);
    assert.doesNotMatch(stdout, /slip/);
  });

  it('import, killed at any moment, has added all or nothing, and goes on the next time', async () => {
    await labels('import', 'b.jsonl');
    const [before] = own();
    const rows = Array.from(
      { length: 10_000 },
      (_, n) => `{"text":"text ${n}","task":"tone","label":"casual"}\n`,
    );
    writeFileSync(at('many.jsonl'), rows.join(''));
    for (let wait = 100; own().length === 1; wait += 250) {
      const child = start(['labels', 'import', 'many.jsonl'], cwd);
      const closed = once(child, 'close');
      await Promise.race([closed, setTimeout(wait)]);
      child.kill('SIGKILL');
      await closed;
      assert.equal(own()[0], before);
      assert.ok([1, 1 + rows.length].includes(own().length), `${own().length} lines`);
    }
    const { stdout } = await labels('import', 'many.jsonl');
    assert.equal(stdout, '.manylens/labels.jsonl: 0 labels added, 10000 known already.\n');
    // What writes next clears up, should the last one have been killed after its work.
    await labels('import', 'a.csv', '--task', 'tone');
    assert.deepEqual(readdirSync(at('.manylens')), ['labels.jsonl']);
  });

  it('export writes what import reads', async () => {
    await labels('import', 'a.csv', '--task', 'tone');
    const before = own();
    for (const format of ['jsonl', 'csv', 'prodigy', 'doccano', 'label-studio', 'fasttext']) {
      const written = await labels('export', '--to-format', format, '--to', 'out');
      assert.deepEqual([written.code, written.stdout], [0, ''], written.stderr);
      const read = await labels('import', 'out', '--task', 'tone');
      assert.equal(read.stdout, '.manylens/labels.jsonl: 0 labels added, 2 known already.\n', format);
    }
    assert.deepEqual(own(), before);
    const printed = await labels('export', '--to-format', 'csv');
    assert.equal(printed.stdout, 'text,task,label\r\nYo!,tone,casual\r\nDear all,tone,formal\r\n');
  });

  function refuses(name: string, args: string[], said: RegExp) {
    it(`refuses ${name}, with exit code 2 and one line`, async () => {
      writeFileSync(at('several.csv'), 'text,labels\nOh,a\nYo!,"a,b"\n');
      const ran = await labels(...args);
      assert.deepEqual([ran.code, ran.stdout], [2, '']);
      assert.match(ran.stderr, said);
      assert.match(ran.stderr, /^manylens: [^\n]+\n$/);
      assert.ok(!existsSync(at('.manylens')));
    });
  }
  refuses('no command', [], /expected a command/);
  refuses('no file', ['import'], /expected files to import, found none/);
  refuses('a file that is not there', ['import', 'none.csv'], /none\.csv/);
  refuses('labels without a task', ['import', 'a.csv'], /a\.csv:2: expected --task ID/);
  refuses(
    'several labels of a text',
    ['import', 'several.csv', '--task', 't'],
    /several\.csv:3: .*--several/,
  );
  refuses('an unknown format', ['import', 'a.csv', '--from', 'excel'], /'excel'.*prodigy.*parquet/);
  refuses('to take back what was not imported', ['import', '--undo'], /an import to take back/);
  refuses('to import into no file', ['import', 'a.csv', '--to', '-'], /a label file after --to/);
  refuses('files beside --undo', ['import', 'a.csv', '--undo'], /no files beside --undo/);
  refuses('to export as what there is not', ['export', 'b.jsonl', '--to-format', 'excel'], /'excel'/);
  refuses('to export without a format', ['export', 'b.jsonl'], /--to-format/);
  refuses('to check a file that is not there', ['check'], /labels\.jsonl/);
});

describe('finetune', () => {
  it('learns a task from a table, says how it read it, asks for the task; a check finds a slip', async () => {
    const { folder, file, model } = await workspace();
    const rows = Array.from({ length: 30 }, (_, n) =>
      n % 2 === 0 ? `the lovely cable ${n};formal` : `an awful fool ${n};casual`,
    );
    file('tones.csv', `\uFEFFtext;label\r\n${rows.join('\r\n')}\r\n`);
    const args = ['finetune', 'tones.csv', '--model', model, '--out', 'tones'];
    const ran = await run([...args, '--task', 'tone', '--json', 'tones.json'], { cwd: folder });
    assert.match(ran.stderr, /^tones\.csv: read as CSV \(;\)$/m);
    const report = JSON.parse(readFileSync(join(folder, 'tones.json'), 'utf8'));
    assert.equal(report.tasks.tone.examples, 30);
    file('slip.csv', 'text;label\nthe lovely cable again;casual\n');
    const tables = ['tones.csv', 'slip.csv', '--task', 'tone', '--model', model];
    const { stdout } = await run(['labels', 'check', ...tables], { cwd: folder });
    assert.match(stdout, /^1 label that the others do not expect: a likely slip$/m);
    assert.match(
      stdout,
      /^ {2}slip\.csv:2: tone is casual, not formal \(\d+ %\): "the lovely cable again"$/m,
    );
    const asked = await run(args, { cwd: folder });
    assert.deepEqual([asked.code, asked.stdout], [2, '']);
    assert.match(asked.stderr, /^manylens: tones\.csv:2: expected --task ID[^\n]+\n$/);
  });
});
