// Makes dist/manylens-VERSION.vsix, and nothing else, from a release build in a folder of its own. Usage: npm run package

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createVSIX } from '@vscode/vsce';
import { notices, shippedPackages } from './notices.mjs';

const limit = 15;
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const file = `dist/${name}-${version}.vsix`;

const stage = mkdtempSync(join(tmpdir(), 'manylens-package-'));
try {
  // Folders that .vscodeignore takes something from: what of them ships is said there.
  for (const path of [
    '.vscodeignore',
    'package.json',
    'package.nls.json',
    'package.nls.zh-cn.json',
    'docs',
    'l10n',
    'schemas',
    'media',
    'models',
  ].concat(['README.md', 'CHANGELOG.md', 'LICENSE'])) {
    if (existsSync(path)) cpSync(path, join(stage, path), { recursive: true });
  }
  const { status } = spawnSync(process.execPath, ['esbuild.mjs', `--release=${join(stage, 'dist')}`], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the release build failed.');
  const ships = readFileSync('.vscodeignore', 'utf8').split('\n');
  const packages = shippedPackages(join(stage, 'dist'), file => ships.includes(`!dist/${file}`));
  writeFileSync(join(stage, 'ThirdPartyNotices.txt'), notices(packages));
  const packagePath = join(stage, 'package.vsix');
  await createVSIX({ cwd: stage, packagePath, dependencies: false });
  const megabytes = statSync(packagePath).size / 1e6;
  if (megabytes > limit)
    throw new Error(`expected at most ${limit} MB, found ${megabytes.toFixed(1)} MB: see .vscodeignore.`);
  mkdirSync('dist', { recursive: true });
  cpSync(packagePath, `${file}.unfinished`);
  renameSync(`${file}.unfinished`, file);
  console.log(`${file}: ${megabytes.toFixed(1)} MB`);
} catch (error) {
  console.error(`npm run package: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}
