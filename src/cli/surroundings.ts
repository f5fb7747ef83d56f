import type { Readable } from 'node:stream';
import type { Installation } from './installation.ts';
import type { Output } from './output.ts';
import type { Progress } from './progress.ts';
import type { Colors } from './terminalText.ts';

/** What a command has around it: all it knows of the process. */
export interface Surroundings {
  installation: Installation;
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  /** Whether a person reads stdout. */
  terminal: boolean;
  /** Of stdout. */
  width: number;
  colors: Colors;
  progress: Progress;
  /** One line on stderr. */
  warn(line: string): void;
}
