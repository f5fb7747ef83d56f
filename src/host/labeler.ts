import * as vscode from 'vscode';
import type { LabelRecord } from '../protocol/labels.ts';
import { type Span, type TextSpan, touches } from '../protocol/worker.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { type LabelTask, labelledSpans, labelTasks } from './labels.ts';
import type { MergeOffer } from './mergeOffer.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { pickOrName } from './pickOrName.ts';
import { refusals } from './refusals.ts';
import { asTarget } from './reveal.ts';
import type { ScoringClient } from './scoringClient.ts';
import type { UserLabels } from './userLabels.ts';
import { labelFolder, labelsPath } from './workspaceFolder.ts';

/** Appends records to a label file on disk, which it creates where there is none. */
export type AppendLabels = (path: string, records: readonly LabelRecord[]) => Promise<void>;

/** "Label Selection As...": what is selected, a task, a label, and a line in the workspace's label file. */
export class Labeler {
  readonly #active: ActiveDocument;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #labels: UserLabels;
  readonly #append: AppendLabels;
  readonly #merging: MergeOffer;

  constructor(
    active: ActiveDocument,
    client: ScoringClient,
    models: ModelChoice,
    notifier: Notifier,
    labels: UserLabels,
    append: AppendLabels,
    merging: MergeOffer,
  ) {
    this.#active = active;
    this.#client = client;
    this.#models = models;
    this.#notifier = notifier;
    this.#labels = labels;
    this.#append = append;
    this.#merging = merging;
  }

  /** Labels a target that a row or a hover names, else the active editor's selections. */
  async label(argument: unknown): Promise<void> {
    const target = asTarget(argument);
    const document = target
      ? await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri, true))
      : this.#active.current;
    if (document === undefined) throw refusals.noDocument();
    const spans = await this.#spans(document, target ? [target] : selections(document));
    if (spans.length === 0) throw refusals.noSegment();
    const folder = await labelFolder(document);
    if (folder === undefined) return;
    const file = vscode.Uri.joinPath(folder.uri, ...labelsPath);
    const answer = await this.#ask(folder, spans);
    if (answer === undefined) return;
    const at = new Date().toISOString();
    const source = vscode.workspace.asRelativePath(document.uri, false);
    await this.#append(
      file.fsPath,
      spans.map(({ start, end, text }) => ({ text, ...answer, source: { file: source, start, end }, at })),
    );
    this.#merging.written(file);
    await this.#labels.read(folder);
    const { task, label } = answer;
    const place = vscode.workspace.asRelativePath(file);
    this.#notifier.mention(
      label === null
        ? vscode.l10n.t('took the label for {0} back in {1}.', task, place)
        : vscode.l10n.t('labelled {0} as {1} in {2}.', task, label, place),
    );
  }

  async #spans(document: vscode.TextDocument, selected: Span[]): Promise<TextSpan[]> {
    const text = document.getText();
    const { languageId } = document;
    const segments = await this.#client.segments({ text, languageId, ranges: selected });
    const spans = new Map<number, TextSpan>();
    for (const selection of selected) {
      const touched = segments.filter(segment => touches(segment, selection));
      for (const span of labelledSpans(text, selection, touched)) spans.set(span.start, span);
    }
    return [...spans.values()];
  }

  async #ask(
    folder: vscode.WorkspaceFolder,
    spans: readonly TextSpan[],
  ): Promise<{ task: string; label: string | null } | undefined> {
    const { tasks } = await this.#client.load(this.#models.current);
    const labels = await this.#labels.read(folder);
    const known = labelTasks(tasks, labels);
    const title =
      spans.length === 1
        ? vscode.l10n.t('Label “{0}”', spans[0].text.slice(0, 60))
        : vscode.l10n.t('Label {0} segments', spans.length);
    const task = await pickOrName(
      title,
      vscode.l10n.t('Choose a task, or type the name of a new one'),
      known.map(({ id, title: name, labels }) => ({ name: id, title: name, description: labels.join(', ') })),
      name => vscode.l10n.t('New task: {0}', name),
    );
    if (typeof task !== 'string') return undefined;
    const chosen = known.find(({ id }) => id === task) ?? { labels: [], open: true };
    const labelled = labels.some(own => own.task === task && spans.some(({ text }) => text === own.text));
    const back = { name: null, title: `$(discard) ${vscode.l10n.t('Take the label back')}` };
    const label = await pickOrName(
      title,
      labelPlaceholder(chosen),
      [...chosen.labels.map(name => ({ name })), ...(labelled ? [back] : [])],
      chosen.open ? name => vscode.l10n.t('New label: {0}', name) : undefined,
    );
    return label === undefined ? undefined : { task, label };
  }
}

function labelPlaceholder({ labels, open }: Pick<LabelTask, 'labels' | 'open'>): string {
  if (labels.length === 0) return vscode.l10n.t('Type the name of the first label');
  return open ? vscode.l10n.t('Choose a label, or type a new one') : vscode.l10n.t('Choose a label');
}

/** The selections of the editor that shows the document, as offsets. */
export function selections(document: vscode.TextDocument): Span[] {
  const editor = vscode.window.visibleTextEditors.find(visible => visible.document === document);
  return (editor?.selections ?? []).map(selection => ({
    start: document.offsetAt(selection.start),
    end: document.offsetAt(selection.end),
  }));
}
