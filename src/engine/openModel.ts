import type { Backend } from '../model/backends.ts';
import type { Manifest } from '../model/manifest.ts';
import type { TextEncoder } from '../model/textEncoder.ts';
import type { Network } from './network.ts';

/** A bundle that is ready to score. */
export interface OpenModel {
  readonly manifest: Manifest;
  readonly encoder: TextEncoder;
  readonly network: Network;
  readonly backend: Backend;
  /** The bundle's folder. */
  readonly location: string;
}
