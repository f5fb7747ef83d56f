import type { Figures } from './report/row.ts';

/** A row of the table. */
export interface Case {
  id: string;
  goal: number;
  unit: string;
  measure(): Promise<Figures>;
}
