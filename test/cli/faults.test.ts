/** What may go wrong around labels and training: no label is lost, no bundle is half, and there is always a usable model. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Random } from '../../src/base/random.ts';
import { appendLabels } from '../../src/labels/node/append.ts';
import { GUARD, withFile } from '../../src/model/bundleContent.ts';
import { writeGuard } from '../../src/model/guard.ts';
import { readBundleFiles, writeBundleFiles } from '../../src/model/node/bundleFiles.ts';
import { at, cwd, finetune, fingerprint, inFolder, model, opens, row, tones } from './support/faults.ts';
import { run, start } from './support/run.ts';

const baseModel = join(import.meta.dirname, '../../models/base');

/** Milliseconds that writing a bundle takes, flushing each file. */
const WRITING = 10;

describe('Fine-tuning, killed at a random moment,', () => {
  inFolder();

  /**
   * @param moment milliseconds after which it is killed
   * @param writing counts them from when it begins to write its bundle
   * @returns whether it had not ended by itself
   */
  async function killed(from: string, moment: number, writing: boolean): Promise<boolean> {
    const child = start([...finetune(from), '--json', 'report.json'], cwd);
    const closed = once(child, 'close');
    while (writing && child.exitCode === null && !existsSync(at(`tuned.partial-${child.pid}`)))
      await setTimeout(1);
    await Promise.race([closed, setTimeout(moment)]);
    child.kill('SIGKILL');
    const [code] = await closed;
    assert.equal(readFileSync(at('labels.jsonl'), 'utf8'), tones);
    return code === null;
  }

  const check = (name: string, times: number, from: () => string) =>
    it(`${times} times on ${name}, leaves the labels and a whole bundle or none, and nothing beside them in the end`, async function () {
      this.timeout(300_000);
      const random = new Random(times);
      const started = performance.now();
      const whole = await run(finetune(from()), { cwd });
      const takes = performance.now() - started;
      assert.equal(whole.code, 0, whole.stderr);
      const bundle = fingerprint();
      const kept = (names: string[]) => names.filter(other => /^tuned\.former-\d+$/.test(other));
      let cut = 0;
      let halves = 0;
      for (let n = 0; n < times; n++) {
        // Half of them replace a bundle. Half of them are killed as it is being written, which takes a moment only.
        if (n % 4 < 2) rmSync(at('tuned'), { recursive: true, force: true });
        const wasThere = existsSync(at('tuned'));
        const writing = n % 2 === 1;
        if (await killed(from(), random.next() * (writing ? WRITING : takes), writing)) cut++;
        const names = readdirSync(cwd);
        if (names.some(name => name.startsWith('tuned.'))) halves++;
        if (existsSync(at('tuned'))) assert.equal(fingerprint(), bundle);
        else assert.ok(!wasThere || kept(names).length === 1, `the former bundle is gone: ${names.join()}`);
        if (existsSync(at('tuned')) && n % 10 === 0) await opens('tuned');
      }
      assert.ok(cut >= times / 4, `only ${cut} were cut`);
      assert.ok(halves > 0, 'none was cut as it wrote its bundle');
      const ran = await run([...finetune(from()), '--json', 'report.json'], { cwd });
      assert.equal(ran.code, 0, ran.stderr);
      assert.deepEqual(readdirSync(cwd).sort(), ['labels.jsonl', 'report.json', 'tuned']);
      assert.equal(fingerprint(), bundle);
      await opens('tuned');
    });
  check('a small model', 44, () => model);
  check('the shipped one', 6, () => baseModel);
});

