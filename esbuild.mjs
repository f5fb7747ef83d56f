// Bundles everything that runs. `node esbuild.mjs [--watch] [--release=DIR]`
//   dist/           the product, with source maps      out/test/host/  the tests that run inside VS Code
//   dist/packages.json  which npm packages each file has code of (for scripts/notices.mjs)
//   dist/modules.json   which modules: ours and theirs
//   --release=DIR   the product alone, minified, into DIR (scripts/package.mjs)
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, context } from 'esbuild';
import { boundedParser } from './scripts/boundedParser.mjs';
import { buildKernels } from './scripts/kernels.mjs';
import { languageTable } from './scripts/languageTable.mjs';

process.chdir(dirname(fileURLToPath(import.meta.url)));

const release = process.argv.find(argument => argument.startsWith('--release='))?.slice('--release='.length);
const watch = process.argv.includes('--watch');
const outdir = release ?? 'dist';

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  metafile: true,
  logLevel: 'warning',
  minify: release !== undefined,
  sourcemap: release === undefined && 'linked',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': release ? '"production"' : '"development"' },
};

/**
 * Sources that are imported dynamically and become files of their own, beside the file that imports them: what is not
 * asked for is not even read. (esbuild splits ES modules alone.)
 */
const ownFiles = [
  'src/engine/node/tensorflow.ts',
  ...['learning', 'labels', 'versions'].map(name => `src/cli/${name}.ts`),
];

/** @type {import('esbuild').Plugin} */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const source = relative('.', resolve(resolveDir, path)).replaceAll('\\', '/');
      if (kind !== 'dynamic-import' || !ownFiles.includes(source)) return undefined;
      return { path: `./${basename(source, '.ts')}.js`, external: true };
    });
  },
};

/**
 * The language detector's table in a form that loads quickly.
 * @type {import('esbuild').Plugin}
 */
const languages = {
  name: 'language table',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]eld[\\/]src[\\/]ngrams[\\/]\w+\.js$/ }, async ({ path }) => ({
      contents: languageTable((await import(pathToFileURL(path).href)).ngramsData),
    }));
  },
};

/**
 * One object for VS Code's API. Bundled as it stands, an import of all names of a CommonJS module copies them, some 500
 * getters for each file that has the import: that was a third of the extension's activation.
 * @type {import('esbuild').Plugin}
 */
const vscodeApi = {
  name: 'vscode API',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]host[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        "import * as vscode from 'vscode';",
        "const vscode = require('vscode');",
      ),
      loader: 'ts',
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The ES modules of TensorFlow.js: one tfjs-core for layers and backends, and only what is used of it.
  mainFields: ['module', 'main'],
  // `node-fetch` (300 KB with what it brings) is what tfjs-core falls back to where there is no global fetch; every
  // Node of today has one.
  external: ['vscode', 'node-fetch'],
  // tfjs-node asks for the package of packages; what it uses of it is the core.
  alias: { '@tensorflow/tfjs': '@tensorflow/tfjs-core' },
  // `import.meta` has no meaning in CommonJS: the bundle's own file and folder stand for it.
  plugins: [apart, languages, vscodeApi],
  define: { ...shared.define, 'import.meta.url': '__bundleUrl', 'import.meta.dirname': '__dirname' },
  banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...shared,
  platform: 'browser',
  format: 'iife',
  target: 'chrome122',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

const product = [
  { ...node, entryPoints: { extension: 'src/host/node/extension.ts' }, outdir },
  { ...node, entryPoints: { worker: 'src/worker/node/scoringWorker.ts' }, outdir },
  { ...node, entryPoints: { trainer: 'src/worker/node/trainer.ts' }, outdir },
  { ...node, entryPoints: { scorer: 'src/worker/node/scoringProcess.ts' }, outdir },
  { ...node, entryPoints: { reader: 'src/engine/node/readerThread.ts' }, outdir },
  { ...node, entryPoints: { native: 'src/worker/node/nativeSetup.ts' }, outdir },
  { ...node, entryPoints: Object.fromEntries(ownFiles.map(file => [basename(file, '.ts'), file])), outdir },
  {
    ...node,
    entryPoints: { kernelThread: 'src/kernels/node/kernelThread.ts' },
    outdir: join(outdir, 'wasm'),
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir,
    banner: { js: `#!/usr/bin/env node\n${node.banner?.js}` },
  },
  { ...webview, entryPoints: { panel: 'media/panel.tsx', report: 'media/report.tsx' }, outdir },
];

