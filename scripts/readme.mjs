// Writes the READMEs' tables of settings, commands and figures from what they describe: package.json, its strings and
// the model card. Usage: npm run readme; with --check it writes nothing, and fails where a README is behind.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const read = (/** @type {string} */ file) => readFileSync(file, 'utf8');
/** @type {{ commands: Command[], keybindings: Key[], configuration: Category[], menus: { commandPalette: Item[] } }} */
const { commands, keybindings, configuration, menus } = JSON.parse(read('package.json')).contributes;
/** Those on a row of a view: the palette does not have them. */
const hidden = new Set(
  menus.commandPalette.flatMap(({ command, when }) => (when === 'false' ? [command] : [])),
);

/** @typedef {{ command: string, title: string, category: string }} Command */
/** @typedef {{ command: string, when: string }} Item */
/** @typedef {{ command: string, key: string, mac?: string }} Key */
/** @typedef {{ title: string, order: number, properties: Record<string, Setting> }} Category */
/** @typedef {{ order: number, default: unknown, description?: string, markdownDescription?: string,
 * enum?: string[], enumDescriptions?: string[] }} Setting */

const languages = [
  {
    readme: 'README.md',
    strings: 'package.nls.json',
    heads: { command: 'Command', key: 'Key', setting: 'Setting', value: 'Default', what: 'What it does' },
  },
  {
    readme: 'README.zh-CN.md',
    strings: 'package.nls.zh-cn.json',
    heads: { command: '命令', key: '快捷键', setting: '设置', value: '默认值', what: '作用' },
  },
];

const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
const table = (/** @type {string[][]} */ [head, ...rows]) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cell).join(' | ')} |`).join('\n');
const code = (/** @type {unknown} */ value) => `\`${value}\``;

/** @param {(typeof languages)[number]} language @returns {Record<string, string>} the tables by name */
function tables({ strings, heads }) {
  /** @type {Record<string, string>} */
  const words = JSON.parse(read(strings));
  const say = (/** @type {string} */ text = '') => text.replace(/^%(.*)%$/, (_, key) => words[key]);
  const keys = (/** @type {string} */ command) =>
    keybindings
      .filter(binding => binding.command === command)
      .map(({ key, mac }) =>
        [key, mac].flatMap(each => (each === undefined ? [] : [code(each)])).join(', macOS '),
      );
  const values = (/** @type {Setting} */ { enum: values = [], enumDescriptions = [] }) =>
    values.map((value, index) => `${code(value)}: ${say(enumDescriptions[index])}`);
  const settings = configuration
    .toSorted((a, b) => a.order - b.order)
    .flatMap(({ properties }) => Object.entries(properties).toSorted(([, a], [, b]) => a.order - b.order))
    .map(([name, setting]) => [
      code(name),
      code(JSON.stringify(setting.default)),
      [say(setting.markdownDescription ?? setting.description), ...values(setting)].join(' '),
    ]);
  return {
    commands: table([
      [heads.command, heads.key],
      ...commands
        .filter(({ command }) => !hidden.has(command))
        .map(({ command, title, category }) => [`${category}: ${say(title)}`, keys(command).join(', ')]),
    ]),
    settings: table([[heads.setting, heads.value, heads.what], ...settings]),
    figures: /## Test figures\n[\s\S]*?\n(\|[\s\S]*?)\n\n/.exec(read('models/base/MODEL_CARD.md'))?.[1] ?? '',
  };
}

for (const language of languages) {
  const before = read(language.readme);
  const after = Object.entries(tables(language)).reduce(
    (text, [name, content]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`),
        (_, start, end) => `${start}${content}\n${end}`,
      ),
    before,
  );
  if (after === before) continue;
  if (process.argv.includes('--check')) {
    console.error(`${language.readme} is behind what it describes: npm run readme`);
    process.exitCode = 1;
  } else writeFileSync(language.readme, after);
}
