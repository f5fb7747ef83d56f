/** How far a long piece of work is, on stderr: a bar on a terminal, a line now and then elsewhere. */
import { SingleBar } from 'cli-progress';

export interface ProgressStep {
  stage: string;
  done: number;
  /** 0 where only the end will tell. */
  total: number;
  /** What a person would like to know on the way. */
  note?: string;
}

export interface Progress {
  show(step: ProgressStep): void;
  /** Makes room for something else to be written; the next `show` goes on. */
  hide(): void;
}

/** The little of a terminal or a file that progress needs. */
export interface ProgressStream extends NodeJS.WritableStream {
  isTTY?: boolean;
}

export function progressOn(stream: ProgressStream, now: () => number): Progress {
  return stream.isTTY ? bar(stream) : linesNowAndThen(stream, now);
}

function bar(stream: ProgressStream): Progress {
  const drawn = new SingleBar({
    stream,
    format: '{stage} {bar} {note}',
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    linewrap: true,
  });
  let shown = false;
  return {
    show({ stage, done, total, note }) {
      const payload = { stage, note: [share(done, total), note].filter(Boolean).join('  ') };
      if (shown) {
        drawn.setTotal(Math.max(1, total));
        drawn.update(done, payload);
      } else drawn.start(Math.max(1, total), done, payload);
      shown = true;
    },
    hide() {
      if (shown) drawn.stop();
      shown = false;
    },
  };
}

/** Milliseconds between two lines: a log stays readable. */
const INTERVAL = 10_000;

function linesNowAndThen(stream: ProgressStream, now: () => number): Progress {
  let last = now();
  return {
    show({ stage, done, total, note }) {
      if (now() - last < INTERVAL) return;
      last = now();
      stream.write(`${[stage, share(done, total), note].filter(Boolean).join('  ')}\n`);
    },
    hide() {},
  };
}

function share(done: number, total: number): string {
  return total === 0 ? '' : `${Math.floor((100 * done) / total)} %`;
}
