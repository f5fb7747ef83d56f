/**
 * Whether the model can be trusted, in one table:
 * `node scripts/base/trust.ts [--model DIR] [--json FILE] [--failures] [--sealed | --set-floors]`.
 * `--failures` lists what went wrong; `--sealed` opens the sealed third: at the end, and not before; `--set-floors` holds
 * the shipped model from now on to what was measured.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openModel } from './ask.ts';
import { biasReport } from './bias.ts';
import { everydayAnswers } from './everyday.ts';
import { floorsOf } from './floors.ts';
import { functionalReport } from './functional.ts';
import { floorsPath } from './trustData.ts';
import { biasTable, everydayTable, failuresList, functionalTable } from './trustTables.ts';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    json: { type: 'string' },
    failures: { type: 'boolean', default: false },
    sealed: { type: 'boolean', default: false },
    'set-floors': { type: 'boolean', default: false },
  },
});

if (options.sealed && options['set-floors'])
  throw new Error('--set-floors: floors are of the open cases, so not with --sealed.');

const scorer = await openModel(options.model);
const functional = await functionalReport(scorer, options.sealed);
const everyday = await everydayAnswers(scorer);
const bias = await biasReport(scorer);
scorer.dispose();

console.log([functionalTable(functional), everydayTable(everyday), biasTable(bias)].join('\n\n'));
if (options.failures) console.log(`\n${failuresList(functional, everyday, bias)}`);
if (options.json !== undefined) write(options.json, { functional, everyday, bias });
if (options['set-floors']) write(floorsPath, floorsOf(functional, everyday, bias));

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
