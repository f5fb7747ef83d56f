import { findNative, nativeHome } from '../native/node/home.ts';
import { removeNative } from '../native/node/install.ts';
import { callSetup } from '../native/node/setupProcess.ts';
import type { NativePlan, NativeStage, NativeStatus } from '../protocol/native.ts';
import type { Surroundings } from './surroundings.ts';

const stages: Record<NativeStage, string> = {
  wait: 'waiting for another set-up',
  download: 'downloading',
  check: 'checking',
  unpack: 'unpacking',
  build: 'compiling the add-on',
};

/** `manylens native install`: does nothing where the library is there. */
export async function installNative(around: Surroundings): Promise<void> {
  const { progress, warn, stdout } = around;
  const home = nativeHome();
  const options = setupOptions(around, home);
  try {
    const status = await callSetup(options, async service => {
      const plan = await service.plan();
      if (plan !== null) warn(announced(plan));
      return await service.install();
    });
    progress.hide();
    await stdout.write(described(status));
  } finally {
    progress.hide();
  }
}

/** `manylens native status [--json]`: multiplies two matrices, and says what did it. */
export async function nativeStatus({ json }: { json?: boolean }, around: Surroundings): Promise<void> {
  const status = await callSetup(setupOptions(around, nativeHome()), service => service.status());
  await around.stdout.write(json ? `${JSON.stringify(status)}\n` : described(status));
}

/** `manylens native remove`. */
export async function removeNativeLibrary({ stdout }: Surroundings): Promise<void> {
  const home = nativeHome();
  const there = findNative(home).files !== undefined;
  await removeNative(home, new AbortController().signal);
  await stdout.write(there ? `${home}: removed\n` : `${home}: nothing to remove\n`);
}

function setupOptions({ installation, progress, warn }: Surroundings, home: string) {
  return {
    file: installation.nativeSetup,
    home,
    signal: new AbortController().signal,
    progress: (stage: NativeStage, done: number, total: number) =>
      progress.show({ stage: stages[stage], done, total }),
    log: warn,
  };
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

function announced({ library, host, download, present, unpacked, home }: NativePlan): string {
  const rest = present > 0 ? `, ${megabytes(present)} of them here already` : '';
  return `${library} from ${host}: ${megabytes(download)} to download${rest}, about ${megabytes(unpacked)} in ${home}`;
}

function described({ library, file, node, threads, size, memory }: NativeStatus): string {
  const taken = `${megabytes(memory.after - memory.before)} of memory once loaded`;
  return `${library} works here: Node ${node}, ${threads} threads, ${megabytes(size)} in ${file}, ${taken}\n`;
}
