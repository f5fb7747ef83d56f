/** The native TensorFlow library: its set-up, which runs in a process of its own. Plain data. */

/** What a set-up would fetch. */
export interface NativePlan {
  /** For people: `TensorFlow 2.15.1`. */
  library: string;
  /** Where from: a host name. */
  host: string;
  /** Bytes: of the download, of which `present` are here already from one that was cut, and on the disk afterwards. */
  download: number;
  present: number;
  unpacked: number;
  /** The folder it will live in. */
  home: string;
}

/** What a whole library says of itself, once it has multiplied two matrices. */
export interface NativeStatus {
  /** For people: `TensorFlow 2.15.1`. */
  library: string;
  /** The library's file. */
  file: string;
  /** Of the Node that ran it, such as 24.21.0. */
  node: string;
  /** How many the library computes with. */
  threads: number;
  /** Bytes on the disk. */
  size: number;
  /** Resident bytes of the process before the library was loaded, and after it has computed. */
  memory: { before: number; after: number };
}

export type NativeStage = 'wait' | 'download' | 'check' | 'unpack' | 'build';

/** What the set-up process offers. Closing its channel cancels: nothing half-made stays, but what was downloaded. */
export interface NativeService {
  /** Null where the library is set up already. */
  plan(): Promise<NativePlan | null>;
  install(): Promise<NativeStatus>;
  status(): Promise<NativeStatus>;
}

export interface NativeEvents {
  /** `done` of `total` bytes; both 0 where nobody can tell. */
  progress(stage: NativeStage, done: number, total: number): void;
}
