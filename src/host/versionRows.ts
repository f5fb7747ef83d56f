import * as vscode from 'vscode';
import type { Version, VersionList } from '../protocol/versions.ts';
import type { ModelRow } from './modelRows.ts';

/** What the view shows of the versions. */
export interface VersionFacts extends VersionList {
  /** The models that tuning starts from: the shipped one, and the configured one where there is one. */
  bases: Version[];
  /** The folder of the model in use. */
  current: string;
  restricted: boolean;
}

/** The versions newest first, then what they were tuned on. */
export function versionsRow({ versions, broken, bases, current, restricted }: VersionFacts): ModelRow {
  const count = versions.length + broken.length;
  return {
    ...{ id: 'versions', kind: 'group', label: vscode.l10n.t('Versions'), icon: 'versions' },
    description: String(count),
    children: [
      ...(count === 0 ? [emptyRow(restricted)] : []),
      ...versions.map(version => versionRow(version, version.location === current, 'history')),
      ...broken.map(brokenRow),
      ...bases.map(base => versionRow(base, base.location === current, 'package')),
    ],
  };
}

/** Of a tuned model when, from how many labels, and how good; of another one its version: for a row beside the name. */
export function versionInWords({ version, base, at, tasks, labels }: Version): string {
  if (base === undefined) return version;
  const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const counts = Object.values(labels?.tasks ?? {});
  const figures = tasks.flatMap(({ id, title, metrics }) =>
    labels === undefined || !Object.hasOwn(labels.tasks, id) || metrics === undefined
      ? []
      : [vscode.l10n.t('{0} macro F1 {1}', title, metrics.macroF1.toFixed(2))],
  );
  const number = counts.reduce((sum, count) => sum + count, 0);
  return [
    date.format(at),
    ...(labels === undefined ? [] : [vscode.l10n.t('labels: {0}', String(number))]),
    ...figures,
  ].join(' · ');
}

function versionRow(version: Version, inUse: boolean, icon: string): ModelRow {
  const { name, location, base, parent, labels, seed } = version;
  const isBase = icon === 'package';
  const row = (field: string, label: string, description: string | undefined): ModelRow[] =>
    description === undefined ? [] : [{ id: `${field}\n${location}`, kind: 'value', label, description }];
  const words = versionInWords(version);
  return {
    ...{ id: `version\n${location}`, label: name, location, icon: inUse ? 'check' : icon },
    kind: isBase ? (inUse ? 'baseInUse' : 'base') : inUse ? 'versionInUse' : 'version',
    description: inUse ? `${vscode.l10n.t('in use')} · ${words}` : words,
    value: location,
    children: [
      ...row('version-folder', vscode.l10n.t('Folder'), location),
      ...row('version-base', vscode.l10n.t('Tuned from'), base && `${base.name} ${base.version}`),
      ...row('version-parent', vscode.l10n.t('Version before'), parent?.name),
      ...row('version-labels', vscode.l10n.t('Labels (SHA-256)'), labels?.sha256),
      ...row('version-seed', vscode.l10n.t('Seed'), String(seed)),
    ],
  };
}

function brokenRow(location: string): ModelRow {
  return {
    ...{ id: `version\n${location}`, kind: 'brokenVersion', location, value: location, icon: 'warning' },
    label: location.split(/[/\\]/).at(-1) ?? location,
    description: vscode.l10n.t('cannot be read'),
  };
}

function emptyRow(restricted: boolean): ModelRow {
  return restricted
    ? {
        ...{ id: 'no-versions', kind: 'group', icon: 'shield' },
        label: vscode.l10n.t('Restricted Mode'),
        description: vscode.l10n.t('models of the workspace are not loaded'),
      }
    : {
        ...{ id: 'no-versions', kind: 'group', icon: 'mortar-board', command: 'finetune' },
        label: vscode.l10n.t('None yet'),
        description: vscode.l10n.t('fine-tune on labels, and each result is kept here'),
      };
}
