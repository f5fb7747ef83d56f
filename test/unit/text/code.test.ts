import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { codeLanguages, commentsOf } from '../../../src/text/grammars.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { grammars, loadGrammars } from './grammars.ts';

/** Made by Python's own: test/reference/python_comments.py. */
const python: { source: string; comments: [start: number, end: number][] }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/text/pythonComments.json'), 'utf8'),
);

function check(name: string, languageId: string, text: string, expected: string[]) {
  it(`${languageId}: ${name}`, () => {
    const segments = segmentText(text, { languageId });
    assert.deepEqual(
      segments.map(segment => segment.text),
      expected,
    );
  });
}

describe('Program code whose grammar is there', () => {
  before(() => loadGrammars(...codeLanguages));

  describe('has its comments for prose, and nothing else:', () => {
    const js = [
      `#!/usr/bin/env node\nconst a = "http://no.no", b = '/* no */'; // Yes.`,
      'const c = /\\/*no*/; const d = a / b; /* Yes too. */',
      `const e = \`// no \${c /* Inside. */} // no\`;`,
      'const f = a // Unended',
    ].join('\n');
    for (const id of ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'])
      check('strings, templates, regular expressions', id, js, ['Yes.', 'Yes too.', 'Inside.', 'Unended']);
    for (const id of ['javascriptreact', 'typescriptreact'])
      check('elements', id, 'const a = <p title="// no">// no {/* Yes. */}</p>;', ['Yes.']);
    check('types', 'typescript', `let a: Map<string, \`/*\${"//"}\`>; // Yes.`, ['Yes.']);
    check(
      'documentation strings alone',
      'python',
      [
        '#!/usr/bin/env python',
        "'''A module.'''",
        'class A:',
        '    # First.',
        '    r"""A class."""',
        '    a = """No."""',
        '    async def f(self):',
        '        "A function."',
        '        """No."""',
        '        return "# no" # Yes.',
        'def g():',
        '    f"""No {a}."""',
      ].join('\n'),
      ['A module.', 'First.', 'A class.', 'A function.', 'Yes.'],
    );
    check(
      'characters and text blocks',
      'java',
      'char c = \'"\'; // Yes.\nString s = """\n // no\n """; /** So. */ int a;',
      ['Yes.', 'So.'],
    );
    const c = '#include <a> // One.\nconst char *s = "/* no */"; char q = \'"\'; /* Two. */';
    check('includes', 'c', c, ['One.', 'Two.']);
    check('raw strings', 'cpp', `auto r = R"(// no)"; int n = 1'000; // One.\n${c}`, [
      'One.',
      'One.',
      'Two.',
    ]);
    check('verbatim strings', 'csharp', 'var s = @"\\"; // One.\nvar t = $"{a /* Two. */} // no";', [
      'One.',
      'Two.',
    ]);
    check('raw strings', 'go', 'package a\n//go:build no\nvar s = `// no` // Yes.', ['Yes.']);
    check(
      'nested comments and lifetimes',
      'rust',
      '//! In.\nfn f<\'a>() { let s = r#"// no"#; let c = \'"\'; /* A /* nested */ one. */ }',
      ['In.', 'A /* nested */ one.'],
    );
    check(
      'interpolation, heredocs, data',
      'ruby',
      's = "# no #{a}" # One.\nt = <<~A\n # no\nA\nr = /# no/\n=begin\nTwo.\n=end\n__END__\n# no',
      ['One.', 'Two.'],
    );
    check(
      'what is outside of tags',
      'php',
      '<p>no // no</p><?php # One.\n$a = "// no"; // Two. ?> <b>// no</b>\n<?php $b = <<<X\n// no\nX;\n#[No]\n/** Three. */',
      ['One.', 'Two.', 'Three.'],
    );
    check('addresses', 'css', '/* Yes. */ a { background: url(//no); content: "/* no */" }', ['Yes.']);
    check(
      'expansions and here-documents',
      'shellscript',
      `#!/bin/sh\necho "# no" \${#a} a#no # Yes.\ncat <<E\n# no\nE\n`,
      ['Yes.'],
    );
    check('here-strings', 'powershell', '$t = @"\n# no\n"@\n<# One. #> $s = "# no" # Two.', ['One.', 'Two.']);
    check('values', 'ini', '; One.\n[a]\nb = no\n# Two.\n', ['One.', 'Two.']);
    check('code that is broken', 'typescript', 'function ( { // One.\n)) "no\nlet = ; /* Two. */', [
      'One.',
      'Two.',
    ]);
  });

  describe('reads a comment as people do:', () => {
    check('line comments wrap', 'go', '// A sentence that\n// goes on. Another\n// one.', [
      'A sentence that goes on.',
      'Another one.',
    ]);
    check('beside code, and on below it', 'c', 'int a;  // One that\n        // goes on\nint b;  // Two', [
      'One that goes on',
      'Two',
    ]);
    check(
      'other indentation, other marks, other lines',
      'rust',
      '// one\n  // two\n  /// three\n\n  /// four',
      ['one', 'two', 'three', 'four'],
    );
    check('blocks, starred or not', 'css', '/* one\n   two */\n/**\n * three\n * four\n *\n * five */', [
      'one two',
      'three four',
      'five',
    ]);
    check('frames', 'shellscript', '##########\n# Title  #\n##########\n# ---- Part ----', [
      'Title #',
      'Part',
    ]);
    check(
      'Markdown',
      'typescript',
      '/**\n * See `code. no`:\n * - one\n * - **two**\n *\n * ```\n * no\n * ```\n */',
      ['See :', 'one', 'two'],
    );
    check(
      'tags',
      'javascript',
      [
        '/**',
        ' * Does it, see {@link no}.',
        ' * @param {{a: string}} no - The name of',
        ' *   the thing.',
        ' * @param [no=1] The count.',
        ' * @returns {Promise<void>} Nothing at all.',
        ' * @throws {Error} when it fails.',
        ' * @example',
        ' * no();',
        ' * @type {No}',
        ' * @deprecated Use the other.',
        ' */',
      ].join('\n'),
      [
        'Does it, see .',
        'The name of the thing.',
        'The count.',
        'Nothing at all.',
        'when it fails.',
        'Use the other.',
      ],
    );
    check(
      'elements',
      'csharp',
      '/// <summary>\n/// Does it.\n/// </summary>\n/// <param name="no">The name.</param>',
      ['Does it.', 'The name.'],
    );
    check(
      'fields and examples',
      'python',
      '"""\nDoes it.\n\n>>> no()\nno\n\n:param no: The name.\n:rtype: no\n"""',
      ['Does it.', 'The name.'],
    );
    for (const directive of [
      'eslint-disable-next-line no-no -- no',
      'eslint no-no: "error"',
      '@ts-ignore no',
      'prettier-ignore',
      'biome-ignore lint/no: no',
      '#region No',
      '# sourceMappingURL=no.map',
      'manylens-disable',
      '<reference path="no.d.ts" />',
    ])
      check(`not ${directive}`, 'typescript', `// Before.\n// ${directive}\n// After.`, [
        'Before.',
        'After.',
      ]);
    for (const directive of ['noqa: E501', 'type: ignore', 'pylint: disable=no', '-*- coding: utf-8 -*-'])
      check(`not ${directive}`, 'python', `a = 1  # ${directive}`, []);
    check('licences', 'java', '/* Copyright 2026 Somebody. All rights reserved. */', [
      'Copyright 2026 Somebody.',
      'All rights reserved.',
    ]);
  });

  it('has offsets in UTF-16 units', () => {
    const text = '\uFEFFlet s = "😀"; // 你好，世界。 😀 Yes.\r\n  // It goes\r\n  // on.\r\n';
    const segments = segmentText(text, { languageId: 'typescript' });
    assert.deepEqual(
      segments.map(({ start, end }) => text.slice(start, end)),
      ['你好，世界。', '😀 Yes.', 'It goes\r\n  // on.'],
    );
  });

  it('has comments that are those that Python’s tokenizer finds', () => {
    for (const { source, comments } of python) {
      const found = commentsOf(source, 'python').map(({ start, end }) => [start, end]);
      assert.deepEqual(found, comments, source);
    }
  });

  it('may be brackets without end', () => {
    for (const mark of ['(', '{', '/*'])
      for (const languageId of codeLanguages)
        assert.deepEqual(segmentText(mark.repeat(20_000 / mark.length), { languageId }), []);
  });

  it('is parsed in parts where it is endless', () => {
    const text = `let a = "// no"; // Yes.\n${'\n'.repeat(400)}`.repeat(10_000);
    const segments = segmentText(text, { languageId: 'typescript', by: 'document' });
    assert.match(segments[0].text, /^(?:Yes\. ?){10000}$/);
  }).timeout(120_000);

  /** Statements that look like comments inside, and comments that look like statements; each on lines of its own. */
  const pieces: Record<string, { code: string[]; comments: string[] }> = {
    typescript: {
      code: [
        'const a = "// x";',
        "f('/* x');",
        `const b = \`\n// \${\`/* \${"x"}\`} x\`;`,
        'c = /[/]\\/*"x/g;',
        'd = 1 / 2;',
      ],
      comments: [
        '// "word',
        '/* word `\n * word */',
        '/** word\n// word */',
        '// word /* word',
        '/// word ${',
      ],
    },
    python: {
      code: ['a = "# x"', "b = '''\n# x\n'''", "c = f'{a}# x'", 'd = r"\\\\"', 'e = """\n\'# x"""'],
      comments: ['# "word', "# '''word", '## word\n# word'],
    },
    shellscript: {
      code: ['echo "# x"', "echo '# x\n# x'", `a=\${#b}`, 'cat <<E\n# x\nE', 'echo a#x'],
      comments: ['# word "', "# 'word", '# word <<E'],
    },
    cpp: {
      code: [
        "char a = '\"';",
        'auto b = R"d(\n// x)" /* x)d";',
        "int c = 1'0;",
        '#include "a//x.h"',
        'int d = 4/ *e;',
      ],
      comments: ['// word "', '/* it\'s word\n R"( */', '/// word R"('],
    },
    rust: {
      code: [
        "fn a<'b>() {}",
        'static C: &str = r##"// "# x"##;',
        "const D: char = '\"';",
        "const E: u8 = b'\\'';",
      ],
      comments: ["// 'word", '/* word /* word */ word */', '//! "word', '/** word\n * word */'],
    },
  };
  for (const [languageId, { code, comments }] of Object.entries(pieces)) {
    it(`tells comments from code, whatever follows what: ${languageId}`, () => {
      const line = fc.oneof(
        fc.constantFrom(...code).map(text => ({ text, isComment: false })),
        fc.constantFrom(...comments).map(text => ({ text, isComment: true })),
      );
      fc.assert(
        fc.property(fc.array(line, { maxLength: 12 }), lines => {
          const text = lines.map(({ text }) => `${text}\n`).join('');
          const words = [...text.matchAll(/word/g)].map(({ index }) => index);
          const segments = segmentText(text, { languageId });
          const covers = (at: number) => segments.some(({ start, end }) => start <= at && at < end);
          assert.deepEqual(words.filter(covers), words);
          let at = 0;
          for (const { text, isComment } of lines) {
            if (!isComment)
              assert.ok(segments.every(({ start, end }) => end <= at || start >= at + text.length));
            at += text.length + 1;
          }
        }),
        { numRuns: Number(process.env.RUNS ?? 500) },
      );
    });
  }
});

describe('A grammar', () => {
  let fresh: typeof import('../../../src/text/grammars.ts');
  before(async () => {
    fresh = await import(`../../../src/text/grammars.ts?${Date.now()}`);
  });

  it('has to be loaded before', () => {
    assert.throws(() => fresh.commentsOf('# Yes.', 'ruby'), /has not been loaded/);
  });

  it('says so where a file is missing, and is there once it is', async () => {
    const missing = () => Promise.reject(new Error('no such file'));
    await assert.rejects(fresh.loadGrammar('ruby', missing), {
      code: 'grammar-missing',
      message: /^The comments of ruby cannot be told from its code: no such file\. Reinstall/,
    });
    await fresh.loadGrammar('ruby', grammars);
    assert.deepEqual(fresh.commentsOf('a # Yes.', 'ruby'), [{ start: 2, end: 8 }]);
  });

  it('is asked for by program code alone', async () => {
    await fresh.loadGrammar('plaintext', () => assert.fail('a file was read'));
  });
});
