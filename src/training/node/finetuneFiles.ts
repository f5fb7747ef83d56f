import path from 'node:path';
import { errors } from '../../base/errors.ts';
import { say } from '../../base/words.ts';
import { resolveLabels } from '../../labels/labelFile.ts';
import { readAllLabels } from '../../labels/node/readLabels.ts';
import { writeBundle } from '../../model/bundle.ts';
import { guards, readGuard } from '../../model/guard.ts';
import type { LoadedModel } from '../../model/loadedModel.ts';
import type { ManifestTask } from '../../model/manifest.ts';
import { checkBundlePlace, writeBundleFiles } from '../../model/node/bundleFiles.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import type { FinetuneReport, FinetuneRequest } from '../../protocol/training.ts';
import { finetunedDraft } from '../finetune.ts';
import { thinned } from '../folds.ts';
import { type LabelledTask, labelledTasks } from '../labelledTasks.ts';
import { removeCheckpoint } from './checkpoint.ts';
import { historyOf } from './history.ts';
import { type Asked, askedOf, type OpenBoth, withPrecision } from './measurePrecision.ts';
import { trainPreset } from './trainPreset.ts';
import { dispose, type Tuned, type TuneOptions, tune } from './tune.ts';

export interface FinetuneOptions extends Pick<TuneOptions, 'encoder' | 'enoughLabels' | 'progress'> {
  backend: BackendChoice;
  wasmPath: string;
  /** Absent: the new bundle does not say which precision it scores in. */
  openBoth?: OpenBoth;
}

/** Fine-tunes on label files. The bundle appears in `request.out` whole or, refused by the gate or cut, not at all. */
export async function finetuneFiles(
  request: FinetuneRequest,
  { backend, wasmPath, openBoth, ...how }: FinetuneOptions,
): Promise<FinetuneReport> {
  const started = performance.now();
  if (path.resolve(request.out) === path.resolve(request.model)) {
    throw errors.badInput(say('another folder than the model that it starts from'), request.out);
  }
  await checkBundlePlace(request.out);
  const { records, skipped, notes, places } = await readAllLabels(request.labels, request);
  if (request.strict && skipped.length > 0)
    throw errors.badInput(say('label files without broken lines'), skipped[0]);
  const loaded = await openModel(request.model, { backend, wasmPath });
  try {
    const labelled = labelledTasks(
      resolveLabels(records),
      loaded.manifest.tasks,
      request.allowNewLabels ?? false,
      record => places.get(record),
    );
    if (labelled.length === 0) throw errors.badInput(say('at least one label'), say('none'));
    const history = await historyOf(request, labelled);
    // Resolved: a closing slash would put what stands beside the bundle inside it.
    const { preset, checkpoint = `${path.resolve(request.out)}.finetuning` } = request;
    if (preset !== undefined) {
      const asked = { ...{ preset, checkpoint, wasmPath, history, openBoth }, progress: how.progress };
      const report = await trainPreset(loaded, labelled, request, asked);
      return { ...report, seconds: (performance.now() - started) / 1000, skipped, notes };
    }
    const tuned = await tune(loaded, labelled, { ...request, ...how, checkpoint });
    const { network, heads, tasks, resumed, report } = tuned;
    if (resumed) notes.push(say('the encoder went on from where a run was cut'));
    try {
      if (report.accepted) {
        const { name, version, files } = loaded.manifest;
        const draft = finetunedDraft(loaded, tasks, path.basename(path.resolve(request.out)), {
          seed: request.seed,
          data: request.labels.map(file => path.basename(file)),
          command: `manylens finetune (from ${name} ${version})`,
          base: { name, version, weights: files['weights.bin'] },
          ...history,
        });
        const card = cardOf(draft.name, name, report);
        const bundle = await writeBundle(draft, loaded.vocabulary, network, card, heads, loaded.guard);
        // A network that stays as it was answers as it did, in 8 bits too: what is new are the heads of the labels.
        const same = network === loaded.stored && loaded.manifest.precision === 'int8';
        const asked = asksBoth(loaded, tasks, labelled, same ? 'labels' : 'all');
        const said = same ? 'the labels' : 'the labels, and the texts of the guard';
        await writeBundleFiles(request.out, await withPrecision(bundle, request.out, openBoth, asked, said));
      }
    } finally {
      dispose(network);
    }
    await removeCheckpoint(checkpoint);
    return { ...report, seconds: (performance.now() - started) / 1000, skipped, notes };
  } finally {
    loaded.dispose();
  }
}

/** So many labels say whether 8 bits cost a task anything: one of a thousand is half of what they may cost. */
const ENOUGH = 1000;

/** What a tuned model is asked in both precisions: its labels, and what it must not forget. */
function asksBoth(
  { guard, location }: LoadedModel,
  tasks: readonly ManifestTask[],
  labelled: readonly LabelledTask[],
  which: 'labels' | 'all',
): Asked[] {
  const texts = guard === undefined || which === 'labels' ? [] : readGuard(guard, location);
  return tasks.flatMap((task, k) => {
    const own = labelled.find(({ id }) => id === task.id)?.examples ?? [];
    const truth = own.map(({ label }) => label);
    const examples = thinned([...own.keys()], truth, ENOUGH).map(row => own[row]);
    const guarded = { k, texts: texts.filter(text => guards(text, task)).map(({ text }) => text) };
    return [askedOf(examples, k), guarded].filter(asked => asked.texts.length > 0);
  });
}

function cardOf(name: string, base: string, { tasks, mode }: Tuned['report']): string {
  const percent = (ratio: number | undefined) =>
    ratio === undefined ? '-' : `${(100 * ratio).toFixed(1)} %`;
  const rows = Object.entries(tasks).map(
    ([id, { examples, before, after }]) =>
      `| ${id} | ${examples} | ${percent(before?.macroF1)} | ${percent(after?.macroF1)} |`,
  );
  return `# Model card: ${name}

${
  mode === 'full'
    ? `The encoder of \`${base}\`, tuned by this workspace's labels, with heads learnt from them. Figures are macro-F1 on the
fifth of the labels that was held out.`
    : `The encoder of \`${base}\` with heads learnt from this workspace's labels. Figures are macro-F1 by cross-validation:
each label was held out once.`
}

| task | labels | before | after |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
