import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { render } from '../../src/host/exportResults.ts';
import { panelState } from '../../src/host/panelState.ts';
import {
  analyzed,
  closeEverything,
  folder,
  internals,
  run,
  until,
  untrusted,
  withSettings,
} from './support.ts';

const loved = 'I love this wonderful sound.';
const text = `${loved} The microphone is terrible, I hate it.\n`;
const manylens = vscode.Uri.joinPath(folder, '.manylens');
const file = vscode.Uri.joinPath(manylens, 'labels.jsonl');
const record = (label: string | null, of = loved) =>
  `${JSON.stringify({ text: of, task: 'sentiment', label })}\n`;

/** As git, or another window, writes it. */
function write(...lines: string[]): void {
  mkdirSync(manylens.fsPath, { recursive: true });
  writeFileSync(file.fsPath, lines.join(''));
}

async function shown(document: vscode.TextDocument) {
  const { store } = await internals();
  return store.get(document.uri.toString())!.results!.segments[0].scores.sentiment;
}

/** Waits until the first sentence is shown with the label, be it the user's own or the model's guess. */
async function shows(document: vscode.TextDocument, label: string, own: boolean): Promise<void> {
  const { store } = await internals();
  await until(`${own ? 'own' : 'guessed'} ${label}`, () => {
    const score = store.get(document.uri.toString())?.results?.segments[0].scores.sentiment;
    return score?.label === label && (score.guess !== undefined) === own;
  });
}

