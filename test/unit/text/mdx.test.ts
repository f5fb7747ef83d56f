/** MDX as its documentation has it. */
import { checkOf, slicesOf } from './markup.ts';

const check = checkOf('mdx');

describe('MDX', () => {
  check(
    'leaves out imports and exports',
    "import A from './no'\nimport {\n  no\n} from 'no'\n\nexport const no = {\n  a: 1,\n\n  b: 2\n}\n\nA.",
    ['A.'],
  );
  check('reads prose that begins alike', 'Important things.\n\nexports are here.', [
    'Important things.',
    'exports are here.',
  ]);
  check(
    'leaves out tags, and reads what is between',
    '<Note a="no" b={() => <p>no</p>}>\n  Some *text* in it.\n</Note>\n\nHi <A/> there <b>now</b>.',
    ['Some text in it.', 'Hi there now .'],
  );
  check(
    'reads what components indent',
    '<Tabs>\n  <Tab>\n\n    Words here.\n\n    - an item\n\n    ```js\n    no\n    ```\n\n  </Tab>\n</Tabs>',
    ['Words here.', 'an item'],
  );
  check('leaves out expressions', '# Hi {props.name}\n\nA {1 + 1} b {`}`} c.\n\n{no\n\n  .no("}")}', [
    ['Hi', 'heading'],
    'A b c.',
  ]);
  check('leaves out comments', 'A.\n\n{/* no\n\nno */}\n\nB.', ['A.', 'B.']);
  check('leaves code to Markdown', 'A `{` b.\n\n```jsx\n<No>\n{\n```\n\n- item `<No>` c', [
    'A b.',
    ['item c', 'prose', 'list-item'],
  ]);
  check('reads escapes', 'A \\{b\\} and \\<c>.', ['A {b} and <c>.']);
  check('reads what only looks like a tag', '1 < 2. See <https://x.y>.', ['1 < 2.', 'See .']);
  check('reads on behind a brace that nothing closes', 'A { b.\n\nC.', ['A { b.', 'C.']);
  const slices = slicesOf('mdx');
  slices('has offsets', '{no} A *b* {no} c.\n\n<A>\n😀 d.\n</A>', ['A *b* {no} c.', '😀 d.']);
});
