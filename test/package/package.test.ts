/** The package that users install: what it contains, how large it is, and that it runs from the file. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { releases, root } from '../window/support/releases.ts';
import { launchWorkbench, type Workbench } from '../window/support/workbench.ts';
import { manifest, packaged, vsix } from './support.ts';

/** Everything that may ship; an entry without a star must. */
const allowed = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.*.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/dist/extension.js',
  'extension/dist/worker.js',
  'extension/dist/tensorflow.js',
  'extension/dist/trainer.js',
  'extension/dist/native.js',
  'extension/dist/scorer.js',
  'extension/dist/reader.js',
  'extension/dist/native/binding/*.cc',
  'extension/dist/native/binding/*.h',
  'extension/dist/native/headers/*.h',
  'extension/dist/panel.js',
  'extension/dist/panel.css',
  'extension/dist/report.js',
  'extension/dist/report.css',
  'extension/dist/codicon.css',
  'extension/dist/codicon.ttf',
  'extension/dist/wasm/kernelThread.js',
  'extension/dist/wasm/lstm-baseline.wasm',
  'extension/dist/wasm/lstm-baseline-shared.wasm',
  'extension/dist/wasm/lstm-relaxed.wasm',
  'extension/dist/wasm/lstm-relaxed-shared.wasm',
  'extension/dist/wasm/tfjs-backend-wasm.wasm',
  'extension/dist/wasm/tfjs-backend-wasm-simd.wasm',
  'extension/dist/wasm/tfjs-backend-wasm-threaded-simd.wasm',
  'extension/dist/wasm/tree-sitter-bash.wasm',
  'extension/dist/wasm/tree-sitter-c-sharp.wasm',
  'extension/dist/wasm/tree-sitter-cpp.wasm',
  'extension/dist/wasm/tree-sitter-css.wasm',
  'extension/dist/wasm/tree-sitter-go.wasm',
  'extension/dist/wasm/tree-sitter-ini.wasm',
  'extension/dist/wasm/tree-sitter-java.wasm',
  'extension/dist/wasm/tree-sitter-javascript.wasm',
  'extension/dist/wasm/tree-sitter-php.wasm',
  'extension/dist/wasm/tree-sitter-powershell.wasm',
  'extension/dist/wasm/tree-sitter-python.wasm',
  'extension/dist/wasm/tree-sitter-ruby.wasm',
  'extension/dist/wasm/tree-sitter-rust.wasm',
  'extension/dist/wasm/tree-sitter-tsx.wasm',
  'extension/dist/wasm/tree-sitter-typescript.wasm',
  'extension/dist/wasm/web-tree-sitter.wasm',
  'extension/docs/model/*.svg',
  'extension/l10n/*.json',
  'extension/media/icon.png',
  'extension/media/icon.svg',
  'extension/media/sample/welcome.md',
  'extension/media/walkthrough/*.png',
  'extension/models/base/model.json',
  'extension/models/base/weights.bin',
  'extension/models/base/vocabulary.txt',
  'extension/models/base/manifest.json',
  'extension/models/base/guard.jsonl',
  'extension/models/base/MODEL_CARD.md',
  'extension/schemas/labels.schema.json',
];

function matches(file: string, entry: string): boolean {
  const [start, end] = entry.split('*');
  return end === undefined ? file === entry : file.startsWith(start) && file.endsWith(end);
}

describe('The package', () => {
  let files: string[];
  before(() => {
    files = Object.keys(packaged());
  });

  it('has at most 15 MB', () => {
    assert.ok(statSync(vsix).size <= 15e6, `${statSync(vsix).size} bytes`);
  });

  it('contains nothing but what is allowed', () => {
    assert.deepEqual(
      files.filter(file => !allowed.some(entry => matches(file, entry))),
      [],
    );
  });

  it('contains all that it needs', () => {
    const needed = allowed.filter(entry => !entry.includes('*'));
    assert.deepEqual(
      needed.filter(entry => !files.includes(entry)),
      [],
    );
  });

  it('contains the pictures of the model card', () => {
    const card = files.find(file => file.endsWith('MODEL_CARD.md'))!;
    const pictures = [...new TextDecoder().decode(packaged()[card]).matchAll(/\]\(((?!http)[^)]+\.svg)\)/g)];
    assert.ok(pictures.length > 0);
    assert.deepEqual(
      pictures.map(([, path]) => posix.join(dirname(card), path)).filter(path => !files.includes(path)),
      [],
    );
  });

  it('asks for the oldest VS Code that the tests run it in', () => {
    assert.equal(manifest.engines.vscode, `^${releases.minimum.vscode.replace(/\d+$/, '0')}`);
  });

  for (const release of ['minimum', 'current'] as const) {
    describe(`installed in the ${release} VS Code`, () => {
      let workbench: Workbench;
      before(async () => {
        workbench = await launchWorkbench({ vsix, release, workspace: join(root, 'media/sample') });
      });
      after(() => workbench?.close());

      it('analyzes a document on command and shows its scores', async () => {
        await workbench.openFile('welcome.md');
        await workbench.runCommand('Manylens: Analyze Document');
        await workbench.statusItem(/(negative|neutral|positive) \d+%/).waitFor({ timeout: 60_000 });
        await workbench.page.locator('.view-overlays [class*="ced-"]').first().waitFor();
      });

      it('shows them in the panel', async () => {
        await workbench.runCommand('Manylens: Show Panel');
        const panel = workbench.webview();
        await panel.getByText('welcome.md').first().waitFor();
        await panel.getByText('Subjectivity').first().waitFor();
        await workbench.screenshot(`package-${release}`);
      });
    });
  }
});
