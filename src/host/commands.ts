import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { tasksOf } from '../protocol/scores.ts';
import type { ActiveDocument } from './activeDocument.ts';
import type { Analyzer } from './analyzer.ts';
import { analyzeCommitMessages } from './commitMessage.ts';
import { exportResults } from './exportResults.ts';
import type { Finetuner } from './finetune.ts';
import { type Labeler, selections } from './labeler.ts';
import type { LabelImporter } from './labelImport.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { ModelView } from './modelView.ts';
import type { NativeSetup } from './nativeSetup.ts';
import { goToSegment } from './navigation.ts';
import { wholeOf } from './notebooks.ts';
import type { Notifier } from './notifier.ts';
import type { Panel } from './panel.ts';
import { refusals } from './refusals.ts';
import type { Reporter } from './reporter.ts';
import { asTarget, reveal } from './reveal.ts';
import type { RunPolicy } from './runPolicy.ts';
import type { ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';
import { changeSetting, setting } from './settings.ts';
import type { Versions } from './versions.ts';

/** What the commands work with. */
export interface CommandParts {
  active: ActiveDocument;
  store: ScoreStore;
  analyzer: Analyzer;
  client: ScoringClient;
  models: ModelChoice;
  policy: RunPolicy;
  modelView: ModelView;
  panel: Panel;
  labeler: Labeler;
  importer: LabelImporter;
  finetuner: Finetuner;
  versions: Versions;
  notifier: Notifier;
  /** A text to try Manylens on. */
  sample: vscode.Uri;
  log: vscode.LogOutputChannel;
  reporter: Reporter;
  native: NativeSetup;
}

/** Registers every command; `manylens.reveal` is for rows and links, and not in the palette. */
export function registerCommands(parts: CommandParts): Disposable {
  const { active, store, analyzer, client, models, policy, panel, labeler, finetuner, notifier } = parts;
  const { log, reporter, modelView, native, importer, versions } = parts;
  const document = () => {
    if (active.current === undefined) throw refusals.noDocument();
    return active.current;
  };
  const commands: Record<string, (argument: unknown) => unknown> = {
    analyzeDocument: () => {
      client.resume();
      const parts = wholeOf(document());
      for (const part of parts) policy.admit(part);
      return Promise.all(parts.map(part => analyzer.analyze(part)));
    },
    analyzeSelection: () => {
      client.resume();
      return analyzer.analyze(document(), selections(document()));
    },
    toggleLive: async () => {
      await policy.toggle();
      notifier.mention(
        policy.live ? vscode.l10n.t('live analysis is on.') : vscode.l10n.t('live analysis is off.'),
      );
    },
    resume: () => analyzer.resume(),
    showPanel: () => panel.show(),
    clearResults: () => {
      for (const part of wholeOf(document())) analyzer.clear(part);
    },
    analyzeCommitMessage: control => analyzeCommitMessages(parts, control),
    exportResults: () => {
      const results = store.get(document().uri.toString())?.results;
      if (results === undefined) throw refusals.noResults();
      return exportResults(document(), results, notifier);
    },
    openLog: () => {
      log.info(reporter.text());
      log.show();
    },
    copyReport: async () => {
      await vscode.env.clipboard.writeText(reporter.text());
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The report is in the clipboard: paste it into an issue. It holds none of your text.'),
      );
    },
    toggleDecorations: () =>
      changeSetting('decorations.enabled', !setting('decorations.enabled', active.current), active.current),
    nextSegment: () => goToSegment(store, notifier, false),
    previousSegment: () => goToSegment(store, notifier, true),
    chooseTask: () => chooseTask(parts),
    labelSelection: argument => labeler.label(argument),
    importLabels: argument => importer.run(argument, active.current),
    finetune: () => finetuner.run(active.current),
    trainTextbookModel: () => finetuner.runPreset(active.current),
    showFinetuneReport: () => finetuner.showReport(),
    useBaseModel: async () => {
      await models.useBase();
      notifier.mention(vscode.l10n.t('using the base model.'));
    },
    ...modelView.commands,
    ...versions.commands,
    openSample: () => openSample(parts.sample),
    setUpNative: async () => {
      // What scored so far does not know of it.
      if (await native.run()) client.stop();
    },
    reveal: argument => {
      const target = asTarget(argument);
      return target && reveal(target);
    },
  };
  const owned = new DisposableStore();
  for (const [name, run] of Object.entries(commands)) owned.add(notifier.command(`manylens.${name}`, run));
  return owned;
}

/** As an untitled document, which nobody can spoil, beside the walkthrough that asks for it. */
async function openSample(sample: vscode.Uri): Promise<void> {
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
}

/** Picks the task whose labels the editor shows. */
async function chooseTask({ client, models, active }: CommandParts): Promise<void> {
  const shown = setting('decorations.task', active.current);
  const items = client.load(models.current).then(({ tasks }) =>
    tasksOf(tasks, setting('tasks', active.current)).map(({ id, title, labels }) => ({
      label: title,
      description: labels.join(', '),
      detail: id === shown ? vscode.l10n.t('shown now') : undefined,
      id,
    })),
  );
  const title = vscode.l10n.t('Task to Show in the Editor');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen !== undefined) await changeSetting('decorations.task', chosen.id, active.current);
}
