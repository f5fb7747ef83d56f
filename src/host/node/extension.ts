/** The composition root: everything that VS Code runs is made here, and owned by the extension's context. */
import { homedir, release } from 'node:os';
import process from 'node:process';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/lifecycle.ts';
import { appendLabels } from '../../labels/node/append.ts';
import { mergeAdvice, takeMergeAdvice } from '../../labels/node/gitMerge.ts';
import type { ScoringEvents } from '../../protocol/worker.ts';
import { ActiveDocument } from '../activeDocument.ts';
import { Analyzer } from '../analyzer.ts';
import { BaseCheck } from '../baseCheck.ts';
import { registerCommands } from '../commands.ts';
import { ContextKeys } from '../contextKeys.ts';
import { Decorations } from '../decorations.ts';
import { Fallback } from '../fallback.ts';
import { Finetuner } from '../finetune.ts';
import { ScoresHover } from '../hover.ts';
import { Journal } from '../journal.ts';
import { Labeler } from '../labeler.ts';
import { LabelFixes, labelFiles } from '../labelFixes.ts';
import { LabelImporter } from '../labelImport.ts';
import { LabelProblems } from '../labelProblems.ts';
import { Live } from '../live.ts';
import { MergeOffer } from '../mergeOffer.ts';
import { ModelChoice } from '../modelChoice.ts';
import { ModelView } from '../modelView.ts';
import { NativeSetup } from '../nativeSetup.ts';
import { Notifier } from '../notifier.ts';
import { Outlines } from '../outlines.ts';
import { Panel } from '../panel.ts';
import { Problems } from '../problems.ts';
import { Redraw } from '../redraw.ts';
import { type Machine, Reporter } from '../reporter.ts';
import { ReportPanel } from '../reportPanel.ts';
import { ResultsTree } from '../resultsTree.ts';
import { RunPolicy } from '../runPolicy.ts';
import { ScoreStore } from '../scoreStore.ts';
import { ScoringClient } from '../scoringClient.ts';
import { SettingsCheck } from '../settingsCheck.ts';
import { StatusBar } from '../statusBar.ts';
import { SummaryLenses } from '../summaryLenses.ts';
import { UserLabels } from '../userLabels.ts';
import { Versions } from '../versions.ts';
import { nativeCall, nativeFolder, scoresNatively } from './native.ts';
import { startScoringProcess } from './scoringProcess.ts';
import { startScoringThread } from './scoringThread.ts';
import { trainingProcess, workProcess } from './trainingProcess.ts';

/** What tests inside VS Code look at; other extensions get nothing. */
export type Internals = ReturnType<typeof compose>;

