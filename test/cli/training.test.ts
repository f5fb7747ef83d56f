import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findNative, nativeHome } from '../../src/native/node/home.ts';
import { run, start } from './support/run.ts';
import { scope, type Workspace, workspace } from './support/workspace.ts';

let at: Workspace;

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const metrics = ['accuracy', 'macroF1'];

describe('train', () => {
  before(async () => {
    at = await workspace();
  });

  it('writes a bundle that says how it was made', () => {
    const { tasks, provenance } = json(join(at.model, 'manifest.json'));
    assert.deepEqual(
      tasks.map((task: { id: string }) => task.id),
      ['sentiment', 'toxicity'],
    );
    assert.deepEqual(
      tasks.map((task: { scope?: string[] }) => task.scope),
      [undefined, scope],
    );
    assert.equal(provenance.seed, 1);
    assert.match(provenance.command, /^manylens train .*experiment\.json --out .*model --epochs 1/);
  });

  function check(name: string, args: (at: Workspace) => string[], said: RegExp) {
    it(name, async () => {
      const ran = await run(args(at), { cwd: at.folder });
      assert.equal(ran.code, 2);
      assert.match(ran.stderr, said);
      assert.match(ran.stderr, /^manylens: [^\n]+\n$/);
      assert.ok(!existsSync(join(at.folder, 'new')));
    });
  }

  check('wants a folder', ({ experiment }) => ['train', experiment], /--out/);
  check('wants a file that is there', () => ['train', 'none.json', '--out', 'new'], /none\.json/);
  const numbers =
    (...args: string[]) =>
    () => ['train', 'experiment.json', '--out', 'new', ...args];
  check('wants a whole seed', numbers('--seed', '1.5'), /'1\.5'.*0 or more/);
  check('wants an epoch at least', numbers('--epochs', '0'), /'0'.*1 or more/);
  check(
    'leaves a folder of other files alone',
    at => {
      mkdirSync(join(at.folder, 'letters'), { recursive: true });
      at.file('letters/draft.txt', 'Dear all');
      return ['train', at.experiment, '--out', 'letters'];
    },
    /^manylens: letters: expected a new folder, an empty one or a bundle to replace, found .*draft\.txt/,
  );
  check(
    'leaves a file alone',
    at => ['train', at.experiment, '--out', at.file('letter.txt', 'Dear all')],
    /letter\.txt: expected a new folder/,
  );
  check('wants a name', numbers('--out', ''), /expected a new folder.*found no name/);
  check(
    'says where data is wrong',
    at => {
      at.file('wrong.tsv', 'good\ta\nbad\tb\n');
      const source = { format: 'tsv', label: 0, text: 1, train: ['wrong.tsv'] };
      const task = { id: 'x', labels: ['good', 'fine'], sources: [source] };
      at.file(
        'wrong.json',
        JSON.stringify({ tasks: [task], architecture: { preset: 'manylens' }, training: {} }),
      );
      return ['train', 'wrong.json', '--out', 'new'];
    },
    /wrong\.tsv:2: .*"bad"/,
  );
});

describe('train, killed in the middle of an epoch,', () => {
  before(async () => {
    at = await workspace();
  });

  const backends = ['wasm', ...(findNative(nativeHome()).files === undefined ? [] : ['tensorflow'])];
  for (const backend of backends)
    it(`goes on from its checkpoint to the same weights on ${backend}`, async () => {
      const trained = (out: string) => ['train', at.experiment, '--out', out, '--backend', backend];
      const options = ['--epochs', '6', '--seed', '3'];
      const [whole, cut] = [`whole-${backend}`, `cut-${backend}`].map(name => join(at.folder, name));
      const checkpoint = `${cut}.checkpoint`;
      const child = start([...trained(cut), ...options]);
      const closed = once(child, 'close');
      while (!existsSync(checkpoint) && child.exitCode === null) await setTimeout(1);
      child.kill('SIGKILL');
      assert.deepEqual(await closed, [null, 'SIGKILL']);
      assert.ok(existsSync(checkpoint) && !existsSync(cut), 'it was killed too late');
      for (const out of [cut, whole]) {
        const ran = await run([...trained(out), ...options]);
        assert.equal(ran.code, 0, ran.stderr);
      }
      const weights = (folder: string) => readFileSync(join(folder, 'weights.bin'));
      assert.deepEqual(weights(cut), weights(whole));
      assert.ok(!existsSync(checkpoint));
    });
});

