import { bothPrecisions } from '../engine/node/bothPrecisions.ts';
import type { BackendChoice } from '../protocol/scores.ts';
import { trainFiles } from '../training/node/trainFiles.ts';
import type { Surroundings } from './surroundings.ts';

export interface TrainOptions {
  out: string;
  dataRoot?: string;
  seed: number;
  epochs?: number;
  backend: BackendChoice;
}

/** `manylens train`. @param command for the bundle's provenance */
export async function train(
  experiment: string,
  options: TrainOptions,
  command: string,
  { installation, progress, stdout, warn }: Surroundings,
): Promise<void> {
  const { wasmPath, baseModel, defaultVectors } = installation;
  try {
    const { warnings, epochs, seconds } = await trainFiles(
      {
        ...{ ...options, experiment, command, wasmPath, baseModel, defaultVectors },
        openBoth: bothPrecisions(wasmPath),
      },
      progress.show,
    );
    progress.hide();
    for (const warning of warnings) warn(warning);
    await stdout.write(`${options.out}: trained ${epochs} epochs in ${Math.round(seconds)} s\n`);
  } finally {
    progress.hide();
  }
}
