// Bundles everything that runs. `node esbuild.mjs [--release] [--watch] [product|tests]`
//   product -> dist/: what ships          tests -> out/test/host/: what runs inside VS Code's extension host
import { cpSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

process.chdir(dirname(fileURLToPath(import.meta.url)));

const release = process.argv.includes('--release');
const watch = process.argv.includes('--watch');
const only = process.argv.slice(2).find(argument => !argument.startsWith('--'));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  logLevel: 'warning',
  minify: release,
  sourcemap: release ? false : 'linked',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': release ? '"production"' : '"development"' },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // The ES modules of TensorFlow.js: one tfjs-core for layers and backends, and only what is used of it.
  mainFields: ['module', 'main'],
  // `@tensorflow/tfjs-node` is native and optional: looked for at run time.
  external: ['vscode', '@tensorflow/tfjs-node'],
  // `import.meta` has no meaning in CommonJS: the bundle's own file and folder stand for it.
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
  { ...node, entryPoints: { extension: 'src/host/node/extension.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { worker: 'src/worker/node/scoringWorker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { trainer: 'src/worker/node/trainer.ts' }, outdir: 'dist' },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: `#!/usr/bin/env node\n${node.banner?.js}` },
  },
  { ...webview, entryPoints: { panel: 'media/panel.tsx' }, outdir: 'dist' },
];

const tests = [
  {
    ...node,
    entryPoints: globSync('test/host/{index,*.test}.ts'),
    outdir: 'out/test/host',
    external: [...(node.external ?? []), 'mocha'],
    minify: false,
    sourcemap: 'inline',
  },
];

/** Data that the bundles read at run time. */
function copyAssets() {
  mkdirSync('dist/wasm', { recursive: true });
  for (const file of globSync('node_modules/@tensorflow/tfjs-backend-wasm/dist/*.wasm'))
    cpSync(file, join('dist/wasm', file.split(/[\\/]/).at(-1) ?? ''));
  for (const file of ['codicon.css', 'codicon.ttf'])
    cpSync(join('node_modules/@vscode/codicons/dist', file), join('dist', file));
}

/** What there is to build: an entry that is not written yet is named and left out. */
function present(/** @type {import('esbuild').BuildOptions[]} */ options) {
  return options.filter(({ entryPoints }) => {
    const missing = Object.values(entryPoints ?? {}).filter(entry => !existsSync(entry));
    if (missing.length > 0) console.error(`esbuild: skipped, not written yet: ${missing.join(', ')}`);
    return missing.length === 0;
  });
}

const chosen = present([...(only === 'tests' ? [] : product), ...(only === 'product' ? [] : tests)]);
if (release) rmSync('dist', { recursive: true, force: true });
if (only !== 'tests') copyAssets();
if (watch) for (const options of chosen) await (await context({ ...options, logLevel: 'info' })).watch();
else {
  const results = await Promise.allSettled(chosen.map(options => build(options)));
  // What is wrong is on the screen already.
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}
