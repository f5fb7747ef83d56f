import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeAdvice, takeMergeAdvice } from '../../../src/labels/node/gitMerge.ts';

describe('How git is told to merge labels', () => {
  let root: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  const write = (name: string, content: string) => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
    return join(root, name);
  };
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'manylens-git-')));
    git('init', '--quiet');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function advises(name: string, file: string, line: string, before = '') {
    it(`${name}, once`, async () => {
      const labels = write(file, '');
      const attributes = before === '' ? join(root, '.gitattributes') : write('.gitattributes', before);
      const advice = await mergeAdvice(labels);
      assert.deepEqual(advice, { attributes, line });
      await takeMergeAdvice(advice!);
      assert.match(git('check-attr', 'merge', '--', file), /: union\n$/);
      assert.ok(readFileSync(attributes, 'utf8').endsWith(`${line}\n`));
      assert.ok(readFileSync(attributes, 'utf8').startsWith(before));
      assert.equal(await mergeAdvice(labels), undefined);
    });
  }
  const own = '.manylens/labels.jsonl';
  advises('is a line for the file', own, `${own} merge=union`);
  advises('is a line below others', own, `${own} merge=union`, '*.md text\n*.png binary');
  advises('is a line in the root, whatever the folder', `sub/${own}`, `sub/${own} merge=union`);
  advises('is quoted where the folder’s name needs it', `a [b] c/${own}`, `"a \\\\[b] c/${own}" merge=union`);

  function advisesNothing(name: string, make: () => void, file = own) {
    it(`is nothing ${name}`, async () => {
      const labels = write(file, '');
      make();
      assert.equal(await mergeAdvice(labels), undefined);
    });
  }
  advisesNothing('where it knows', () => write('.gitattributes', '*.jsonl merge=union\n'));
  advisesNothing('where somebody wants something else', () =>
    write('.manylens/.gitattributes', '* -merge\n'),
  );
  advisesNothing('where git leaves labels out', () => write('.gitignore', '.manylens\n'));
  advisesNothing('where there is no git', () => rmSync(join(root, '.git'), { recursive: true }));
  advisesNothing('where the place is a link', () => symlinkSync('elsewhere', join(root, '.gitattributes')));
});