describe('evaluate', () => {
  before(async () => {
    at = await workspace();
  });

  it('prints figures and writes the report', async () => {
    const file = join(at.folder, 'report.json');
    const ran = await run(['evaluate', at.experiment, '--model', at.model, '--json', file]);
    assert.equal(ran.code, 0, ran.stderr);
    const [head, ...rows] = ran.stdout.trimEnd().split('\n');
    assert.deepEqual(head.split(/ +/), ['test', 'n', 'accuracy', 'macroF1', 'ece']);
    assert.deepEqual(
      rows.map(row => row.split(/ +/)[0]),
      ['sentiment', 'toxicity', 'average'],
    );
    const { split, tasks, average } = json(file);
    assert.equal(split, 'test');
    assert.deepEqual(Object.keys(tasks), ['sentiment', 'toxicity']);
    assert.deepEqual(Object.keys(tasks.toxicity), [
      ...['n', 'accuracy', 'macroF1', 'perClass', 'confusion', 'ece'],
    ]);
    assert.equal(tasks.toxicity.n, 120);
    assert.deepEqual(Object.keys(tasks.toxicity.perClass), ['none', 'toxic']);
    assert.deepEqual(Object.keys(average), metrics);
  });

  it('prints the report alone with --json -', async () => {
    const ran = await run([
      'evaluate',
      at.experiment,
      '--model',
      at.model,
      '--split',
      'validation',
      '--json',
      '-',
    ]);
    assert.equal(JSON.parse(ran.stdout).split, 'validation');
  });
});

