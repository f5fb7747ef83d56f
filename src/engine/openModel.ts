import type { Backend } from '../model/backends.ts';
import type { LinearHead } from '../model/linearHead.ts';
import type { Manifest } from '../model/manifest.ts';
import type { TextEncoder } from '../model/textEncoder.ts';
import type { Network } from './network.ts';

/** A bundle that is ready to score. */
export interface OpenModel {
  readonly manifest: Manifest;
  readonly encoder: TextEncoder;
  readonly network: Network;
  /** Linear heads, by their task's position. */
  readonly heads: ReadonlyMap<number, LinearHead>;
  readonly backend: Backend;
  /** The bundle's folder. */
  readonly location: string;
}
