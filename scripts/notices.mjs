// The notices of what ships: the npm packages that the bundles have code of, what was compiled into their binaries, and
// the data behind the model. scripts/package.mjs puts them into ThirdPartyNotices.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import licenses from 'spdx-license-list/full.js';

/** @typedef {{ title: string, text: string }} Notice */

/** @returns {any} */
const readJson = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * The packages of the files that ship, out of the list that esbuild.mjs leaves.
 * @param {string} dist the folder of packages.json
 * @param {(file: string) => boolean} ships whether a file of it is in the package
 * @returns {string[]} their folders
 */
export function shippedPackages(dist, ships) {
  /** @type {Record<string, string[]>} */
  const packages = readJson(join(dist, 'packages.json'));
  const folders = Object.entries(packages).flatMap(([file, used]) => (ships(file) ? used : []));
  return [...new Set(folders)].sort();
}

/** The whole text of the notices. */
export function notices(/** @type {string[]} */ folders) {
  const packages = folders.map(npmNotice);
  const parts = readJson('scripts/notices.json').map(compiledNotice);
  return [
    'Manylens contains work of others. Its own code is under the licence in LICENSE.txt.',
    heading('Code: npm packages'),
    ...grouped(packages),
    heading('Code: compiled into those packages'),
    ...grouped(parts),
    heading('The model in models/base'),
    ...model(),
  ].join('\n\n');
}

const heading = (/** @type {string} */ title) => `${'='.repeat(100)}\n${title}\n${'='.repeat(100)}`;

/** Notices with the same text under one text. */
function grouped(/** @type {Notice[]} */ all) {
  const byText = Map.groupBy(all, ({ text }) => text);
  return [...byText].map(
    ([text, group]) => `${group.map(({ title }) => title).join('\n')}\n${'-'.repeat(100)}\n${text}`,
  );
}

/** What a package says of its licence: its own files, else the licence's standard text with its author, if it names one. */
function npmNotice(/** @type {string} */ folder) {
  const {
    name,
    version,
    license,
    licenses: older,
    author,
    repository,
  } = readJson(join(folder, 'package.json'));
  const id = license ?? older?.[0]?.type;
  const files = readdirSync(folder).filter(file => /^(licen[cs]e|notice|copying)/i.test(file));
  const own = files.map(file => readFileSync(join(folder, file), 'utf8').replace('\uFEFF', '').trim());
  const holder = (author?.name ?? author)?.replace(/ <.*>/, '');
  const from = (repository?.url ?? repository)?.replace(/^git\+|^git:\/\/|\.git$/g, '');
  return {
    title: [`${name} ${version}`, id, from].filter(Boolean).join(', '),
    text:
      own.length > 0
        ? own.join('\n\n')
        : standardText(id, holder === undefined ? [] : [`Copyright (c) ${holder}`]),
  };
}

function compiledNotice(/** @type {any} */ { name, in: host, license, copyright }) {
  return { title: `${name}, in ${host}, ${license}`, text: standardText(license, copyright) };
}

/** The text of an SPDX expression's licences ("MIT", "Apache-2.0 AND MIT"), with these copyright lines. */
function standardText(/** @type {string} */ expression, /** @type {string[]} */ copyright) {
  const texts = expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .map(id => {
      const text = licenses[id]?.licenseText;
      if (text === undefined)
        throw new Error(`expected an SPDX licence, found ${id}: see scripts/notices.mjs.`);
      return text.replace(/^Copyright \(c\) <year>.*\n+/m, '').trim();
    });
  return [copyright.join('\n'), ...texts].filter(Boolean).join('\n\n');
}

/** What the weights were trained from: none of it is in the package. */
function model() {
  const sources = readJson('scripts/data/sources.json');
  return [
    'The first word vectors are GloVe (Pennington, Socher and Manning, 2014; English Wikipedia and Gigaword), under the' +
      ' Open Data Commons Public Domain Dedication and License 1.0.',
    'The weights were trained on public labelled data. None of it is in this package; its authors, and its licence as' +
      ' far as they state one:',
    ...sources.map(
      (/** @type {any} */ { id, title, citation, licence }) =>
        `${id}: ${title}\n  ${citation}\n  Licence: ${licence}`,
    ),
  ];
}