describe('An encoder that learns, killed after an epoch,', () => {
  inFolder();

  it('goes on from there to the same bundle, and leaves nothing beside it', async function () {
    this.timeout(300_000);
    cpSync(model, at('guarded'), { recursive: true });
    const words = ['the', 'cable', 'was', 'lovely', 'awful', 'idiot', 'table', 'wonderful'];
    const guard = words.flatMap(first =>
      words.map(second => ({ text: `${first} ${second}`, language: 'en', kinds: ['prose' as const] })),
    );
    const files = await readBundleFiles(model);
    await writeBundleFiles(at('guarded'), await withFile(files, GUARD, writeGuard(guard), 'guarded'));
    writeFileSync(
      at('labels.jsonl'),
      Array.from({ length: 40 }, (_, n) => tones.replaceAll(/ (\d+)"/g, ` $1 ${n}"`)).join(''),
    );
    const full = [...finetune('guarded'), '--mode', 'full', '--guard-tolerance', '100'];
    const child = start(full, cwd);
    const closed = once(child, 'close');
    while (!existsSync(at('tuned.finetuning')) && child.exitCode === null) await setTimeout(1);
    child.kill('SIGKILL');
    assert.deepEqual(await closed, [null, 'SIGKILL']);
    assert.ok(existsSync(at('tuned.finetuning')) && !existsSync(at('tuned')), 'it was killed too late');
    const prints: string[] = [];
    for (const said of [true, false]) {
      rmSync(at('tuned'), { recursive: true, force: true });
      const ran = await run(full, { cwd });
      assert.equal(ran.code, 0, ran.stderr);
      assert.equal(/^the encoder went on from where a run was cut/m.test(ran.stderr), said, ran.stderr);
      prints.push(fingerprint());
    }
    assert.equal(prints[0], prints[1]);
    assert.deepEqual(readdirSync(cwd).sort(), ['guarded', 'labels.jsonl', 'tuned']);
  });
});

describe('A bundle that was to be replaced', () => {
  inFolder();

  it('is put back where its successor was killed before it stood there', async () => {
    await run(finetune(model), { cwd });
    const gone = 2 ** 22 + 1;
    cpSync(at('tuned'), at(`tuned.former-${gone}`), { recursive: true });
    rmSync(at('tuned'), { recursive: true });
    writeFileSync(at('none.jsonl'), row('one label', 'formal'));
    const refused = await run(['finetune', 'none.jsonl', '--model', model, '--out', 'other'], { cwd });
    assert.equal(refused.code, 2);
    assert.deepEqual(readdirSync(cwd).sort(), ['labels.jsonl', 'none.jsonl', 'tuned']);
    await opens('tuned');
  });
});

describe('Labels that change while they are learnt from', () => {
  inFolder();

  it('are kept, and the report is on those that were read', async () => {
    const child = start([...finetune(model), '--json', 'report.json'], cwd);
    const closed = once(child, 'close');
    let given = 0;
    while (child.exitCode === null) {
      await appendLabels(at('labels.jsonl'), [
        { text: `the cable again ${given++}`, task: 'tone', label: 'formal' },
      ]);
      await setTimeout(10);
    }
    assert.deepEqual(await closed, [0, null]);
    const lines = readFileSync(at('labels.jsonl'), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 30 + given);
    assert.ok(lines.every(line => JSON.parse(line).task === 'tone'));
    const { examples } = JSON.parse(readFileSync(at('report.json'), 'utf8')).tasks.tone;
    assert.ok(30 <= examples && examples < 30 + given, `${examples} of ${30 + given}`);
    assert.deepEqual(readdirSync(cwd).sort(), ['labels.jsonl', 'report.json', 'tuned']);
  });
});

describe('Several processes at once', () => {
  inFolder();

  it('lose no label of each other’s imports, nor one that is given meanwhile', async () => {
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names)
      writeFileSync(
        at(`${name}.jsonl`),
        Array.from({ length: 500 }, (_, n) => row(`${name} ${n}`, 'formal')).join(''),
      );
    const own = at('.manylens', 'labels.jsonl');
    const importing = names.map(name => run(['labels', 'import', `${name}.jsonl`], { cwd }));
    for (let n = 0; n < 20; n++) {
      await appendLabels(own, [{ text: `own ${n}`, task: 'tone', label: 'casual' }]);
      await setTimeout(20);
    }
    for (const { code, stderr } of await Promise.all(importing)) assert.equal(code, 0, stderr);
    const lines = readFileSync(own, 'utf8').trimEnd().split('\n');
    const texts = new Set(lines.map(line => JSON.parse(line).text));
    assert.deepEqual([lines.length, texts.size], [2020, 2020]);
    assert.deepEqual(readdirSync(at('.manylens')), ['labels.jsonl']);
  });

  it('write one whole bundle to one place, or say why not', async () => {
    const runs = await Promise.all([0, 1].map(() => run(finetune(model), { cwd })));
    assert.ok(runs.some(({ code }) => code === 0));
    for (const { code, stderr } of runs)
      if (code !== 0) assert.match(stderr, /^manylens: expected to write the bundle .*tuned, found [^\n]+$/m);
    assert.deepEqual(readdirSync(cwd).sort(), ['labels.jsonl', 'tuned']);
    await opens('tuned');
  });
});