describe('finetune', () => {
  before(async () => {
    at = await workspace();
  });

  const tones = Array.from({ length: 30 }, (_, n) => {
    const [text, label] =
      n % 2 === 0 ? ['the cable was lovely', 'formal'] : ['an awful idiot and fool', 'casual'];
    return `${JSON.stringify({ text: `${text} ${n}`, task: 'tone', label })}\n`;
  }).join('');

  it('teaches a task, names the lines that it skipped, writes bundle and report', async () => {
    at.file('labels.jsonl', `${tones}{broken\n`);
    const args = ['finetune', 'labels.jsonl', '--model', at.model, '--out', 'tuned', '--json', 'tuned.json'];
    const ran = await run(args, { cwd: at.folder });
    assert.match(ran.stderr, /^labels\.jsonl:31: /m);
    const report = json(join(at.folder, 'tuned.json'));
    assert.equal(report.tasks.tone.examples, 30);
    assert.equal(report.tasks.tone.before, null);
    assert.deepEqual(Object.keys(report.guard), ['sentiment', 'toxicity']);
    const { after, intervals, confusion, labels, measured, curve } = report.tasks.tone;
    assert.deepEqual([labels, measured], [['formal', 'casual'], 30]);
    assert.equal(
      confusion.flat().reduce((sum: number, n: number) => sum + n),
      30,
    );
    for (const key of ['accuracy', 'macroF1'] as const) {
      const [low, high] = intervals.after[key];
      assert.ok(low <= after[key] && after[key] <= high, `${low} ${after[key]} ${high}`);
    }
    // Thirty labels, of which a fold of six is held out.
    assert.deepEqual(
      curve.points.map(({ examples }: { examples: number }) => examples),
      [6, 12, 24],
    );
    assert.match(ran.stdout, /tone +30 .*\d\.\d{3}-\d\.\d{3}/);
    assert.equal(typeof report.seconds, 'number');
    // Whether so small a model learns is not the question here: what it says must fit what it did.
    assert.equal(ran.code, report.accepted ? 0 : 3);
    assert.equal(existsSync(join(at.folder, 'tuned', 'manifest.json')), report.accepted);
  });

  it('lets the encoder of the shipped model learn too, and says how far the other tasks agree', async function () {
    this.timeout(300_000);
    at.file('labels.jsonl', tones);
    const ran = await run(['finetune', 'labels.jsonl', '--mode', 'full', '--out', 'full', '--json', '-'], {
      cwd: at.folder,
    });
    const report = JSON.parse(ran.stdout);
    assert.equal(ran.code, report.accepted ? 0 : 3, ran.stderr);
    assert.equal(existsSync(join(at.folder, 'full', 'guard.jsonl')), report.accepted);
    const { mode, reason, tasks, guard } = report;
    assert.deepEqual({ mode, reason }, { mode: 'full', reason: 'full, as asked' });
    assert.equal(tasks.tone.examples, 30);
    assert.equal(Object.keys(guard).length, 10);
    for (const { before, after } of Object.values<Record<string, Record<string, number>>>(guard)) {
      assert.deepEqual(before, { accuracy: 1, macroF1: 1 });
      assert.ok(after.accuracy <= 1 && after.accuracy >= (report.accepted ? 0.99 : 0));
    }
  });

  it('takes heads by itself where labels are few, and says so', async () => {
    at.file('labels.jsonl', tones);
    const ran = await run(['finetune', 'labels.jsonl', '--out', 'auto', '--json', '-'], { cwd: at.folder });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(JSON.parse(ran.stdout).mode, 'heads');
    assert.match(ran.stderr, /^what learnt: heads, because 30 labels are too few/m);
  });

  it("trains a textbook's model from nothing, which knows the labelled task alone", async () => {
    at.file('labels.jsonl', tones);
    const args = ['finetune', 'labels.jsonl', '--model', at.model, '--preset', 'keras-multitask'];
    const ran = await run([...args, '--out', 'textbook', '--json', '-'], { cwd: at.folder });
    assert.equal(ran.code, 0, ran.stderr);
    const { mode, reason, guard, tasks } = JSON.parse(ran.stdout);
    assert.deepEqual({ mode, guard }, { mode: 'scratch', guard: {} });
    assert.match(reason, /^keras-multitask from nothing, as asked/);
    // Of thirty labels a fifth.
    assert.deepEqual([tasks.tone.examples, tasks.tone.measured, tasks.tone.before], [30, 6, null]);
    const { architecture, tasks: known, provenance } = json(join(at.folder, 'textbook', 'manifest.json'));
    assert.equal(architecture.preset, 'keras-multitask');
    assert.deepEqual(
      known.map(({ id }: { id: string }) => id),
      ['tone'],
    );
    assert.deepEqual(provenance.labels.tasks, { tone: 30 });
    assert.ok(!existsSync(join(at.folder, 'textbook.finetuning')));
    const scored = await run(['score', '-', '--model', 'textbook'], {
      cwd: at.folder,
      input: 'an awful idiot',
    });
    assert.match(scored.stdout, /"tone":/);
  });

  function check(name: string, args: string[], said: RegExp) {
    it(name, async () => {
      at.file('broken.jsonl', `${tones}{broken\n`);
      at.file(
        'unknown.jsonl',
        `${tones}${JSON.stringify({ text: 'a b', task: 'toxicity', label: 'mild' })}\n`,
      );
      const ran = await run(['finetune', ...args, '--model', at.model, '--out', 'refused'], {
        cwd: at.folder,
      });
      assert.equal(ran.code, 2, ran.stderr);
      assert.match(ran.stderr, said);
      assert.ok(!existsSync(join(at.folder, 'refused')));
    });
  }

  check('takes no broken line with --strict', ['broken.jsonl', '--strict'], /broken\.jsonl:31/);
  check('takes no new label of a known task', ['unknown.jsonl'], /unknown\.jsonl:31: .*mild/);
  check('takes no file that is not there', ['none.jsonl'], /none\.jsonl/);
  check(
    'takes no tolerance beyond all points',
    ['broken.jsonl', '--guard-tolerance', '101'],
    /from 0 to 100/,
  );
  check('takes no unknown preset', ['broken.jsonl', '--preset', 'some'], /'some'/);
  check(
    'takes no mode beside a preset',
    ['broken.jsonl', '--preset', 'keras-single', '--mode', 'full'],
    /--preset.*cannot be used with.*--mode/,
  );
  check('takes no unknown mode', ['broken.jsonl', '--mode', 'some'], /'some'/);
});
