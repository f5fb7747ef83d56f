/**
 * What a key costs the worker for reading: node bench/markdown/edits.ts [EDITS]
 * Letters are put into sentences here and there in 10,000 lines of Markdown, one an edit. Texts of ASCII take V8 a byte a
 * unit, those with a typographic quotation mark two: the text is copied with each edit.
 */
import process from 'node:process';
import { SegmentedDocument } from '../../src/text/segmentedDocument.ts';
import { MEGABYTE, readmes } from './readmes.ts';

const LINES = 10_000;
const edits = Number(process.argv[2] ?? 1_000);

const ascii = Buffer.from(readmes(MEGABYTE).split('\n').slice(0, LINES).join('\n'), 'latin1').toString(
  'latin1',
);
for (const [name, text] of Object.entries({ ASCII: ascii, 'with a “': `${ascii}\n\n“` })) {
  const document = new SegmentedDocument(text, 'markdown');
  const times = Array.from({ length: edits }, (_, i) => {
    const { start } = document.segments[(97 * i) % document.segments.length];
    const before = performance.now();
    document.edit([{ start: start + 1, removed: 0, text: 'x' }]);
    return performance.now() - before;
  }).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * edits)].toFixed(2);
  console.log(`${name}: ${text.length} units, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}
