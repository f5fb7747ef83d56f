/** A disk that takes no more, and one that is full: nothing is lost, and nothing is half. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { at, cwd, finetune, fingerprint, inFolder, model, opens, row, tones } from './support/faults.ts';
import { cli, node, run } from './support/run.ts';

/** Runs a shell script in the folder, its `$manylens` being the command line. @returns what it printed, stderr last */
function inShell(script: string, wrapper: string[] = []): string {
  const [program, ...args] = [...wrapper, 'sh', '-c', script];
  const env = { ...process.env, manylens: `${node} ${cli}` };
  const ran = spawnSync(program, args, { cwd, encoding: 'utf8', env });
  return ran.stdout + ran.stderr;
}

const full = /code 2$/m;
const oneLine = /^manylens: [^\n]*(too large|no space)[^\n]*$/im;

// Windows has no such limit.
if (process.platform !== 'win32')
  describe('A disk that takes no more', () => {
    inFolder();

    const limited = (blocks: number, command: string) =>
      inShell(`ulimit -f ${blocks}; $manylens ${command}; echo code $?`);

    it('keeps a bundle from appearing, and leaves the former one', async () => {
      const command = finetune(model).join(' ');
      const said = limited(4, command);
      assert.match(said, full);
      assert.match(said, oneLine);
      assert.deepEqual(readdirSync(cwd), ['labels.jsonl']);
      assert.equal((await run(finetune(model), { cwd })).code, 0);
      const bundle = fingerprint();
      assert.match(limited(4, command), full);
      assert.equal(fingerprint(), bundle);
      assert.deepEqual(readdirSync(cwd), ['labels.jsonl', 'tuned']);
      assert.equal(readFileSync(at('labels.jsonl'), 'utf8'), tones);
      await opens('tuned');
    });

    it('keeps an import from the label file, which stays as it is', () => {
      const own = Array.from({ length: 3000 }, (_, n) => row(`own ${n}`, 'formal')).join('');
      writeFileSync(at('own.jsonl'), own);
      const said = limited(32, 'labels import labels.jsonl --to own.jsonl');
      assert.match(said, full);
      assert.match(said, oneLine);
      assert.equal(readFileSync(at('own.jsonl'), 'utf8'), own);
      assert.deepEqual(readdirSync(cwd), ['labels.jsonl', 'own.jsonl']);
    });

    it('takes all labels that are given at once or none', () => {
      const own = Array.from({ length: 1000 }, (_, n) => row(`own ${n}`, 'formal')).join('');
      writeFileSync(at('own.jsonl'), own);
      const append = new URL('../../src/labels/node/append.ts', import.meta.url);
      const given = JSON.stringify(
        Array.from({ length: 400 }, (_, n) => ({ text: `given ${n}`, task: 'tone', label: 'formal' })),
      );
      const script = `import { appendLabels } from '${append}';
        await appendLabels('own.jsonl', ${given}).catch(error => console.log(error.message));`;
      writeFileSync(at('append.mjs'), script);
      // Between the size that it has and the one that it would have.
      const blocks = Math.ceil(Buffer.byteLength(own) / 512) + 8;
      assert.match(inShell(`ulimit -f ${blocks}; ${process.execPath} append.mjs`), /too large/i);
      assert.equal(readFileSync(at('own.jsonl'), 'utf8'), own);
      assert.deepEqual(readdirSync(cwd), ['append.mjs', 'labels.jsonl', 'own.jsonl']);
      assert.equal(inShell(`${process.execPath} append.mjs`), '');
      assert.equal(readFileSync(at('own.jsonl'), 'utf8').split('\n').length, 1401);
    });
  });

const mounts = ['unshare', '--map-root-user', '--mount'];
const mayMount = spawnSync(mounts[0], [...mounts.slice(1), 'true']).status === 0;

if (mayMount)
  describe('A disk that is full', () => {
    inFolder();

    it('is as it was after a fine-tuning and an import that it has no room for', () => {
      const said = inShell(
        `mkdir disk && mount -t tmpfs -o size=32k none disk && cp labels.jsonl disk && cd disk
        $manylens ${finetune(model).join(' ')} 2>&1; echo code $?
        ls -A; head -c 40000 /dev/zero > filler 2>/dev/null
        $manylens labels import ../labels.jsonl --to own.jsonl 2>&1; echo code $?
        ls -A; cmp labels.jsonl ../labels.jsonl && echo same`,
        mounts,
      );
      // A slow machine says how far it is.
      const lines = said
        .trimEnd()
        .split('\n')
        .filter(line => !line.endsWith(' %'));
      assert.match(lines[0], /^manylens: expected to write the bundle .*tuned, found ENOSPC: [^\n]+$/);
      assert.match(
        lines[3],
        /^manylens: own\.jsonl: expected a label file that can be written, found ENOSPC: /,
      );
      assert.deepEqual(lines.toSpliced(3, 1).slice(1), [
        ...['code 2', 'labels.jsonl', 'code 2'],
        ...['filler', 'labels.jsonl', 'same'],
      ]);
    });
  });
else console.log('  A full disk is tried only where a file system may be mounted without being root.');
