import * as vscode from 'vscode';
import type { Analysis, Journal } from './journal.ts';
import type { ModelChoice } from './modelChoice.ts';
import { withoutHome } from './withoutHome.ts';

/** What the composition root knows of the machine. */
export interface Machine {
  /** For instance `linux x64 6.1`. */
  platform: string;
  /** The extension host's version of Node. */
  node: string;
  /** The user's home folder, which no report names. */
  home: string;
}

/** Says what a maintainer asks first. English, as issues are. */
export class Reporter {
  readonly #extension: vscode.Extension<unknown>;
  readonly #machine: Machine;
  readonly #models: ModelChoice;
  readonly #journal: Journal;

  constructor(extension: vscode.Extension<unknown>, machine: Machine, models: ModelChoice, journal: Journal) {
    this.#extension = extension;
    this.#machine = machine;
    this.#models = models;
    this.#journal = journal;
  }

  /** Versions, places and settings, a line each. */
  environment(): string[] {
    const ui = vscode.env.uiKind === vscode.UIKind.Web ? 'in a browser' : 'on the desktop';
    const { remoteName } = vscode.env;
    const { location, backend } = this.#models.current;
    const trust = vscode.workspace.isTrusted ? 'trusted' : 'Restricted Mode';
    const folders = vscode.workspace.workspaceFolders?.length ?? 0;
    return [
      `Manylens ${this.#extension.packageJSON.version}`,
      `${vscode.env.appName} ${vscode.version} ${ui}, remote: ${remoteName ?? 'no'}, language: ${vscode.env.language}`,
      `${this.#machine.platform}, Node ${this.#machine.node}`,
      `Workspace: ${folders} folders, ${trust}`,
      `Model: ${this.#models.isBase ? 'the base model' : location}, backend wanted: ${backend}`,
      `Settings that differ from the defaults: ${this.#changedSettings().join(', ') || 'none'}`,
    ].map(line => withoutHome(line, this.#machine.home));
  }

  /** Markdown for an issue: nobody's text, no document's name, no home folder. */
  text(): string {
    const { errors, analyses } = this.#journal;
    const lines = [
      ...this.environment().map(line => `- ${line}`),
      '',
      `Last errors: ${errors.length}`,
      ...errors.flatMap(({ at, record }) => ['', at, '```', record, '```']),
      '',
      `Last analyses: ${analyses.length}`,
      ...table(analyses),
    ];
    return `${withoutHome(lines.join('\n'), this.#machine.home)}\n`;
  }

  /** `name = value`, for each place where a setting differs from its default. */
  #changedSettings(): string[] {
    const sections: { properties: Record<string, unknown> }[] =
      this.#extension.packageJSON.contributes.configuration;
    const configuration = vscode.workspace.getConfiguration();
    return sections
      .flatMap(({ properties }) => Object.keys(properties))
      .flatMap(name => {
        const found = configuration.inspect(name);
        if (found === undefined) return [];
        const { key: _key, languageIds: _languages, defaultValue, ...places } = found;
        const standard = JSON.stringify(defaultValue);
        const values = Object.values(places).map(value => JSON.stringify(value));
        const changed = values.filter(value => value !== undefined && value !== standard);
        return [...new Set(changed)].map(value => `${name} = ${value}`);
      });
  }
}

function table(analyses: readonly Analysis[]): string[] {
  if (analyses.length === 0) return [];
  const rows = analyses.map(
    ({ at, segments, scored, characters, milliseconds, by }) =>
      `| ${at} | ${segments} | ${scored} | ${characters} | ${milliseconds.toFixed(0)} | ${by} |`,
  );
  return [
    '',
    '| at | segments | scored | characters | ms | by |',
    '| --- | --: | --: | --: | --: | --- |',
    ...rows,
  ];
}
