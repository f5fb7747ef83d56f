import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bothPrecisions } from '../../../src/engine/node/bothPrecisions.ts';
import { type BundleFiles, CARD, readBundle, readManifest } from '../../../src/model/bundleContent.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { finetuneFiles } from '../../../src/training/node/finetuneFiles.ts';
import {
  askedOf,
  inBoth,
  type OpenBoth,
  withPrecision,
} from '../../../src/training/node/measurePrecision.ts';
import { wasmPath } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';
import { options, toneLines, toyFolder } from './finetuneSupport.ts';

const openBoth = bothPrecisions(wasmPath);
const examples = ['good food', 'a bad day', 'food and a day', ''].map(text => ({ text, label: 0 }));
const tasks = [toyTask('sentiment', ['negative', 'positive']), toyTask('topic', ['food', 'day'])];

/** Answers as the bundle does, but in 8 bits always the other label. */
const contrary: OpenBoth = async (content, location) => {
  const answer = (await openBoth(content, location))!;
  return (precision, texts) =>
    answer(precision, texts).map(rows => rows.map(row => (precision === 'int8' ? row.map(p => 1 - p) : row)));
};

describe('Measuring the precision of a bundle', () => {
  const { path: at, request } = toyFolder();
  const state = (files: BundleFiles, open: OpenBoth) =>
    withPrecision(files, 'toy', open, [askedOf(examples, 0), askedOf(examples.slice(1), 1)], 'some texts');

  it('says 8 bits where answers stay, in the manifest and the card', async () => {
    const files = await state(await toyBundle(tasks), openBoth);
    const { manifest } = await readBundle(files, 'toy');
    assert.equal(manifest.precision, 'int8');
    const card = new TextDecoder().decode(files.get(CARD));
    assert.match(card, /## Precision\n\n.* of 8 bits\..*\n\nOn some texts, floats \/ 8 bits:\n/);
    assert.match(card, /\n\| sentiment \| 4 \| 100 % .*\n\| topic \| 3 \| 100 % /);
  });

  it('says floats where answers change', async () => {
    const files = await state(await toyBundle(tasks), contrary);
    assert.equal((await readBundle(files, 'toy')).manifest.precision, 'float');
  });

  it('says nothing of an encoder that has no 8 bits', async () => {
    const files = await toyBundle(tasks, 'keras-recurrent');
    assert.equal(await state(files, openBoth), files);
    assert.equal(await inBoth(files, 'toy', undefined), undefined);
  });

  it('reads each text once, whoever asks it', async () => {
    let asked: string[] = [];
    const counting: OpenBoth = async (content, location) => {
      const answer = (await openBoth(content, location))!;
      return (precision, texts) => {
        if (precision === 'int8') asked = [...asked, ...texts];
        return answer(precision, texts);
      };
    };
    await state(await toyBundle(tasks), counting);
    assert.deepEqual(
      asked,
      examples.map(({ text }) => text),
    );
  });

  it('a tuned bundle is measured on its labels and its guard', async () => {
    const asked = await request(toneLines, { model: at('guarded'), mode: 'heads' });
    const { accepted } = await finetuneFiles(asked, { ...options, openBoth });
    assert.ok(accepted);
    assert.equal(readManifest(await readBundleFiles(asked.out), asked.out).precision, 'int8');
    const card = await readFile(path.join(asked.out, 'MODEL_CARD.md'), 'utf8');
    assert.match(card, /On the labels, and the texts of the guard, /);
    assert.match(card, /\n\| tone \| 20 \| 100 % \| 100 % \/ 100 % \|/);
    assert.match(card, /\n\| topic \| 100 \| 100 % \| - \| - \| - \|/);
  });
});
