/**
 * Imports run one way, and the compiler or the linter says so when they do not: probes in a copy of the sources import
 * what they should and what they should not.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Every layer, and what it may import of the others. */
const layers: Record<string, string[]> = {
  'src/base': [],
  'src/base/node': ['src/base'],
  'src/protocol': ['src/base'],
  'src/text': ['src/base'],
  'src/text/node': ['src/base', 'src/text'],
  'src/labels': ['src/base', 'src/protocol', 'src/text'],
  'src/labels/node': ['src/base', 'src/base/node', 'src/protocol', 'src/text', 'src/labels'],
  'src/kernels': [],
  'src/kernels/node': ['src/kernels'],
  'src/native/node': ['src/base', 'src/base/node', 'src/protocol'],
  'src/model': ['src/base', 'src/text', 'src/kernels'],
  'src/model/node': [
    'src/base',
    'src/base/node',
    'src/text',
    'src/kernels/node',
    'src/native/node',
    'src/model',
  ],
  'src/engine': ['src/base', 'src/protocol', 'src/text', 'src/kernels', 'src/model'],
  'src/engine/node': [
    'src/base',
    'src/protocol',
    'src/text',
    'src/kernels/node',
    'src/model',
    'src/model/node',
    'src/engine',
  ],
  'src/training': ['src/base', 'src/protocol', 'src/text', 'src/model'],
  'src/training/node': [
    'src/protocol',
    'src/text',
    'src/labels/node',
    'src/model',
    'src/model/node',
    'src/training',
  ],
  'src/worker/node': [
    'src/protocol',
    'src/text/node',
    'src/labels/node',
    'src/engine',
    'src/engine/node',
    'src/training/node',
  ],
  'src/host': ['src/base', 'src/protocol'],
  'src/host/node': ['src/base', 'src/protocol', 'src/labels/node', 'src/host', 'src/training/node'],
  'src/cli': [
    'src/base/node',
    'src/protocol',
    'src/text/node',
    'src/labels/node',
    'src/engine',
    'src/engine/node',
    'src/training/node',
  ],
  media: ['src/base', 'src/protocol'],
};

/** Wrong ways, one or more from each layer. (A project reference is transitive: what a layer refers to, it sees all below.) */
const wrong: Record<string, string[]> = {
  'src/base': ['src/text', 'src/protocol', 'src/base/node'],
  'src/base/node': ['src/protocol', 'src/text'],
  'src/protocol': ['src/text', 'src/host'],
  'src/text': ['src/model', 'src/host', 'src/text/node'],
  'src/text/node': ['src/model', 'src/cli'],
  'src/labels': ['src/model', 'src/training', 'src/labels/node'],
  'src/labels/node': ['src/model', 'src/training', 'src/cli'],
  'src/kernels': ['src/text', 'src/model', 'src/kernels/node'],
  'src/kernels/node': ['src/model', 'src/cli'],
  'src/native/node': ['src/text', 'src/model', 'src/cli'],
  'src/model': ['src/engine', 'src/training', 'src/model/node'],
  'src/model/node': ['src/engine'],
  'src/engine': ['src/training', 'src/worker/node', 'src/host', 'src/engine/node'],
  'src/engine/node': ['src/training', 'src/worker/node', 'src/cli'],
  'src/training': ['src/engine', 'src/worker/node', 'src/training/node'],
  'src/training/node': ['src/worker/node', 'src/cli'],
  'src/worker/node': ['src/host', 'src/cli'],
  'src/host': ['src/text', 'src/model', 'src/engine', 'src/worker/node', 'src/host/node'],
  'src/host/node': ['src/engine', 'src/worker/node', 'src/cli'],
  'src/cli': ['src/host', 'src/host/node'],
  media: ['src/model', 'src/host'],
};

const mayUseNode = (layer: string) => layer.endsWith('/node') || layer === 'src/cli';
const mayUseVscode = (layer: string) => layer.startsWith('src/host');

describe('Layers', () => {
  let scratch: string;
  /** What the compiler and the linter say, all probes at once. */
  let complaints: string;
  const probes = new Map<string, string>();

  /** Writes a probe. @returns whether it was complained about, once `complaints` is there. */
  function probe(layer: string, specifier: string): void {
    const name = `${layer}/probe${probes.size}.ts`;
    writeFileSync(
      join(scratch, name),
      `import * as found from '${specifier}';\n\nexport const probe = found;\n`,
    );
    probes.set(`${layer} ${specifier}`, name);
  }
  const refused = (layer: string, specifier: string) =>
    complaints.includes(probes.get(`${layer} ${specifier}`)!);
  /** For a failure's message. */
  const why = () =>
    complaints
      .split('\n')
      .filter(line => line.includes('/probe'))
      .join('\n');
  const toLayer = (from: string, to: string) => `./${posix.relative(from, to)}/target.ts`;

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'manylens-layers-'));
    for (const path of ['src', 'media', 'tsconfig.base.json', 'biome.json', '.gitignore', 'package.json'])
      cpSync(join(root, path), join(scratch, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
    for (const [layer, right] of Object.entries(layers)) {
      writeFileSync(join(scratch, layer, 'target.ts'), 'export const target = 1;\n');
      for (const other of [...right, ...wrong[layer]]) probe(layer, toLayer(layer, other));
      for (const specifier of ['node:fs', 'vscode']) probe(layer, specifier);
    }
    const run = (tool: string, ...args: string[]) =>
      spawnSync(tool, args, { cwd: scratch, encoding: 'utf8', shell: process.platform === 'win32' });
    const compiled = run('tsc', '--build', '--pretty', 'false', ...Object.keys(layers));
    const linted = run('biome', 'lint', '--max-diagnostics=none', '--reporter=github', '.');
    complaints = compiled.stdout + linted.stdout + linted.stderr;
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('are all of those in tsconfig.json', () => {
    const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
    const paths = references
      .map(({ path }: { path: string }) => path)
      .filter((path: string) => path !== 'test' && path !== 'bench');
    assert.deepEqual(paths.sort(), Object.keys(layers).sort());
  });

  for (const [layer, right] of Object.entries(layers)) {
    it(`${layer} imports what is below it`, () => {
      const refusals = right.filter(other => refused(layer, toLayer(layer, other)));
      assert.deepEqual(refusals, [], why());
    });
    for (const other of wrong[layer]) {
      it(`${layer} cannot import ${other}`, () => assert.ok(refused(layer, toLayer(layer, other))));
    }
    it(`${layer} ${mayUseNode(layer) ? 'may' : 'cannot'} use node:`, () =>
      assert.equal(refused(layer, 'node:fs'), !mayUseNode(layer), why()));
    it(`${layer} ${mayUseVscode(layer) ? 'may' : 'cannot'} use vscode`, () =>
      assert.equal(refused(layer, 'vscode'), !mayUseVscode(layer), why()));
  }
});
