/** HTML as its standard has it, Vue's single-file components, Svelte's. */
import { checkOf, slicesOf } from './markup.ts';

describe('HTML', () => {
  const check = checkOf('html');
  check(
    'leaves out tags, comments, scripts and styles',
    '<!DOCTYPE html><html lang="no"><head><style>no</style></head><body class="a>b"><!-- no --><script>no("<p>no</p>")</script><p>A.</p></body>',
    ['A.'],
  );
  check(
    'leaves out code, pictures and what is filled in',
    '<p>A <code>no. No</code> b <kbd>no</kbd>.</p><pre>no <b>no</b></pre><svg><text>no</text></svg><textarea>no</textarea><math><mi>no</mi></math><img alt="no">',
    ['A b .'],
  );
  check('leaves out what nothing closes', '<p>A.</p><pre>no <p>no</p>', ['A.']);
  check('ends code with its block', '<p>A <code>no</p><p>B.</p>', ['A', 'B.']);
  check(
    'tells headings and items',
    '<title>One</title><h1>Two <b>b</b></h1><h2>Three</h2><ul><li>four<li>five <p>six</p></ul><ol><li>seven</ol>After.',
    [
      ['One', 'heading'],
      ['Two b', 'heading'],
      ['Three', 'heading'],
      ['four', 'prose', 'list-item'],
      ['five', 'prose', 'list-item'],
      ['six', 'prose', 'list-item'],
      ['seven', 'prose', 'list-item'],
      'After.',
    ],
  );
  check('reads on within a block', '<p>A <a href="no">li</a>nk, w<b>or</b>d,<br>break and\nnew line.</p>', [
    'A link, word, break and new line.',
  ]);
  check('parts blocks, closed or not', '<div>One<p>Two<p>Three</div>Four<table><tr><td>Five<td>Six</table>', [
    'One',
    'Two',
    'Three',
    'Four',
    'Five',
    'Six',
  ]);
  check('reads character references', 'A &amp; b &copy; &#65;&#x42;c &nope; d &lt; e&nbsp;f.', [
    'A & b © ABc &nope; d < e f.',
  ]);
  check('reads what only looks like a tag', '<p>1 < 2 & 3 > 2.</p>', ['1 < 2 & 3 > 2.']);
  check(
    'reads elements of somebody’s own',
    '<my-card>One</my-card>\n<my-card>See <my-link>that</my-link> now.</my-card>',
    ['One', 'See that now.'],
  );
  check('reads a part of a page', 'One</p></div><p>Two', ['One', 'Two']);

  const slices = slicesOf('html');
  slices('has offsets', '\uFEFF<p>A <b>b</b> &amp; c.</p>\r\n<p>😀 <i>d</i>\r\n  e.</p>', [
    'A <b>b</b> &amp; c.',
    '😀 <i>d</i>\r\n  e.',
  ]);
});

describe('Vue', () => {
  const check = checkOf('vue');
  check(
    'is read in its template alone',
    '<script setup lang="ts">\nconst a = "<template>no</template>";\n</script>\n<template>\n  <p>A.</p>\n  <template v-if="no"><p>B.</p></template>\n  <p>C.</p>\n</template>\n<i18n>{"no": "no"}</i18n>\n<style>no</style>',
    ['A.', 'B.', 'C.'],
  );
  check(
    'leaves out expressions',
    `<template><p :a="b > c" @d="() => no()">Hi {{ a<b ? 'no' : "no" }} there.</p></template>`,
    ['Hi there.'],
  );
  check('knows tags that close themselves', '<script src="no" />\n<template><pre /><MyCard/>A.</template>', [
    'A.',
  ]);
  check('leaves out templates in another language', '<template lang="pug">\np no\n</template>', []);
  check(
    'reads links within a sentence',
    '<template>\n<RouterLink to="/">Home</RouterLink> is here.\n</template>',
    ['Home is here.'],
  );
});

describe('Svelte', () => {
  const check = checkOf('svelte');
  check(
    'leaves out expressions and blocks',
    `<script>let no = "{";</script>\n<h1>Hi {name}!</h1>\n{#if a > b}<p on:click={() => { no('}') }} class="a {b}">A {@html no} b.</p>{:else}C.{/if}`,
    [['Hi !', 'heading'], 'A b.', 'C.'],
  );
  check('reads strings and templates in them', '<p>A {`}$' + '{"}"}`} b {/* } */ no} c.</p>', ['A b c.']);
  check('reads on behind a brace that nothing closes', '<p>A { b.</p>', ['A { b.']);
});
