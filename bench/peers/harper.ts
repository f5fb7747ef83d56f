import type { Open } from '../contest/contestant.ts';
import type { MarkdownOptions } from '../markdown/contestant.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';
import { type Harper, load } from '../packages.ts';

/** A grammar checker in Rust and WebAssembly, as its package has it: what it finds in the text. */
const open: Open<MarkdownOptions> = async ({ bytes = MEGABYTE }) => {
  const { LocalLinter } = await load<Harper>('harper.js');
  const { binary } = await load<{ binary: object }>('harper.js/binary');
  const text = readmes(bytes);
  let found = 0;
  // A linter keeps what it said of sentences: a new one, of a few milliseconds, says it anew.
  const run = async () => {
    const linter = new LocalLinter({ binary });
    await linter.setup();
    found = (await linter.lint(text, { language: 'markdown' })).length;
  };
  return {
    outputs: async () => {
      await run();
      return Float32Array.of(found);
    },
    run,
    note: () => `${found} lints`,
  };
};
export default open;
