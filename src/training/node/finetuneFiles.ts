import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { type Said, say } from '../../base/words.ts';
import { writeBundle } from '../../model/bundle.ts';
import { checkBundlePlace, writeBundleFiles } from '../../model/node/bundleFiles.ts';
import { openModel } from '../../model/node/openModel.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import type { FinetuneReport, FinetuneRequest, LabelRecord } from '../../protocol/worker.ts';
import { type FinetuneResult, finetune, finetunedDraft } from '../finetune.ts';
import { labelledTasks } from '../labelledTasks.ts';
import { parseLabelFile, resolveLabels } from '../labels.ts';

export interface FinetuneOptions {
  backend: BackendChoice;
  wasmPath: string;
  progress?: (stage: string, done: number, total: number) => void;
}

/** Fine-tunes on label files. The bundle appears in `request.out` whole or, refused by the gate or cut, not at all. */
export async function finetuneFiles(
  request: FinetuneRequest,
  { backend, wasmPath, progress }: FinetuneOptions,
): Promise<FinetuneReport> {
  const started = performance.now();
  if (request.mode === 'full') {
    throw errors.badInput(
      '--mode auto or heads (this version fine-tunes heads on the frozen encoder)',
      'full',
    );
  }
  if (path.resolve(request.out) === path.resolve(request.model)) {
    throw errors.badInput(say('another folder than the model that it starts from'), request.out);
  }
  await checkBundlePlace(request.out);
  const { records, skipped, places } = await readLabels(request.labels);
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
    const steps = finetune(loaded, labelled, new Random(request.seed));
    const { network, heads, tasks, report } = await run(steps, progress);
    try {
      if (report.accepted) {
        const { name, version, files } = loaded.manifest;
        const draft = finetunedDraft(loaded, tasks, path.basename(path.resolve(request.out)), {
          seed: request.seed,
          data: request.labels.map(file => path.basename(file)),
          command: `manylens finetune (from ${name} ${version})`,
          base: { name, version, weights: files['weights.bin'] },
        });
        const card = cardOf(draft.name, name, report);
        await writeBundleFiles(
          request.out,
          await writeBundle(draft, loaded.vocabulary, network ?? loaded.stored, card, heads),
        );
      }
    } finally {
      network?.dispose();
    }
    return { ...report, seconds: (performance.now() - started) / 1000, skipped };
  } finally {
    loaded.dispose();
  }
}

interface ReadLabels {
  records: LabelRecord[];
  skipped: Said[];
  /** `file:line` of each record. */
  places: Map<LabelRecord, string>;
}

async function readLabels(files: readonly string[]): Promise<ReadLabels> {
  const records: LabelRecord[] = [];
  const skipped: Said[] = [];
  const places = new Map<LabelRecord, string>();
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      throw errors.badInput(say('a readable label file {0}', file), messageOf(error));
    }
    const parsed = parseLabelFile(file, text);
    parsed.records.forEach((record, n) => {
      records.push(record);
      places.set(record, `${file}:${parsed.lines[n]}`);
    });
    for (const line of parsed.skipped) skipped.push(line);
  }
  return { records, skipped, places };
}

async function run(
  steps: ReturnType<typeof finetune>,
  progress: FinetuneOptions['progress'],
): Promise<FinetuneResult> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    progress?.(value.stage, value.done, value.total);
    // Lets messages out and signals in.
    await new Promise(resolve => setImmediate(resolve));
  }
}

function cardOf(name: string, base: string, { tasks }: FinetuneResult['report']): string {
  const percent = (ratio: number | undefined) =>
    ratio === undefined ? '-' : `${(100 * ratio).toFixed(1)} %`;
  const rows = Object.entries(tasks).map(
    ([id, { examples, before, after }]) =>
      `| ${id} | ${examples} | ${percent(before?.macroF1)} | ${percent(after?.macroF1)} |`,
  );
  return `# Model card: ${name}

The encoder of \`${base}\` with heads learnt from this workspace's labels. Figures are macro-F1 by cross-validation:
each label was held out once.

| task | labels | before | after |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
