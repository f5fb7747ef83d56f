import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BoundedParser } from '../../../src/text/boundedParser.ts';
import { codeLanguages, commentsOf } from '../../../src/text/grammars.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { grammars, loadGrammars } from './grammars.ts';

const { boundedParser } = await import(new URL('../../../scripts/boundedParser.mjs', import.meta.url).href);

/** The texts of a document's sentences, or the code of the error that it ends in. */
function outcome(text: string, languageId: string): string[] | string {
  try {
    return segmentText(text, { languageId }).map(segment => segment.text);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Another document is read as ever. */
function checkNext(languageId: string) {
  const [open, close] =
    languageId === 'php' ? ['<?php #', ''] : languageId === 'css' ? ['/*', '*/'] : ['#', ''];
  const marks = /^(?:php|css|python|ruby|shellscript|powershell|ini)$/.test(languageId) ? open : '//';
  assert.deepEqual(outcome(`${marks} Yes.${close}\n`, languageId), ['Yes.'], languageId);
}

describe('Hostile code', () => {
  before(() => loadGrammars(...codeLanguages));

  function check(languageId: string, unit: string, expected: string[] | string, opening = '') {
    it(`${languageId}: ${JSON.stringify(unit)} over and over`, () => {
      const text = opening + unit.repeat(200_000 / unit.length);
      assert.deepEqual(outcome(text, languageId), expected);
      checkNext(languageId);
    });
  }

  describe('ends, and the next document is read:', () => {
    const hard = 'code-too-hard';
    check('shellscript', '<<A\n', hard);
    check('shellscript', '\0', hard);
    check('shellscript', '()', hard);
    check('ruby', '<<~A\n', []);
    check('ruby', '<!', hard);
    check('php', "<<<'A'\n", [], '<?php ');
    check('python', '<!--', hard);
    check('python', 'a\\\n', hard);
    check('javascript', 'case a:', hard);
    // Its recursion would leave the stack.
    check('cpp', '%q(', hard);
    check('typescript', '"', hard);
    check('typescript', '`$' + '{', []);
    check('java', '{', []);
    check('csharp', '(', []);
    check('go', '/*', []);
    check('css', '/*/', []);
    check('rust', '[', []);
    check('javascript', '()=>', []);
  });

  it('has an error in words', () => {
    assert.throws(() => commentsOf('<!'.repeat(100_000), 'ruby'), {
      code: 'code-too-hard',
      message:
        'The comments of this text cannot be found: as ruby, it takes too much work to parse. Analyze a part of it, or all of it as plain text.',
    });
  });

  it('has marks of comments that are long', () => {
    const stars = '*'.repeat(300_000);
    assert.deepEqual(outcome(`/* ${stars} Yes. */`, 'c'), ['Yes.']);
    const ends = '=end'.repeat(75_000);
    assert.deepEqual(outcome(`=begin\nYes. ${ends}\n=end\n`, 'ruby'), ['Yes.']);
  });

  it('has the same outcome each time, and the next document too, whatever it is made of', () => {
    const token = fc.constantFrom(
      ...[
        '<<A\n',
        '<<~B\n',
        '"',
        "'",
        '`',
        '$' + '{',
        '#{',
        '{',
        '(',
        '[',
        '<',
        '/*',
        '*/',
        '//',
        '# ',
        '\n',
      ],
      ...['"""', 'R"(', '%w(', 'case a:', 'a', '\\\n', '<!--', '?>', '<?php ', '@"', '=begin\n', '\0', '😀'],
    );
    const tokens = fc.array(token, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(tokens, fc.constantFrom(...codeLanguages), (units, languageId) => {
        const text = units.join('').repeat(1_000);
        const first = outcome(text, languageId);
        assert.ok(Array.isArray(first) || first === 'code-too-hard', String(first));
        assert.deepEqual(outcome(text, languageId), first);
        checkNext(languageId);
      }),
      { numRuns: Number(process.env.RUNS ?? 50) },
    );
  });

  it('may be parsed while a grammar is being loaded', async () => {
    const parser = await BoundedParser.shared(() => grammars('web-tree-sitter.wasm'));
    const opening = parser.open(await grammars('tree-sitter-go.wasm'));
    for (let turn = 0; turn < 3; turn++) {
      assert.equal(outcome('<!'.repeat(100_000), 'ruby'), 'code-too-hard');
      await new Promise(setImmediate);
    }
    const parse = await opening;
    assert.equal(
      parse('package a // Yes.', root => root.descendantsOfType('comment')[0]?.text),
      '// Yes.',
    );
    for (const languageId of codeLanguages) checkNext(languageId);
  });
});

describe('The parser, as it ships', () => {
  it('counts everything, or is not built', () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    assert.throws(() => boundedParser(empty), /in another form than is known here/);
  });
});
