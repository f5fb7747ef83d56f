import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { run, start } from './support/run.ts';
import { score } from './support/score.ts';
import { type Workspace, workspace } from './support/workspace.ts';

/** Of the workspace's model. */
const SIZE = 32;

interface VectorRecord {
  text: string;
  vector: number[] | null;
}

/** @returns the records of a run that ended well */
async function embed(args: readonly string[], input?: string): Promise<VectorRecord[]> {
  const { model, folder } = await workspace();
  const ran = await run(['embed', '--model', model, ...args], { input, cwd: folder });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line));
}

const lengthOf = ({ vector }: VectorRecord) => Math.hypot(...vector!);

describe('embed', () => {
  let at: Workspace;
  before(async () => {
    at = await workspace();
    at.file('some.md', '# Wonderful 👍🏽 things\r\n\r\nIt is lovely. It was awful.\r\n\r\n- 这个很好。\r\n');
    at.file('lines.txt', 'It is lovely.\n\n   \nIt is lovely.\n');
  });

  for (const args of [
    ['some.md', 'lines.txt'],
    ['--by', 'line', 'lines.txt'],
    ['--kind', 'comment', 'some.md', 'lines.txt'],
    ['--by', 'document', 'some.md', 'lines.txt'],
  ]) {
    it(`has the fields of score, and the vector in the scores' place: ${args.join(' ')}`, async () => {
      const records = await embed(args);
      const places = (await score(args)).map(({ scores: _, ...place }) => place);
      assert.deepEqual(
        records.map(({ vector: _, ...place }) => place),
        places,
      );
      for (const record of records) {
        assert.equal(Object.keys(record).at(-1), 'vector');
        if (record.text.trim() === '') assert.equal(record.vector, null);
        else {
          assert.equal(record.vector?.length, SIZE);
          assert.ok(Math.abs(lengthOf(record) - 1) < 1e-5);
        }
      }
    });
  }

  it('gives a text one vector wherever it stands, and no other text the same', async () => {
    const [first, , , again] = await embed(['--by', 'line', 'lines.txt']);
    const [alone, other] = await embed(['-'], 'It is lovely. It was awful.');
    assert.deepEqual(again.vector, first.vector);
    assert.deepEqual(alone.vector, first.vector);
    assert.notDeepEqual(other.vector, first.vector);
  });

  it('gives a document the mean of its sentences', async () => {
    const text = 'It is lovely. It was awful, and broken.';
    const sentences = await embed(['-'], text);
    const [document] = await embed(['--by', 'document', '-'], text);
    // Each is as heavy as its tokens: words and marks.
    const sum = document.vector!.map((_, i) => 4 * sentences[0].vector![i] + 7 * sentences[1].vector![i]);
    const length = Math.hypot(...sum);
    document.vector!.forEach((x, i) => {
      assert.ok(Math.abs(x - sum[i] / length) < 1e-5);
    });
    const [none] = await embed(['--by', 'document', '-'], '\n \n');
    assert.equal(none.vector, null);
  });

  it('says the same by TensorFlow.js', async () => {
    const [fused] = await embed(['--precision', 'float', '-'], 'It is lovely.');
    const [oracle] = await embed(['--backend', 'cpu', '-'], 'It is lovely.');
    fused.vector!.forEach((x, i) => {
      assert.ok(Math.abs(x - oracle.vector![i]) < 1e-5);
    });
  });

  it('answers while more may come', async () => {
    const child = start(['embed', '--model', at.model, '--by', 'line']);
    child.stdin?.write('it is lovely\nand');
    const [first] = await once(child.stdout ?? child, 'data');
    assert.equal(JSON.parse(String(first)).vector.length, SIZE);
    child.stdin?.end(' more');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('refuses a model without vectors before it reads anything, and says what to do', async () => {
    const experiment = JSON.parse(readFileSync(at.experiment, 'utf8'));
    const architecture = { ...experiment.architecture, sentenceSize: 0 };
    at.file('without.json', JSON.stringify({ ...experiment, sentences: undefined, architecture }));
    const options = { cwd: at.folder };
    const trained = await run(['train', 'without.json', '--out', 'without', '--epochs', '1'], options);
    assert.equal(trained.code, 0, trained.stderr);
    const ran = await run(['embed', '--model', 'without', '-'], options);
    assert.deepEqual([ran.code, ran.stdout], [2, '']);
    assert.match(ran.stderr, /^manylens: The model without has no sentence vectors\. Choose [^\n]+\n$/);
  });
});
