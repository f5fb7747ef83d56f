/** The card's part on trust: functional tests, everyday inputs, the bias probe, and what went wrong in them. */
import type { Model } from './ask.ts';
import { biasReport } from './bias.ts';
import { everydayAnswers } from './everyday.ts';
import { functionalReport } from './functional.ts';
import { biasTable, everydayTable, failuresList, functionalTable } from './trustTables.ts';

/** Failures that the card shows: a reader wants their kind, and `trust.ts --failures` lists all. */
const FAILURES = 40;

/** Markdown. @param sealed whether the sealed third is opened: at the end, and not before */
export async function trustSection(model: Model, sealed: boolean): Promise<string> {
  const functional = await functionalReport(model, sealed);
  const everyday = await everydayAnswers(model);
  const bias = await biasReport(model);
  const failures = failuresList(functional, everyday, bias).split('\n');
  // One in so many, so that no task takes all of the room.
  const step = Math.ceil(failures.length / FAILURES);
  const some = failures.filter((_, n) => n % step === 0).join('\n');
  return [
    'What a person would say of each case: `node scripts/base/trust.ts` asks them.',
    ...[functionalTable(functional), everydayTable(everyday), biasTable(bias)].map(fenced),
    `Of ${failures.length} failures, one in ${step}:`,
    fenced(some),
  ].join('\n\n');
}

const fenced = (text: string) => `\`\`\`text\n${text}\n\`\`\``;
