/** Every string that a user sees passes through here. */
import { kindsInWords } from '../src/base/textKinds.ts';
import { type Said, spoken } from '../src/base/words.ts';
import type { TaskInfo } from '../src/protocol/scores.ts';

declare global {
  interface Window {
    /** Translations by English message, handed in by the host before the script runs. */
    __l10n?: Readonly<Record<string, string>>;
  }
}

/** The message in the user's language, `{0}`, `{1}` ... replaced by the arguments. English when nothing better is known. */
export function t(message: string, ...args: (string | number)[]): string {
  const bundle = window.__l10n;
  const template = bundle !== undefined && Object.hasOwn(bundle, message) ? bundle[message] : message;
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );
}

const locale = document.documentElement.lang || undefined;
/** Looks up what `say` says; `test/unit/l10n` finds it there. */
const translated: typeof t = t;

/** The kinds of text that a task is asked of: "comments and questions"; undefined where it is asked of everything. */
export function scopeInWords({ scope }: TaskInfo): string | undefined {
  const inLanguage = (said: Said) => spoken(said, (sentence, args) => translated(sentence, ...args));
  return scope && kindsInWords(scope, inLanguage, locale ?? 'en');
}

const counts = new Intl.NumberFormat(locale);
const finePercents = new Intl.NumberFormat(locale, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

export function formatCount(value: number): string {
  return counts.format(value);
}

/** A ratio in 0..1 as whole percents. */
export function formatPercent(ratio: number): string {
  return percents.format(ratio);
}

/** A ratio in 0..1 as percents, with a digit behind the point. */
export function formatFinePercent(ratio: number): string {
  return finePercents.format(ratio);
}

/** A duration: "0.8 seconds". */
export function formatSeconds(seconds: number): string {
  const digits = seconds < 10 ? 1 : 0;
  const unit = { style: 'unit', unit: 'second', unitDisplay: 'long', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, unit).format(seconds);
}

export function segmentCount(count: number): string {
  return count === 1 ? t('1 segment') : t('{0} segments', formatCount(count));
}

export function abstainedCount(count: number): string {
  return count === 1 ? t('1 segment abstained') : t('{0} segments abstained', formatCount(count));
}

export function labelledByYou(count: number): string {
  return count === 1 ? t('1 segment labelled by you') : t('{0} segments labelled by you', formatCount(count));
}

/** A heading may say nothing. */
export function sectionTitle({ title }: { title: string }): string {
  return title === '' ? t('(untitled)') : title;
}

/** A part of a document, by the lines that its segments begin on. */
export function partInWords(part: readonly { line: number }[]): string {
  const first = part.at(0)?.line ?? 0;
  const last = part.at(-1)?.line ?? 0;
  return first === last
    ? t('line {0}', formatCount(first))
    : t('lines {0}–{1}', formatCount(first), formatCount(last));
}
