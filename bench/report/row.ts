/** A case's figures. Of times `ratio` is peer / ours: higher is better in every row. */
export interface Figures {
  ours: number;
  peer: number;
  ratio: number;
  /** Others' times, by name. */
  beside?: Record<string, number>;
  /** What a reader of the number has to know: batch sizes, parts of a time. */
  note?: string;
}

export interface Row {
  id: string;
  /** Of `ours` and `peer`. */
  unit: string;
  goal: number;
  figures?: Figures;
  /** Why there are no figures, in words. */
  reason?: string;
  /** It ran and went wrong: the outputs differ, or something broke. */
  failed?: boolean;
}

/** A row that this machine cannot have: something is not installed. Anything else that is thrown is a failure. */
export class CannotRun extends Error {}

/** The file of `--json`. */
export function toJson(rows: readonly Row[]): string {
  const cases = rows.map(({ id, unit, goal, figures, reason }) => ({
    id,
    ours: figures?.ours ?? null,
    peer: figures?.peer ?? null,
    ratio: figures?.ratio ?? null,
    goal,
    unit,
    ...(figures?.beside && { beside: figures.beside }),
    ...(reason !== undefined && { reason }),
    ...(figures?.note && { note: figures.note }),
  }));
  return `${JSON.stringify({ cases }, undefined, 2)}\n`;
}
