import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { MergeOffer } from '../../src/host/mergeOffer.ts';
import { Notifier } from '../../src/host/notifier.ts';
import { appendLabels } from '../../src/labels/node/append.ts';
import { mergeAdvice, takeMergeAdvice } from '../../src/labels/node/gitMerge.ts';
import { internals, messagesOf, until, untrusted } from './support.ts';

describe('The offer to have git merge labels', () => {
  let root: string;
  let state: Map<string, unknown>;
  const attributes = () => join(root, '.gitattributes');
  const labels = () => vscode.Uri.file(join(root, '.manylens', 'labels.jsonl'));

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'manylens-merge-'));
    state = new Map();
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    mkdirSync(join(root, '.manylens'));
    await appendLabels(labels().fsPath, [{ text: 'a', task: 'tone', label: 'calm' }]);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** As in a window of its own. */
  async function offer(asked: { count: number }): Promise<MergeOffer> {
    const { log, journal, models } = await internals();
    const memento: vscode.Memento = {
      keys: () => [...state.keys()],
      get: <T>(key: string, otherwise?: T) => (state.get(key) ?? otherwise) as T,
      update: async (key, value) => void state.set(key, value),
    };
    const git = {
      advice: async (file: string) => {
        const advice = await mergeAdvice(file);
        asked.count++;
        return advice;
      },
      take: takeMergeAdvice,
    };
    return new MergeOffer(git, memento, new Notifier(log, journal, models));
  }

  /** @returns what is asked when labels are written twice */
  async function written(...answers: string[]): Promise<string[]> {
    const asked = { count: 0 };
    const merging = await offer(asked);
    return await messagesOf(
      async () => {
        merging.written(labels());
        merging.written(labels());
        await until('git’s answer', () => asked.count > 0);
        // The message follows its answer.
        await new Promise(resolve => setTimeout(resolve, 100));
      },
      ...answers,
    );
  }

  it('is made once a window, and adds the line after a yes', async () => {
    assert.equal((await written('Not Now')).length, 1);
    assert.ok(!existsSync(attributes()));
    const [message] = await written('Add');
    assert.match(message, /Add "\.manylens\/labels\.jsonl merge=union" to \.gitattributes/);
    await until('the line', () => existsSync(attributes()));
    assert.equal(readFileSync(attributes(), 'utf8'), '.manylens/labels.jsonl merge=union\n');
    assert.deepEqual(await written(), []);
  });

  it('is made no more where nobody wants it', async () => {
    assert.equal((await written("Don't Ask Again")).length, 1);
    await until('the answer', () => state.size === 1);
    const asked = { count: 0 };
    const merging = await offer(asked);
    assert.deepEqual(await messagesOf(() => merging.written(labels())), []);
    assert.equal(asked.count, 0);
  });

  it('is not made in Restricted Mode, where git is not even asked', () =>
    untrusted(async () => {
      const asked = { count: 0 };
      const merging = await offer(asked);
      assert.deepEqual(await messagesOf(() => merging.written(labels())), []);
      assert.equal(asked.count, 0);
    }));
});