export function activate(context: vscode.ExtensionContext): Internals | undefined {
  const started = performance.now();
  const parts = compose(context);
  parts.log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms.`);
  return context.extensionMode === vscode.ExtensionMode.Test ? parts : undefined;
}

function compose(context: vscode.ExtensionContext) {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const file = (...path: string[]) => vscode.Uri.joinPath(context.extensionUri, ...path);

  const log = owned.add(vscode.window.createOutputChannel('Manylens', { log: true }));
  const worker = file('dist', 'worker.js').fsPath;
  const scorer = file('dist', 'scorer.js').fsPath;
  const models = owned.add(new ModelChoice(file('models', 'base'), context.workspaceState));
  const journal = new Journal(log);
  const reporter = new Reporter(context.extension, machine(), models, journal);
  const notifier = new Notifier(log, journal, models);
  const scoringThread = (events: ScoringEvents) =>
    startScoringThread(worker, events, line => log.debug(line));
  let natively = false;
  let nativeGivenUp = false;
  const wantsNative = () => scoresNatively(models.current, nativeGivenUp);
  const client = owned.add(
    new ScoringClient(
      events => {
        natively = wantsNative();
        return natively
          ? startScoringProcess(scorer, nativeFolder(), events, line => log.debug(line))
          : scoringThread(events);
      },
      Date.now,
      undefined,
      new Fallback(models, journal).load,
    ),
  );
  // Before anyone scores anew: a thread is no place for native code.
  owned.add(
    models.onDidChange(() => {
      if (client.running && (natively || wantsNative())) client.stop();
    }),
  );
  owned.add(
    client.onDidDie(reason => {
      // Whoever chose the native library by name is to hear of it; `auto` has another one.
      const instead = natively && client.paused && models.current.backend === 'auto';
      if (!instead) return notifier.workerDied(reason, client.paused);
      nativeGivenUp = true;
      client.resume();
      notifier.nativeGivenUp(reason);
    }),
  );
  owned.add(
    client.onDidStopDeaf(() => log.info('The scoring worker did not hear a cancel, and was stopped.')),
  );
  const active = owned.add(new ActiveDocument());
  const labels = owned.add(new UserLabels(client, log));
  const store = owned.add(new ScoreStore(uri => labels.of(uri)));
  owned.add(labels.onDidChange(() => store.relabel()));
  const policy = owned.add(new RunPolicy(context.workspaceState));
  const analyzer = owned.add(new Analyzer(store, client, models, policy, notifier, journal, labels));
  owned.add(new Live(store, analyzer, policy));

  owned.add(new ContextKeys(store, active));
  const settingsCheck = owned.add(new SettingsCheck(active, store, client, models, log));
  const look = () => {
    for (const line of reporter.environment()) log.info(line);
    settingsCheck.check();
  };
  // Not at once: both read every setting, which takes as long as the rest of an activation.
  owned.add(new Redraw(look)).request();
  const decorations = owned.add(new Decorations(store));
  owned.add(new Problems(store));
  owned.add(new LabelProblems(client, models, log));
  owned.add(vscode.languages.registerCodeActionsProvider(labelFiles, new LabelFixes(), LabelFixes.metadata));
  const lenses = owned.add(new SummaryLenses(store));
  owned.add(vscode.languages.registerCodeLensProvider('*', lenses));
  const hover = new ScoresHover(store, client, models);
  owned.add(vscode.languages.registerHoverProvider('*', hover));
  const tree = owned.add(new ResultsTree(store, active));
  const statusBar = owned.add(new StatusBar(store, active, policy));
  const modelView = owned.add(new ModelView(client, models));
  owned.add(new BaseCheck(client, models, context.workspaceState, log));
  const outlines = owned.add(new Outlines(client, log));
  const panel = owned.add(new Panel(store, active, outlines, notifier, context.extensionUri));

  const merging = new MergeOffer(
    { advice: mergeAdvice, take: takeMergeAdvice },
    context.workspaceState,
    notifier,
  );
  const labeler = new Labeler(active, client, models, notifier, labels, appendLabels, merging);
  const trainer = [file('dist', 'trainer.js').fsPath, (line: string) => log.debug(line)] as const;
  const another = () => new ScoringClient(scoringThread, Date.now);
  const reports = owned.add(new ReportPanel(store, notifier, log, context.extensionUri, another));
  const finetuner = owned.add(
    new Finetuner(trainingProcess(...trainer), models, notifier, log, reports, context.storageUri),
  );
  const inProcess = workProcess(...trainer);
  const importer = owned.add(new LabelImporter(inProcess, client, models, notifier, labels, log, merging));
  const versions = owned.add(new Versions(models, active, inProcess, another, notifier));
  const native = new NativeSetup(
    nativeCall(file('dist', 'native.js').fsPath, line => log.debug(line)),
    notifier,
  );
  owned.add(
    registerCommands({
      active,
      store,
      analyzer,
      client,
      models,
      policy,
      modelView,
      panel,
      labeler,
      importer,
      finetuner,
      versions,
      notifier,
      sample: file('media', 'sample', 'welcome.md'),
      log,
      reporter,
      native,
    }),
  );
  return {
    owned,
    log,
    journal,
    reporter,
    client,
    models,
    policy,
    active,
    store,
    labels,
    analyzer,
    decorations,
    hover,
    tree,
    modelView,
    statusBar,
    finetuner,
  };
}

function machine(): Machine {
  const { platform, arch, versions } = process;
  return { platform: `${platform} ${arch} ${release()}`, node: versions.node, home: homedir() };
}
