import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { openScorerIn } from '../../../src/engine/node/openScorerIn.ts';
import type { TrainingEvents, TrainingFigure } from '../../../src/protocol/training.ts';
import { evaluateFiles } from '../../../src/training/node/evaluateFiles.ts';
import { finetuneFiles } from '../../../src/training/node/finetuneFiles.ts';
import { casual, formal, line, options, toneLines, toyFolder } from './finetuneSupport.ts';

describe('fine-tuning', () => {
  const { path: place, request, scores } = toyFolder();

  /** What `evaluate` says of the texts, which all have this label. */
  const evaluated = async (model: string, label: string) => {
    await writeFile(place('test.tsv'), [...formal, ...casual].map(t => `${label}\t${t}\n`).join(''));
    const source = { format: 'tsv', language: 'en', label: 0, text: 1, train: [], test: ['test.tsv'] };
    const task = { id: 'sentiment', labels: ['negative', 'positive'], sources: [source] };
    const experiment = place('experiment.json');
    await writeFile(
      experiment,
      JSON.stringify({ tasks: [task], architecture: { preset: 'manylens' }, training: {} }),
    );
    const { report } = await evaluateFiles(
      { ...options, experiment, model, split: 'test', seed: 1 },
      () => undefined,
    );
    return report.tasks.sentiment.accuracy;
  };

  // Random encoders. The one without sentence vectors gets an attention head, which on its last state is about at chance.
  const encoders = [
    { base: 'toy', least: 0.8 },
    { base: 'keras', least: 0.4 },
  ];
  for (const { base, least } of encoders) {
    it(`learns a new task from twenty labels on a frozen ${base} encoder; the other tasks answer as before`, async () => {
      const before = tf.memory().numTensors;
      const asked = await request(toneLines, { model: place(base) });
      const report = await finetuneFiles(asked, options);
      assert.equal(report.accepted, true);
      assert.equal(report.tasks.tone.examples, 20);
      assert.equal(report.tasks.tone.before, null);
      assert.ok(report.tasks.tone.after!.accuracy >= least, `${report.tasks.tone.after?.accuracy}`);
      assert.deepEqual(Object.keys(report.guard), ['sentiment', 'topic']);
      assert.equal(tf.memory().numTensors, before);

      const manifestOf = async (model: string) =>
        JSON.parse(await readFile(path.join(model, 'manifest.json'), 'utf8'));
      const { name, version, files } = await manifestOf(asked.model);
      assert.deepEqual((await manifestOf(asked.out)).provenance.base, {
        ...{ name, version, weights: files['weights.bin'] },
      });

      const { scored, tasks } = await scores(asked.out, 'please kindly');
      assert.deepEqual(
        tasks.map(task => task.id),
        ['sentiment', 'topic', 'tone'],
      );
      assert.deepEqual(
        tasks.map(task => task.scope),
        [undefined, ['prose'], undefined],
      );
      // Half of the labels held out is chance: on those that it learnt from, the head must be ahead of that.
      let likelihood = 0;
      for (const [k, texts] of [formal, casual].entries()) {
        for (const text of texts) {
          const { probabilities } = (await scores(asked.out, text)).scored.scores.tone;
          likelihood += probabilities[k] / 20;
        }
      }
      assert.ok(likelihood > 0.5, `${likelihood}`);
      const { scored: former } = await scores(asked.model, 'please kindly');
      assert.deepEqual(scored.scores.sentiment, former.scores.sentiment);
      assert.deepEqual(scored.scores.topic, former.scores.topic);
    });
  }

  it('says what was in use before it, what it learnt from and when', async () => {
    const first = await request(toneLines);
    await finetuneFiles(first, options);
    const at = '2026-01-02T03:04:05.000Z';
    const second = await request(toneLines, { parent: first.out, at });
    await finetuneFiles(second, options);
    const gone = await request(toneLines, { parent: place('nowhere') });
    await finetuneFiles(gone, options);
    const hashOf = async (file: string) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
    const provenance = async ({ out }: { out: string }) =>
      JSON.parse(await readFile(path.join(out, 'manifest.json'), 'utf8')).provenance;
    const labels = { sha256: await hashOf(second.labels[0]), tasks: { tone: 20 } };
    const manifest = await hashOf(path.join(first.out, 'manifest.json'));
    const { seed, data, command, base, ...history } = await provenance(second);
    assert.deepEqual(history, { parent: { name: path.basename(first.out), manifest }, labels, at });
    for (const none of [first, gone]) {
      const { parent, at: when } = await provenance(none);
      assert.deepEqual([parent, when], [undefined, undefined]);
    }
    // History alone: it starts from the base, as the first one did.
    assert.deepEqual(base, (await provenance(first)).base);
    assert.equal(
      await hashOf(path.join(second.out, 'heads.bin')),
      await hashOf(path.join(first.out, 'heads.bin')),
    );
  });

  it('keeps the vectors of sentences', async () => {
    const asked = await request(toneLines);
    await finetuneFiles(asked, options);
    const vector = async (model: string) => {
      const scorer = await openScorerIn(model, { ...options, native: true });
      const [found] = await scorer.embed([
        { start: 0, end: 1, text: 'please kindly', language: 'en', kinds: [] },
      ]);
      scorer.dispose();
      return found;
    };
    const found = await vector(asked.out);
    assert.equal(found.length, 12);
    assert.deepEqual(found, await vector(asked.model));
  });

  it('learns from a tuned model too, whose other heads answer as before', async () => {
    const first = await request(toneLines);
    await finetuneFiles(first, options);
    const lines = [...formal.map(line('mood', 'up')), ...casual.map(line('mood', 'down'))];
    const second = await request(lines, { model: first.out });
    const { accepted, guard } = await finetuneFiles(second, options);
    assert.equal(accepted, true);
    assert.deepEqual(Object.keys(guard), ['sentiment', 'topic', 'tone']);
    const [before, after] = [await scores(first.out, formal[0]), await scores(second.out, formal[0])];
    assert.deepEqual(Object.keys(after.scored.scores), ['sentiment', 'topic', 'tone', 'mood']);
    for (const id of ['sentiment', 'topic', 'tone'])
      assert.deepEqual(after.scored.scores[id], before.scored.scores[id]);
  });

  it('goes on where a known task stands: it is as good as before at least, by evaluate too', async () => {
    const before = await scores(place('toy'), formal[0]);
    const { label } = before.scored.scores.sentiment;
    // Labels that say what the task answers already.
    const asked = await request([...formal, ...casual].map(line('sentiment', label)));
    const { tasks, accepted } = await finetuneFiles(asked, options);
    assert.ok(accepted);
    assert.ok(tasks.sentiment.after!.accuracy >= tasks.sentiment.before!.accuracy);
    const report = await evaluated(asked.out, label!);
    assert.equal(report, 1);
  });

  it('improves a known task on the labels held out', async () => {
    const asked = await request([...formal.map(line('topic', 'day')), ...casual.map(line('topic', 'food'))]);
    const { tasks, accepted, guard } = await finetuneFiles(asked, options);
    assert.ok(accepted);
    assert.ok(tasks.topic.after!.macroF1 > tasks.topic.before!.macroF1);
    assert.deepEqual(Object.keys(guard), ['sentiment']);
  });

  it('is refused by the gate where a known task would answer worse, and writes nothing', async () => {
    // Twins that mean the same and are labelled against each other: whoever learns one is wrong about the other.
    const texts = [
      'good food',
      'bad food and',
      'a good day',
      'hey bad day',
      'please kindly',
      'dude and food',
    ];
    const twins = texts.flatMap((text, n) => [
      line('sentiment', n % 2 ? 'positive' : 'negative')(text),
      line('sentiment', n % 2 ? 'negative' : 'positive')(`${text} ${text}`),
    ]);
    const asked = await request(twins, { model: place('keras') });
    const { tasks, accepted } = await finetuneFiles(asked, options);
    assert.ok(tasks.sentiment.after!.macroF1 < tasks.sentiment.before!.macroF1 - 0.02);
    assert.equal(accepted, false);
    await assert.rejects(access(asked.out));
  });

  it('says how good a task is while it is learnt: a score of linear heads, a falling loss of attention heads', async () => {
    const told = async (base: string) => {
      const figures: TrainingFigure[] = [];
      const asked = await request(toneLines, { model: place(base) });
      const progress: TrainingEvents['progress'] = (_stage, _done, _total, figure) => {
        if (figure !== undefined) figures.push(figure);
      };
      await finetuneFiles(asked, { ...options, progress });
      return figures;
    };
    const scores = (await told('toy')).map(figure => ('macroF1' in figure ? figure.macroF1 : Number.NaN));
    assert.ok(scores.length > 0 && scores.every(score => score >= 0 && score <= 1), `${scores}`);
    const losses = (await told('keras')).map(figure => ('loss' in figure ? figure.loss : Number.NaN));
    const [first, last] = [losses[0], losses.at(-1)!];
    assert.ok(Math.abs(first - Math.LN2) < 0.5 && last < first, `${first} ${last}`);
  });

  it('the same seed gives the same bytes', async () => {
    const first = await request(toneLines);
    const second = { ...first, out: `${first.out}-again` };
    await finetuneFiles(first, options);
    await finetuneFiles(second, options);
    assert.deepEqual(
      await readFile(path.join(first.out, 'weights.bin')),
      await readFile(path.join(second.out, 'weights.bin')),
    );
  });

  it('a run that is cut leaves no bundle and no part of one', async () => {
    const asked = await request(toneLines);
    const progress = (_: string, done: number) => {
      if (done > 3) throw new Error('cancelled by the user');
    };
    const before = tf.memory().numTensors;
    await assert.rejects(finetuneFiles(asked, { ...options, progress }), /cancelled by the user/);
    const left = (await readdir(place('.'))).filter(name => name.startsWith(path.basename(asked.out)));
    assert.deepEqual(left, []);
    assert.ok(tf.memory().numTensors >= before);
  });

  it('never writes over the model that it starts from', async () => {
    const model = place('toy');
    const asked = await request(toneLines, { out: `${model}/` });
    const before = await readFile(path.join(model, 'manifest.json'));
    await assert.rejects(finetuneFiles(asked, options), /another folder than the model that it starts from/);
    assert.deepEqual(await readFile(path.join(model, 'manifest.json')), before);
  });
});
