import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LabelProblem } from '../protocol/labels.ts';
import { inLanguage } from './inWords.ts';
import type { ModelChoice } from './modelChoice.ts';
import { readDescription } from './modelDescription.ts';
import { Redraw } from './redraw.ts';
import { lengthOf } from './runPolicy.ts';
import type { ScoringClient } from './scoringClient.ts';
import { MOST_BYTES } from './userLabels.ts';
import { isLabelFile } from './workspaceFolder.ts';

const severities: Record<LabelProblem['kind'], vscode.DiagnosticSeverity> = {
  broken: vscode.DiagnosticSeverity.Error,
  'unknown-label': vscode.DiagnosticSeverity.Error,
  contradiction: vscode.DiagnosticSeverity.Warning,
  duplicate: vscode.DiagnosticSeverity.Information,
};

/** Milliseconds without a change after which problems follow the text; VS Code moves them until then. */
const idle = 300;

/** What is to be mended in a line, as it stood in a version of the document. */
export class LabelDiagnostic extends vscode.Diagnostic {
  readonly problem: LabelProblem;
  readonly version: number;

  constructor(document: vscode.TextDocument, problem: LabelProblem) {
    super(lineRange(document, problem.line), inOneSentence(problem), severities[problem.kind]);
    this.source = 'Manylens';
    this.code = problem.kind;
    this.problem = problem;
    this.version = document.version;
    if ('latest' in problem) {
      const place = new vscode.Location(document.uri, lineRange(document, problem.latest.line));
      this.relatedInformation = [
        new vscode.DiagnosticRelatedInformation(place, vscode.l10n.t('This label counts.')),
      ];
    }
  }
}

/**
 * Lists what is wrong in a workspace's label file, as the editor has it, while it is open. The worker finds it, and in
 * Restricted Mode too: it is only read.
 */
export class LabelProblems implements Disposable {
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #log: vscode.LogOutputChannel;
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('manylens-labels'));
  readonly #check = this.#owned.add(new Redraw(() => void this.#checkAll(), idle, true));
  readonly #waiting = new Set<vscode.TextDocument>();

  constructor(client: ScoringClient, models: ModelChoice, log: vscode.LogOutputChannel) {
    this.#client = client;
    this.#models = models;
    this.#log = log;
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument(document => this.#ask(document)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#ask(document)));
    this.#owned.add(workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)));
    const all = () => {
      for (const document of workspace.textDocuments) this.#ask(document);
    };
    this.#owned.add(models.onDidChange(all));
    all();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #ask(document: vscode.TextDocument): void {
    if (!isLabelFile(document.uri)) return;
    this.#waiting.add(document);
    this.#check.request();
  }

  async #checkAll(): Promise<void> {
    const documents = [...this.#waiting];
    this.#waiting.clear();
    for (const document of documents) {
      try {
        await this.#checkOne(document);
      } catch (error) {
        this.#log.warn(`${document.uri}: ${messageOf(error)}`);
      }
    }
  }

  async #checkOne(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    const length = lengthOf(document);
    const long = length > MOST_BYTES;
    const problems = long ? [] : await this.#problems(document);
    // A newer version is on its way.
    if (document.isClosed || document.version !== version) return;
    const found = problems.map(problem => new LabelDiagnostic(document, problem));
    this.#collection.set(uri, long ? [tooLong(document, length)] : found);
  }

  async #problems(document: vscode.TextDocument): Promise<LabelProblem[]> {
    // What fine-tuning starts from; one that cannot be read is told of elsewhere.
    const tasks = await readDescription(this.#models.foundation).then(
      model => model.tasks.map(({ id, labels }) => ({ id, labels })),
      () => [],
    );
    const name = vscode.workspace.asRelativePath(document.uri);
    return await this.#client.labelProblems(name, document.getText(), tasks);
  }
}

function tooLong(document: vscode.TextDocument, length: number): vscode.Diagnostic {
  const sizes = [MOST_BYTES, length].map(String);
  const message = vscode.l10n.t(
    'This file is too long to be checked: expected {0} characters at most, found {1}.',
    ...sizes,
  );
  return new vscode.Diagnostic(lineRange(document, 1), message, vscode.DiagnosticSeverity.Information);
}

/** @param line from 1 */
function lineRange(document: vscode.TextDocument, line: number): vscode.Range {
  return document.lineAt(Math.min(line, document.lineCount) - 1).range;
}

function inOneSentence(problem: LabelProblem): string {
  switch (problem.kind) {
    case 'broken':
      return vscode.l10n.t('This line is left out: {0}.', inLanguage(problem.reason));
    case 'unknown-label':
      return vscode.l10n.t(
        'The task {0} has no label {1}, only {2}. Fine-tuning needs one of these.',
        problem.task,
        problem.label,
        problem.labels.join(', '),
      );
    case 'contradiction':
      return vscode.l10n.t(
        'This label does not count: line {0}, the latest for this text, says {1}.',
        problem.latest.line,
        problem.latest.label,
      );
    case 'duplicate':
      return vscode.l10n.t('Line {0} says the same of this text.', problem.latest.line);
  }
}
