/**
 * Functional tests in the manner of CheckList: what a model can do, a capability at a time. A case holds where the label
 * is one of those that are right. A model that abstains says nothing, so it is right where nothing is to be said
 * (`neutral`, `none`) and wrong elsewhere.
 */
import { groupBy } from '../../src/base/groupBy.ts';
import { answerOf, ask, type Model, tasksOfModel } from './ask.ts';
import { type FunctionalCase, readCases } from './trustData.ts';

export interface FunctionalResult extends FunctionalCase {
  /** Null where the model abstains. */
  label: string | null;
  held: boolean;
}

export interface Rate {
  cases: number;
  held: number;
}

export interface CapabilityRate extends Rate {
  task: string;
  capability: string;
  language: FunctionalCase['language'];
}

export interface FunctionalReport {
  /** A row a task, capability and language, in the order of the files: of the open cases, or of all. */
  capabilities: CapabilityRate[];
  open: Rate;
  sealed: Rate;
  /** Of the open cases, or of all. */
  failures: FunctionalResult[];
  /** Tasks that the model lacks: their cases are not counted. */
  missing: string[];
}

/** @param unseal whether rows and failures include the sealed cases */
export async function functionalReport(model: Model, unseal = false): Promise<FunctionalReport> {
  const all = readCases();
  const tasks = tasksOfModel(model);
  const results = await functionalResults(
    model,
    all.filter(({ task }) => tasks.includes(task)),
  );
  const shown = unseal ? results : results.filter(({ sealed }) => !sealed);
  return {
    capabilities: byCapability(shown),
    open: rateOf(results.filter(({ sealed }) => !sealed)),
    sealed: rateOf(results.filter(({ sealed }) => sealed)),
    failures: shown.filter(({ held }) => !held),
    missing: [...new Set(all.map(({ task }) => task))].filter(task => !tasks.includes(task)),
  };
}

async function functionalResults(
  model: Model,
  cases: readonly FunctionalCase[],
): Promise<FunctionalResult[]> {
  const scored = await ask(model, cases);
  return cases.map((one, k) => {
    const { label } = answerOf(scored[k], one.task);
    return { ...one, label, held: holds(one.expected, label) };
  });
}

/** @param label null where the model abstains */
export function holds(expected: readonly string[], label: string | null): boolean {
  if (label === null) return expected.includes('neutral') || expected.includes('none');
  return expected.includes(label);
}

export function rateOf(results: readonly Pick<FunctionalResult, 'held'>[]): Rate {
  return { cases: results.length, held: results.filter(({ held }) => held).length };
}

function byCapability(results: readonly FunctionalResult[]): CapabilityRate[] {
  const groups = groupBy(results, one => JSON.stringify([one.task, one.capability, one.language]));
  return [...groups.values()].map(group => {
    const [{ task, capability, language }] = group;
    return { task, capability, language, ...rateOf(group) };
  });
}
