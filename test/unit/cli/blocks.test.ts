import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Block, blocksOf, type Cutter, cutAt, cutLines, paragraphEnd } from '../../../src/cli/blocks.ts';
import { LineCounter } from '../../../src/cli/lineCounter.ts';
import { markdownEnd } from '../../../src/cli/markdownBlocks.ts';
import { pieceEnd } from '../../../src/cli/pieceBlocks.ts';
import { extractorFor } from '../../../src/text/extractors.ts';
import { markdown } from '../../../src/text/markdown.ts';
import * as prose from '../../../src/text/prose.ts';

/** As `blocksOf` without its pauses. */
async function blocks(chunks: readonly string[], { cut }: Cutter): Promise<Block[]> {
  async function* stream() {
    yield* chunks;
  }
  const result: Block[] = [];
  for await (const block of blocksOf(stream(), { cut }, () => new Error('too long'))) result.push(block);
  return result;
}

/** Cuts `text` at these places. */
function chunked(text: string, places: readonly number[]): string[] {
  const cuts = [...new Set([0, ...places.map(place => place % (text.length + 1)), text.length])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => text.slice(cuts[i], end));
}

const pieces = [
  'a',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '. ',
  '。',
  '👍',
  '\u2028',
  '\uFEFF',
  '```\n',
  '$$\n',
  '- b\n',
  '<!--',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map(parts => parts.join(''));
const places = fc.array(fc.nat(400), { maxLength: 30 });

describe('blocksOf', () => {
  const cutters: [string, Cutter][] = [
    ['lines', cutLines(5)],
    ['paragraphs', cutAt(paragraphEnd, { min: 8, max: 32 })],
    ['Markdown', cutAt(markdownEnd, { min: 8, max: 64 })],
  ];
  for (const [name, cutter] of cutters) {
    it(`cuts ${name} without loss, at places that do not depend on the chunks`, async () => {
      await fc.assert(
        fc.asyncProperty(texts, places, async (text, places) => {
          const parts = await blocks(chunked(text, places), cutter);
          let start = 0;
          for (const part of parts) {
            assert.equal(part.start, start);
            assert.ok(part.text !== '');
            start += part.text.length;
          }
          assert.equal(parts.map(part => part.text).join(''), text);
          assert.deepEqual(parts, await blocks(chunked(text, []), cutter));
        }),
      );
    });
  }

  it('cuts lines at line feeds alone', async () => {
    const text = 'one\r\ntwo\u2028three\u0085four\nfive';
    const parts = await blocks([...text], cutLines(1));
    assert.deepEqual(
      parts.map(part => part.text),
      ['one\r\n', 'two\u2028three\u0085four\n', 'five'],
    );
  });

  it('keeps no more than the longest block', async () => {
    const max = 4096;
    const text = 'word '.repeat(100_000);
    const parts = await blocks(text.match(/.{1,1000}/gs) ?? [], cutAt(paragraphEnd, { min: 1024, max }));
    assert.ok(parts.length > 100 && parts.every(part => part.text.length <= max && part.text.endsWith(' ')));
  });

  it('gives the lines that are there when nothing more comes', async () => {
    let more = (_: string) => {};
    async function* stream() {
      yield 'one\ntwo\nthr';
      yield await new Promise<string>(resolve => {
        more = resolve;
      });
    }
    const reader = blocksOf(stream(), cutLines(1000), () => new Error('too long'));
    assert.deepEqual((await reader.next()).value, { text: 'one\ntwo\n', start: 0 });
    more('ee\n');
    assert.deepEqual((await reader.next()).value, { text: 'three\n', start: 8 });
  });
});

describe('pieceEnd', () => {
  const markup: Readonly<Record<string, readonly string[]>> = {
    restructuredtext: ['a b', 'so::', '    no', '.. note::', '- item', '=====  ===', '====', '..', '> a', ''],
    asciidoc: ['a b', '----', '====', '|===', '|a', '[source]', '* item', '== T', '// c', '+', '```', ''],
    latex: [
      'a b',
      '\\begin{verbatim}',
      '\\end{verbatim}',
      '\\begin{itemize}',
      '\\item c',
      '\\end{itemize}',
      '$',
      '{',
      '%',
      '',
    ],
    html: [
      'a b',
      '<p>c',
      '<ul>',
      '<li>d',
      '</ul>',
      '<pre>',
      '</pre>',
      '<!--',
      '-->',
      '<h1>e',
      '</h1>',
      '<a',
      '>',
      '',
    ],
  };
  for (const [languageId, lines] of Object.entries(markup)) {
    it(`cuts ${languageId} where each part reads as in the whole`, async () => {
      const extractor = extractorFor(languageId);
      const cutter = cutAt((text, from) => pieceEnd(extractor, text, from), { min: 8, max: 10_000 });
      const text = fc.array(fc.constantFrom(...lines), { maxLength: 40 }).map(all => all.join('\n'));
      await fc.assert(
        fc.asyncProperty(text, places, async (text, places) => {
          const parts = await blocks(chunked(text, places), cutter);
          const found = parts.flatMap(part =>
            prose
              .blocksOf(extractor, part.text)
              .map(block => ({ ...block, start: part.start + block.start })),
          );
          assert.deepEqual(found, prose.blocksOf(extractor, text));
          assert.deepEqual(parts, await blocks(chunked(text, []), cutter));
        }),
        { numRuns: Number(process.env.RUNS ?? 300) },
      );
    });
  }
});

describe('markdownEnd', () => {
  function check(name: string, text: string, block: string | undefined) {
    it(name, () => {
      const end = markdownEnd(text, 1);
      assert.equal(end < 0 ? undefined : text.slice(0, end), block);
    });
  }

  const next = 'And now something else.\nAnd more.\n';
  check('ends a block after a blank line', `One\ntwo.\n\n${next}`, 'One\ntwo.\n\n');
  check('reads CRLF', `One.\r\n\r\n${next}`, 'One.\r\n\r\n');
  check('waits for the next two lines', 'One.\n\nAnd\n|-', undefined);
  check('does not cut a fence', `\`\`\`\`\n\`\`\`\n\n${next}`, undefined);
  check('cuts behind a fence', `\`\`\`js\n\n\`\`\`\n\n${next}`, '```js\n\n```\n\n');
  check('cuts behind a quote whose fence nothing closes', `> \`\`\`\n\n${next}`, '> ```\n\n');
  check('does not cut math', `$$\n\n${next}`, undefined);
  check('does not cut a comment', `<!-- a\n\n${next}`, undefined);
  check('cuts behind a comment', `<!-- a\n\nb -->\n\n${next}`, '<!-- a\n\nb -->\n\n');
  check('does not cut a script', `<script>\n\n${next}`, undefined);
  check('cuts behind front matter alone', `---\na: b\n\n---\n${next}`, '---\na: b\n\n---\n');
  check('does not cut before an indented line', `- a\n\n  ${next}`, undefined);
  check('cuts before a list item', `- a\n\n- ${next}\n\n`, '- a\n\n');
  check('does not begin a block with what would be front matter', `a\n\n---\nb\nc\n`, 'a\n\n---\n');

  const LINES = [
    ...[
      '',
      '',
      '',
      'text',
      'two words',
      '# heading',
      '===',
      '---',
      '+++',
      '- item',
      '1. one',
      '  more',
      '    code',
    ],
    ...[
      '> quote',
      '> ```',
      '- ```',
      '- > a',
      '|a|b|',
      '|-|-|',
      '```',
      '~~~',
      '$$',
      '<div>',
      '</div>',
      '<!--',
      '-->',
    ],
    ...['<pre>', '</pre>', '+ x', '* * *', '[^a]: note', '> - both', '\r'],
  ];

  it('cuts where the parts read as the whole does', async () => {
    const anyText = fc.array(fc.constantFrom(...LINES), { maxLength: 30 }).map(lines => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(anyText, places, fc.nat(40), async (text, places, min) => {
        const parts = await blocks(chunked(text, places), cutAt(markdownEnd, { min: min + 1, max: 10_000 }));
        const read = parts.flatMap(part =>
          prose.blocksOf(markdown, part.text).map(block => ({ ...block, start: part.start + block.start })),
        );
        assert.deepEqual(read, prose.blocksOf(markdown, text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('LineCounter', () => {
  it('counts as if the text were whole', () => {
    fc.assert(
      fc.property(texts, places, places, (text, cuts, offsets) => {
        const lines = new LineCounter();
        let start = 0;
        for (const part of chunked(text, cuts)) {
          const block = { text: part, start };
          const within = offsets.filter(offset => offset >= start && offset < start + part.length);
          for (const offset of [...within.sort((a, b) => a - b), start + part.length]) {
            const before = text.slice(0, offset).split('\n');
            const expected = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
            assert.deepEqual(lines.position(block, offset), expected);
          }
          start += part.length;
        }
      }),
    );
  });
});
