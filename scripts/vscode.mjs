// Opens the extension of this checkout on a sample workspace: in the desktop VS Code where its `code` is in PATH,
// else in VS Code's server and the default browser. MANYLENS_VSCODE=desktop|browser forces one. Usage: npm run vscode
import { spawn, spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root, startCodeServer } from '../test/window/support/codeServer.ts';
import { address } from '../test/window/support/workbench.ts';

// A copy, which keeps what its user did to it.
const workspace = join(root, '.cache/sample');
cpSync(join(root, 'media/sample'), workspace, { recursive: true, force: false });

const shell = process.platform === 'win32';
const choice = process.env.MANYLENS_VSCODE;
const code = ['code', 'code-insiders', 'codium'].find(
  name => choice !== 'browser' && spawnSync(name, ['--version'], { stdio: 'ignore', shell }).status === 0,
);

if (code !== undefined) {
  console.log(`Opening ${workspace} in ${code} ...`);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, workspace];
  process.exitCode = spawnSync(code, args, { stdio: 'inherit', shell }).status ?? 1;
} else if (choice === 'desktop') {
  console.error(
    "npm run vscode: expected VS Code's `code` in PATH, found none: install it, or leave MANYLENS_VSCODE out.",
  );
  process.exitCode = 1;
} else {
  const server = await startCodeServer({ keep: true });
  const url = address(server.origin, workspace, {});
  console.log(`VS Code runs at\n\n  ${url}\n\nCtrl-C ends it.`);
  open(url);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => server.stop().then(() => process.exit(0)));
}

/** In the default browser; where there is none, the address above must do. */
function open(/** @type {string} */ url) {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open'] : shell ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(command, [...args, shell ? url.replaceAll('&', '^&') : url], {
    stdio: 'ignore',
    detached: true,
  });
  child.on('error', () => {});
  child.unref();
}