const tests = [
  {
    ...node,
    entryPoints: globSync('test/host/{index,*.test}.ts'),
    outdir: 'out/test/host',
    external: [...(node.external ?? []), 'mocha'],
    sourcemap: 'inline',
  },
];

/** Data that the bundles read at run time. */
function copyAssets() {
  mkdirSync(join(outdir, 'wasm'), { recursive: true });
  for (const file of globSync('node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm'))
    cpSync(file, join(outdir, 'wasm', basename(file)));
  for (const file of globSync('node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-*.wasm'))
    if (!file.endsWith('-regex.wasm')) cpSync(file, join(outdir, 'wasm', basename(file)));
  const parser = readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm');
  writeFileSync(join(outdir, 'wasm/web-tree-sitter.wasm'), boundedParser(parser));
  for (const file of ['codicon.css', 'codicon.ttf'])
    cpSync(join('node_modules/@vscode/codicons/dist', file), join(outdir, file));
  // What the native library's add-on is compiled from, on the machine that wants it.
  cpSync('node_modules/@tensorflow/tfjs-node/binding', join(outdir, 'native/binding'), { recursive: true });
  cpSync('node_modules/node-api-headers/include', join(outdir, 'native/headers'), { recursive: true });
}

/**
 * Writes, for each file of the product, the modules that it has code of, and the folders of their packages.
 * @param {import('esbuild').Metafile[]} metafiles
 */
function writePackages(metafiles) {
  const outputs = metafiles
    .flatMap(({ outputs }) => Object.entries(outputs))
    .filter(([file]) => !file.endsWith('.map'));
  const modules = outputs.map(([file, { inputs }]) => {
    return /** @type {const} */ ([
      relative(outdir, file).replaceAll('\\', '/'),
      Object.keys(inputs).filter(input => inputs[input].bytesInOutput > 0),
    ]);
  });
  writeFileSync(join(outdir, 'modules.json'), JSON.stringify(Object.fromEntries(modules), undefined, 2));
  const bundled = modules.map(([file, used]) => {
    const folders = used.map(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
    return [file, [...new Set(folders)].filter(folder => folder !== undefined).sort()];
  });
  const copied = {
    'wasm/tfjs-*.wasm': ['node_modules/@tensorflow/tfjs-backend-wasm'],
    'wasm/tree-sitter-*.wasm': ['node_modules/@vscode/tree-sitter-wasm'],
    'wasm/web-tree-sitter.wasm': ['node_modules/web-tree-sitter'],
    // Ours, with what the compiler's runtime adds.
    'wasm/lstm-*.wasm': ['node_modules/assemblyscript'],
    'native/binding/*': ['node_modules/@tensorflow/tfjs-node'],
    'native/headers/*': ['node_modules/node-api-headers'],
    'codicon.css': ['node_modules/@vscode/codicons'],
    'codicon.ttf': ['node_modules/@vscode/codicons'],
  };
  const packages = { ...Object.fromEntries(bundled), ...copied };
  writeFileSync(join(outdir, 'packages.json'), JSON.stringify(packages, undefined, 2));
}

copyAssets();
await buildKernels(join(outdir, 'wasm'));
const chosen = release === undefined ? [...product, ...tests] : product;
if (watch) for (const options of chosen) await (await context({ ...options, logLevel: 'info' })).watch();
else {
  const results = await Promise.allSettled(chosen.map(options => build(options)));
  // What is wrong is on the screen already.
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
  else writePackages(results.slice(0, product.length).map(({ value }) => value.metafile));
}
