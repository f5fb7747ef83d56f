import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../src/base/words.ts';
import { appendLabels, replaceLabels } from '../../../src/labels/node/append.ts';
import { importLabels, undoImport } from '../../../src/labels/node/importLabels.ts';
import type { LabelReading } from '../../../src/protocol/labels.ts';

let folder: string;
let at: string;
let clock = 0;

/** A folder for each test of a suite. */
function inFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manylens-import-'));
    at = join(folder, '.manylens', 'labels.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** @returns what was done, and what was said */
async function bring(files: string[], reading: LabelReading = { task: 'tone' }) {
  const told: string[] = [];
  const result = await importLabels(files, {
    ...{ to: at, reading, now: new Date(Date.UTC(2025, 0, 1) + clock++).toISOString() },
    tell: line => told.push(inEnglish(line).replaceAll(`${folder}/`, '')),
  });
  return { ...result, told };
}

/** The label file's records as `text|task|label`. */
const labels = () =>
  readFileSync(at, 'utf8')
    .trimEnd()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
    .map(({ text, task, label }) => `${text}|${task}|${label}`);

const table = 'text,label\nYo!,casual\nDear all,formal\nYo!,casual\n';

describe('An import of labels', () => {
  inFolder();

  it('makes the label file, a record a line, its keys in one order', async () => {
    const { told, ...result } = await bring([file('a.csv', table)]);
    assert.deepEqual(result, { added: 2, known: 1, skipped: 0 });
    assert.deepEqual(told, ['a.csv: read as CSV']);
    const [line] = readFileSync(at, 'utf8').split('\n');
    assert.match(line, /^\{"text":"Yo!","task":"tone","label":"casual","import":"2025-01-01T[^"]+Z"\}$/);
  });

  it('adds nothing the second time', async () => {
    const files = [file('a.csv', table), file('b.jsonl', '{"text":"Yo!","label":"casual"}\n')];
    await bring(files);
    const before = readFileSync(at, 'utf8');
    assert.deepEqual(await bring(files).then(({ added, known }) => [added, known]), [0, 4]);
    assert.equal(readFileSync(at, 'utf8'), before);
  });

  it('adds nothing the second time where labels contradict each other', async () => {
    const contradicting = file('a.csv', 'text,label\nYo!,casual\nYo!,formal\n');
    assert.equal((await bring([contradicting])).added, 2);
    assert.equal((await bring([contradicting])).added, 0);
  });

  it('goes on below what is there, and keeps its broken lines', async () => {
    await appendLabels(at, [{ text: 'Hm', task: 'tone', label: 'casual' }]);
    writeFileSync(at, `${readFileSync(at, 'utf8')}{"text":`);
    chmodSync(at, 0o640);
    await bring([file('a.csv', table)]);
    const [first, broken, ...others] = readFileSync(at, 'utf8').trimEnd().split('\n');
    assert.equal(first, '{"text":"Hm","task":"tone","label":"casual"}');
    assert.equal(broken, '{"text":');
    assert.equal(others.length, 2);
    assert.equal(statSync(at).mode & 0o777, 0o640);
  });

  it('writes through a link', async () => {
    await appendLabels(at, [{ text: 'Hm', task: 'tone', label: 'casual' }]);
    const link = join(folder, 'link.jsonl');
    symlinkSync(at, link);
    const own = at;
    at = link;
    await bring([file('a.csv', table)]);
    at = own;
    assert.equal(labels().length, 3);
  });

  it('lists the rows that it cannot use, and takes the others', async () => {
    const { told, added, skipped } = await bring([file('a.csv', 'text,label\nYo!,casual\nOh\nHi,formal\n')]);
    assert.deepEqual([added, skipped], [2, 1]);
    assert.deepEqual(told, ['a.csv:3: expected 2 columns, found 1', 'a.csv: read as CSV']);
  });

  it('adds nothing where one of its files cannot be read', async () => {
    await assert.rejects(bring([file('a.csv', table), join(folder, 'none.csv')]), /none\.csv/);
    await assert.rejects(
      bring([file('a.csv', table), file('b.csv', 'text,labels\nYo!,"a,b"\n')]),
      /--several/,
    );
    assert.ok(!existsSync(at));
  });

  it('writes into no file of another kind', async () => {
    at = file('letter.txt', 'Dear all\n');
    await assert.rejects(bring([file('a.csv', table)]), /label records \(JSON lines\)/);
    assert.equal(readFileSync(at, 'utf8'), 'Dear all\n');
  });

  it('leaves nothing else behind', async () => {
    await bring([file('a.csv', table)]);
    assert.deepEqual(readdirSync(join(folder, '.manylens')), ['labels.jsonl']);
  });

  it('takes over from one that was killed in the middle', async () => {
    await bring([file('a.csv', table)]);
    writeFileSync(`${at}.lock`, '999999999');
    writeFileSync(`${at}.partial`, '{"text":"half');
    await bring([file('b.csv', 'text,label\nHm,formal\n')]);
    assert.deepEqual(labels(), ['Yo!|tone|casual', 'Dear all|tone|formal', 'Hm|tone|formal']);
    assert.deepEqual(readdirSync(join(folder, '.manylens')), ['labels.jsonl']);
  });

  it('takes what is no lock for none, and follows no link in the place of its own files', async () => {
    await bring([file('a.csv', table)]);
    const other = file('other.txt', 'mine');
    symlinkSync(other, `${at}.partial`);
    symlinkSync(other, `${at}.lock`);
    lutimesSync(`${at}.lock`, 0, 0);
    await bring([file('b.csv', 'text,label\nHm,formal\n')]);
    assert.equal(labels().length, 3);
    assert.equal(readFileSync(other, 'utf8'), 'mine');
    assert.deepEqual(readdirSync(join(folder, '.manylens')), ['labels.jsonl']);
  });

  it('clears up what a process that was killed left of its wish for the lock', async () => {
    await bring([file('a.csv', table)]);
    writeFileSync(`${at}.lock.asked-0-999999999`, '999999999');
    await bring([file('b.csv', 'text,label\nHm,formal\n')]);
    assert.deepEqual(readdirSync(join(folder, '.manylens')), ['labels.jsonl']);
  });

  it('loses nothing that an editor, which heeds no lock, saves meanwhile', async () => {
    const line = (text: string) => `{"text":"${text}","task":"tone","label":"formal"}\n`;
    at = file('own.jsonl', line('a'));
    let saved = false;
    await replaceLabels(at, async function* both(target) {
      yield readFileSync(target);
      if (!saved) writeFileSync(target, `${line('a')}${line('saved')}`);
      saved = true;
      yield line('imported');
    });
    assert.deepEqual(labels(), ['a|tone|formal', 'saved|tone|formal', 'imported|tone|formal']);
  });

  it('loses no label that is given meanwhile', async () => {
    const many = file(
      'a.jsonl',
      Array.from({ length: 2000 }, (_, n) => `{"text":"${n}","label":"x"}\n`).join(''),
    );
    const given = Array.from({ length: 10 }, (_, n) =>
      appendLabels(at, [{ text: `own ${n}`, task: 'tone', label: 'casual' }]),
    );
    await Promise.all([bring([many]), ...given]);
    assert.equal(labels().length, 2010);
  });
});

describe('An import that is taken back', () => {
  inFolder();

  it('takes its labels along, and no other', async () => {
    await bring([file('a.csv', table)]);
    await bring([file('b.csv', 'text,label\nHm,formal\nDear all,formal\n"a ""import"":""x""",casual\n')]);
    await appendLabels(at, [{ text: 'Oh', task: 'tone', label: 'formal' }]);
    writeFileSync(at, `${readFileSync(at, 'utf8')}broken \xff\n`, 'latin1');
    assert.equal((await undoImport(at)).removed, 2);
    const lines = readFileSync(at, 'latin1').trimEnd().split('\n');
    assert.equal(lines.pop(), 'broken \xff');
    assert.deepEqual(
      lines.map(line => JSON.parse(line).text),
      ['Yo!', 'Dear all', 'Oh'],
    );
  });

  it('can be brought again', async () => {
    const a = file('a.csv', table);
    await bring([a]);
    await undoImport(at);
    assert.deepEqual(labels(), []);
    assert.equal((await bring([a])).added, 2);
  });

  it('is followed by the one before', async () => {
    await bring([file('a.csv', table)]);
    await bring([file('b.csv', 'text,label\nHm,formal\n')]);
    assert.deepEqual([(await undoImport(at)).removed, (await undoImport(at)).removed], [1, 2]);
    await assert.rejects(undoImport(at), /an import to take back, found none/);
  });

  it('is none where nothing was imported', async () => {
    await assert.rejects(undoImport(at), /an import to take back/);
    await appendLabels(at, [{ text: 'Hm', task: 'tone', label: 'casual' }]);
    const before = readFileSync(at, 'utf8');
    await assert.rejects(undoImport(at), /an import to take back/);
    assert.equal(readFileSync(at, 'utf8'), before);
  });
});
