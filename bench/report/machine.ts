import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../..');

/** What the figures were measured on, in a line. No names. */
export function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const versions = ['onnxruntime-node', 'onnxruntime-web', '@tensorflow/tfjs-core'].map(
    name => `${name} ${version(name)}`,
  );
  return [
    `${cores[0]?.model.trim()} (${cores.length} cores, ${memory} GB, ${platform()} ${arch()}${products()})`,
    `Node ${process.versions.node}`,
    ...versions,
  ].join(', ');
}

/** What the processor has for products of bytes, where Linux says so: machines differ by it. */
function products(): string {
  try {
    const found = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].split(' ') ?? [];
    const named = ['avx2', 'avx512f', 'avx_vnni', 'avx512_vnni', 'amx_int8'].filter(flag =>
      found.includes(flag),
    );
    return named.length > 0 ? `; ${named.join(' ')}` : '';
  } catch {
    return '';
  }
}

function version(name: string): string {
  for (const folder of ['bench', '.']) {
    try {
      return JSON.parse(readFileSync(join(root, folder, 'node_modules', name, 'package.json'), 'utf8'))
        .version;
    } catch {
      // Not installed there.
    }
  }
  return 'not installed';
}
