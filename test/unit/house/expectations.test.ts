/** docs/expectations.md says which test covers what users expect: those tests exist, and no expectation is left out. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/expectations.md'), 'utf8');

/** The rows of the page's tables, without their heads: what is expected, how it is met, by which tests. */
const rows = page
  .split('\n')
  .filter(
    (line, index, lines) =>
      line.startsWith('| ') && !/^\| -/.test(lines[index + 1] ?? '') && !/^\| -/.test(line),
  )
  .map(line => line.slice(2, -2).split(' | '));

/** A test is named by its file and its title: `test/unit/a.test.ts` *does this*. */
const tests = [...page.matchAll(/`(test\/[^`]+)` \*([^*]+)\*/g)].map(([, file, title]) => ({ file, title }));

describe('docs/expectations.md', () => {
  it('has a row for each of the fifteen complaints, in order', () => {
    const numbers = rows.map(([first]) => Number.parseInt(first, 10)).filter(number => !Number.isNaN(number));
    assert.deepEqual(
      numbers,
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  });

  it('names a test in each row, or says what is not there yet', () => {
    const bare = rows.filter(([, how, by]) => !/`test\/[^`]+` \*/.test(by ?? '') && !/\bNot yet\b/.test(how));
    assert.deepEqual(bare, []);
  });

  it('names tests that exist, each by its file and title', () => {
    assert.ok(tests.length > 30, `${tests.length} tests`);
    const missing = tests.filter(
      ({ file, title }) =>
        !existsSync(join(root, file)) || !readFileSync(join(root, file), 'utf8').includes(title),
    );
    assert.deepEqual(missing, []);
  });
});
