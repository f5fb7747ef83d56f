import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { themeColor } from '../protocol/colors.ts';
import { byScope, type TaskInfo } from '../protocol/scores.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { oneLine } from './format.ts';
import { groupByLabel, type LabelGroup, type Ranked } from './ranking.ts';
import { Redraw } from './redraw.ts';
import type { Results, ScoreStore } from './scoreStore.ts';
import { certainty, guessInWords, onDidChangeColors, shownTask, summary, withColors } from './shown.ts';

/** What a row of the tree stands for. A segment's row is also the argument of the commands on it. */
export type Row =
  | { kind: 'task'; task: TaskInfo }
  | { kind: 'label'; task: TaskInfo; group: LabelGroup }
  | {
      kind: 'segment';
      task: TaskInfo;
      label: string | null;
      ranked: Ranked;
      uri: string;
      start: number;
      end: number;
    }
  | { kind: 'others'; documents: readonly vscode.TextDocument[] }
  | { kind: 'document'; document: vscode.TextDocument; results: Results };

/**
 * The sidebar's tree about the active document: task, then label, then segments, most probable first. Below, the other
 * documents that have results, each with what the shown task says of it.
 */
export class ResultsTree implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #store: ScoreStore;
  readonly #active: ActiveDocument;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<undefined>());
  readonly #view: vscode.TreeView<Row>;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: ScoreStore, active: ActiveDocument) {
    this.#store = store;
    this.#active = active;
    this.#view = this.#owned.add(
      vscode.window.createTreeView('manylens.results', { treeDataProvider: this, showCollapseAll: true }),
    );
    const redraw = this.#owned.add(new Redraw(() => this.#draw()));
    this.#owned.add(store.onDidChange(redraw.request));
    this.#owned.add(active.onDidChange(redraw.request));
    this.#owned.add(onDidChangeColors(redraw.request));
    this.#draw();
  }

  getChildren(row?: Row): Row[] {
    const results = this.#results;
    const uri = this.#active.current?.uri.toString();
    if (results === undefined || uri === undefined) return [];
    if (row === undefined)
      return [...results.model.tasks.map(task => ({ kind: 'task' as const, task })), ...this.#others(uri)];
    if (row.kind === 'others') return this.#documentRows(row.documents);
    if (row.kind === 'task') {
      const { task } = row;
      return groupByLabel(task, results.segments).map(group => ({ kind: 'label', task, group }));
    }
    if (row.kind !== 'label') return [];
    const { task, group } = row;
    return group.segments.map(ranked => {
      const { start, end } = ranked.segment;
      return { kind: 'segment', task, label: group.label, ranked, uri, start, end };
    });
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'task') return this.#taskItem(row.task);
    if (row.kind === 'segment') return this.#segmentItem(row);
    if (row.kind === 'label') return labelItem(row.task, row.group);
    return row.kind === 'others' ? othersItem(row.documents) : documentItem(row.document, row.results);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  get #results(): Results | undefined {
    const document = this.#active.current;
    return document && this.#store.get(document.uri.toString())?.results;
  }

  /** One row for the other documents that have results; none where there are none. */
  #others(uri: string): Row[] {
    const documents = vscode.workspace.textDocuments.filter(document => {
      const other = document.uri.toString();
      return other !== uri && this.#store.get(other)?.results !== undefined;
    });
    return documents.length === 0 ? [] : [{ kind: 'others', documents }];
  }

  #documentRows(documents: readonly vscode.TextDocument[]): Row[] {
    return documents.flatMap(document => {
      const results = this.#store.get(document.uri.toString())?.results;
      return results === undefined ? [] : [{ kind: 'document', document, results }];
    });
  }

  #draw(): void {
    const document = this.#active.current;
    const entry = document && this.#store.get(document.uri.toString());
    this.#view.description = document && oneLine(document.uri.path.split('/').at(-1) ?? '', 40);
    // A message takes the place of the welcome views, which say what an empty tree means.
    this.#view.message = entry?.results?.outdated
      ? vscode.l10n.t('The text was edited since. Analyze it again for fresh scores.')
      : undefined;
    this.#changed.fire(undefined);
  }

  #taskItem(task: TaskInfo): vscode.TreeItem {
    const segments = this.#results?.segments ?? [];
    const { asked } = byScope([task], segments);
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(task.title, asked.length > 0 ? Expanded : None);
    item.id = task.id;
    item.tooltip = task.description;
    const said = summary(task, segments);
    item.description = said;
    item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', task.title, said) };
    return item;
  }

  #segmentItem(row: Row & { kind: 'segment' }): vscode.TreeItem {
    const { ranked, task, label, uri, start, end } = row;
    const { text, line } = this.#place(row);
    const guess = guessInWords(task, ranked.segment);
    const share = label === null ? '' : `${certainty(task, ranked.segment)}  `;
    const item = new vscode.TreeItem(share + oneLine(text, 120));
    item.id = `${labelId(task, label)}\n${start}`;
    item.tooltip = [oneLine(text, 500), vscode.l10n.t('Line {0}', line), ...(guess ? [guess] : [])].join(
      '\n',
    );
    if (guess !== undefined) item.iconPath = new vscode.ThemeIcon('check');
    item.contextValue = 'segment';
    item.command = {
      title: vscode.l10n.t('Show in the Editor'),
      command: 'manylens.reveal',
      arguments: [{ uri, start, end }],
    };
    const answer = label ?? vscode.l10n.t('unsure');
    item.accessibilityInformation = {
      label: vscode.l10n.t('{0}: {1} {2}, line {3}', task.title, answer, share + text, line),
    };
    return item;
  }

  /** A segment's text, and its line from 1. */
  #place({ start, end }: Row & { kind: 'segment' }): { text: string; line: number } {
    const document = this.#active.current;
    if (document === undefined) return { text: '', line: 0 };
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    return { text: document.getText(range), line: range.start.line + 1 };
  }
}

/** Unlike any label's, where the task abstains: a label may be named "null". */
function labelId(task: TaskInfo, label: string | null): string {
  return `${task.id}\n${label ?? ''}`;
}

function labelItem(task: TaskInfo, { label, segments }: LabelGroup): vscode.TreeItem {
  const name = label ?? vscode.l10n.t('unsure');
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = labelId(task, label);
  item.description = String(segments.length);
  item.iconPath =
    label === null
      ? new vscode.ThemeIcon('question')
      : new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor(themeColor(withColors(task), label)));
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0}: {1}, {2} segments', task.title, name, segments.length),
  };
  return item;
}

function othersItem(documents: readonly vscode.TextDocument[]): vscode.TreeItem {
  const name = vscode.l10n.t('Other documents');
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  // Unlike any task's, whose id may be any string.
  item.id = 'others\n';
  item.description = String(documents.length);
  return item;
}

function documentItem(document: vscode.TextDocument, { model, segments }: Results): vscode.TreeItem {
  const { uri } = document;
  const task = shownTask(model, document);
  const said = summary(task, segments);
  const item = new vscode.TreeItem(uri.path.split('/').at(-1) ?? '');
  item.id = `others\n${uri}`;
  item.description = said;
  item.tooltip = vscode.workspace.asRelativePath(uri);
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0}: {1} {2}', vscode.workspace.asRelativePath(uri), task.title, said),
  };
  item.command = {
    title: vscode.l10n.t('Show in the Editor'),
    command: 'manylens.reveal',
    arguments: [{ uri: uri.toString(), start: 0, end: 0 }],
  };
  return item;
}