describe('A label of the user’s', () => {
  afterEach(async () => {
    await closeEverything();
    rmSync(manylens.fsPath, { recursive: true, force: true });
    const { labels } = await internals();
    await labels.read(vscode.workspace.workspaceFolders![0]);
  });

  it('is shown in every place in place of the model’s guess', async () => {
    write(record('negative'));
    await withSettings({ 'problems.enabled': true, codeLens: 'document' }, async () => {
      const { document, results } = await analyzed('own.md', text);
      const { store, tree, decorations, statusBar } = await internals();
      const entry = store.get(document.uri.toString())!;
      assert.equal((await shown(document)).label, 'negative');
      assert.equal((await shown(document)).guess?.label, 'positive');

      const spans = [...decorations.spans(document).values()].flat();
      assert.deepEqual(
        spans.map(({ own }) => own),
        [true, undefined],
      );
      assert.equal(decorations.spans(document).size, 1);

      const task = tree.getChildren().find(row => row.kind === 'task' && row.task.id === 'sentiment')!;
      const negative = tree.getChildren(task)[0];
      const [own] = tree.getChildren(negative).map(row => tree.getTreeItem(row));
      assert.equal(own.label, `your label  ${loved}`);
      assert.match(String(own.tooltip), /the model: positive \d+%/);
      assert.match(own.accessibilityInformation!.label, /^Sentiment: negative your label {2}I love/);
      assert.match(String(tree.getTreeItem(task).description), /^negative \d+% · 1 by you$/);

      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(0, 3),
      );
      const said = (hover.contents[0] as vscode.MarkdownString).value;
      assert.match(said, /Sentiment.*negative.*your label; the model: positive \d+%/);

      const panel = panelState(document, entry, () => []);
      assert.equal(panel.kind === 'results' && panel.document.segments[0].scores.sentiment.label, 'negative');
      assert.equal(panel.kind === 'results' && panel.document.segments[0].text, loved);

      await until('a problem', () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .some(({ message }) => message === 'Sentiment: negative (your label)'),
      );
      const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        1,
      );
      assert.match(lens.command!.title, /negative \d+% · 1 by you$/);
      await until('the summary', () => /negative \d+% · 1 by you$/.test(statusBar.text ?? ''));

      await withSettings({ 'decorations.labels': ['negative'] }, async () => {
        vscode.window.activeTextEditor!.selection = new vscode.Selection(0, 40, 0, 40);
        await run('nextSegment');
        assert.equal(document.getText(vscode.window.activeTextEditor!.selection), loved);
      });

      const { scores } = JSON.parse(render(document, entry.results!, 'jsonl').split('\n')[0]);
      assert.equal(scores.sentiment.label, 'negative');
      assert.equal(scores.sentiment.by, 'user');
      const [, , positive] = results.segments[0].scores.sentiment.guess!.probabilities;
      assert.equal(scores.sentiment.probabilities.positive, positive);
    });
  });

  it('comes and goes with the file on disk, and nothing is scored for it', async () => {
    const { document } = await analyzed('watched.md', text);
    const { journal } = await internals();
    const analyses = journal.analyses.length;
    const guess = await shown(document);
    assert.equal(guess.guess, undefined);
    write(record('negative'));
    await shows(document, 'negative', true);
    write(record('negative'), record('neutral'));
    await shows(document, 'neutral', true);
    write(record('negative'), record('neutral'), record(null));
    await shows(document, 'positive', false);
    write(record('neutral'));
    await shows(document, 'neutral', true);
    rmSync(file.fsPath);
    await shows(document, 'positive', false);
    assert.equal(await shown(document), guess);
    assert.equal(journal.analyses.length, analyses);
  });

  it('is shown at once when it is given by command, and taken back by the same', async () => {
    const { document } = await analyzed('command.md', text);
    const label = async (...answers: RegExp[]) => {
      const window = vscode.window as { createQuickPick: typeof vscode.window.createQuickPick };
      const real = window.createQuickPick;
      window.createQuickPick = <T extends vscode.QuickPickItem>() => {
        const pick = real<T>();
        const answer = answers.shift()!;
        let accept: () => void = () => undefined;
        Object.defineProperty(pick, 'onDidAccept', {
          value: (listener: () => void) => {
            accept = listener;
            return { dispose: () => undefined };
          },
        });
        const show = pick.show.bind(pick);
        pick.show = () => {
          show();
          pick.selectedItems = pick.items.filter(item => answer.test(item.label)).slice(0, 1);
          Object.defineProperty(pick, 'selectedItems', { value: pick.selectedItems });
          setTimeout(accept, 10);
        };
        return pick;
      };
      try {
        await run('labelSelection', { uri: document.uri.toString(), start: 0, end: loved.length });
      } finally {
        window.createQuickPick = real;
      }
    };
    await label(/^Sentiment$/, /^negative$/);
    assert.deepEqual(
      [(await shown(document)).label, (await shown(document)).guess?.label],
      ['negative', 'positive'],
    );
    await label(/^Sentiment$/, /Take the label back/);
    assert.equal((await shown(document)).label, 'positive');
    assert.equal((await shown(document)).guess, undefined);
  });

  it('stays while another sentence is edited, and goes when its own is', async () => {
    write(record('negative'));
    const { document } = await analyzed('edited.md', text);
    await shows(document, 'negative', true);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, text.length - 2), ' now');
    await vscode.workspace.applyEdit(edit);
    await run('analyzeDocument');
    assert.equal((await shown(document)).label, 'negative');
    const other = new vscode.WorkspaceEdit();
    other.insert(document.uri, new vscode.Position(0, 2), 'really ');
    await vscode.workspace.applyEdit(other);
    await run('analyzeDocument');
    assert.equal((await shown(document)).guess, undefined);
    assert.equal((await shown(document)).label, 'positive');
  });

  it('is shown though other lines cannot be read, which the log names', async () => {
    const { log } = await internals();
    const real = log.warn;
    const warned: string[] = [];
    log.warn = message => void warned.push(String(message));
    try {
      write('{"text": broken\n', record('negative'), '{"text":"x","task":"sentiment","label":7}\n');
      const { document } = await analyzed('broken.md', text);
      await shows(document, 'negative', true);
      assert.match(warned.join('\n'), /labels\.jsonl:1: .*\n.*labels\.jsonl:3: /);
    } finally {
      log.warn = real;
    }
  });

  it('that is one of millions is not shown, and the log says why', async () => {
    const { log } = await internals();
    const real = log.warn;
    const warned: string[] = [];
    log.warn = message => void warned.push(String(message));
    try {
      write(record('negative'), ' '.repeat(8_000_001));
      const { document } = await analyzed('large.md', text);
      await until('the reason', () => /labels are not shown: expected 8000000 bytes/.test(warned.join()));
      await shows(document, 'positive', false);
    } finally {
      log.warn = real;
    }
  });

  it('is shown in Restricted Mode, but not through a link', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'manylens-elsewhere-'));
    try {
      await untrusted(async () => {
        write(record('negative'));
        const { document } = await analyzed('restricted.md', text);
        await shows(document, 'negative', true);
        rmSync(file.fsPath);
        await shows(document, 'positive', false);
        writeFileSync(join(elsewhere, 'theirs.jsonl'), record('neutral'));
        symlinkSync(join(elsewhere, 'theirs.jsonl'), file.fsPath);
        // What is read after the link: a file beside it that is none would be shown by now.
        const { labels } = await internals();
        assert.deepEqual(await labels.read(vscode.workspace.workspaceFolders![0]), []);
        assert.equal((await shown(document)).guess, undefined);
      });
      const { labels } = await internals();
      assert.equal((await labels.read(vscode.workspace.workspaceFolders![0])).length, 1);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});
