/** What `labels check` found, in lines for people. */
import { checkLabels, FEW, type Repeated } from '../labels/check.ts';
import type { LabelRecord } from '../protocol/labels.ts';
import type { FoundSlip } from '../training/node/slipsFiles.ts';
import { columns } from './report.ts';
import { harmless } from './terminalText.ts';

/** Places that are named of a language that few texts are in. */
const MOST_PLACES = 10;

/** Slips that are listed: the surest. */
const MOST_SLIPS = 50;

/** @param place a record's `file:line` */
export function checkReport(
  records: readonly LabelRecord[],
  slips: readonly FoundSlip[],
  place: (record: LabelRecord) => string,
): string {
  const { counts, duplicates, contradictions, few, languages } = checkLabels(records);
  if (counts.length === 0) return 'No labels.\n';
  const rows = counts.map(({ task, label, texts }) => [`${task}: ${label}`, String(texts)]);
  const says = ({ record, former }: Repeated, what: string) =>
    `${place(record)}: ${what} ${place(former)}: ${harmless(quote(record.text))}`;
  const parts = [
    section(
      `${counted(contradictions, 'contradiction')}: the latest time counts, then the last line`,
      contradictions.map(both =>
        says(both, `${both.record.task} is ${both.record.label}, but ${both.former.label} in`),
      ),
    ),
    section(
      counted(duplicates, 'duplicate'),
      duplicates.map(both => says(both, `${both.record.task} is ${both.record.label} as in`)),
    ),
    section(
      `${counted(slips, 'label')} that the others do not expect: ${slips.length === 1 ? 'a likely slip' : 'likely slips'}`,
      slips
        .slice(0, MOST_SLIPS)
        .map(
          ({ record, label, probability }) =>
            `${place(record)}: ${record.task} is ${record.label}, not ${label} (${Math.round(100 * probability)} %): ${harmless(quote(record.text))}`,
        ),
    ),
    section(
      `${counted(few, 'label')} with fewer than ${FEW} texts`,
      few.map(({ task, label, texts }) => `${task}: ${label} (${texts})`),
    ),
    section(
      `${counted(languages, 'task')} with texts in several languages`,
      languages.map(({ task, records: [first, ...others] }) =>
        [
          `${task}: ${first.language} (${first.records.length})`,
          ...others.map(other => `${other.language} (${places(other.records.map(place))})`),
        ].join(', '),
      ),
    ),
  ];
  return columns([['task: label', 'texts'], ...rows]) + parts.join('');
}

function section(title: string, found: readonly string[]): string {
  return found.length === 0 ? '' : `\n${title}\n${found.map(line => `  ${line}\n`).join('')}`;
}

function places(all: readonly string[]): string {
  const more = all.length > MOST_PLACES ? ` and ${all.length - MOST_PLACES} more` : '';
  return all.slice(0, MOST_PLACES).join(', ') + more;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function counted({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? '' : 's'}`;
}
