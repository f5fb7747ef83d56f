/** What the editor asks of label files: it answers what only its user can say, and asks again. */
import type { Said } from '../../base/words.ts';
import type { LabelAsk, LabelReading } from '../../protocol/labels.ts';
import type { LabelImportReport, LabelImportRequest, LabelPreview } from '../../protocol/training.ts';
import { LabelQuestion } from '../question.ts';
import { importLabels } from './importLabels.ts';
import { readLabels } from './readLabels.ts';

/** Records of a preview. */
const FIRST = 8;

/** Lines about a file that are worth a log's while. */
const MOST_LINES = 1000;

/** The first records of a file, as they would be imported. */
export function previewLabels(file: string, reading: LabelReading): Promise<LabelPreview> {
  return orAsk(async () => {
    const preview: Exclude<LabelPreview, { ask: LabelAsk }> = { records: [], notes: [] };
    for await (const { records, notes } of readLabels(file, reading)) {
      for (const { record } of records.slice(0, FIRST - preview.records.length)) preview.records.push(record);
      preview.notes = notes;
      if (preview.records.length === FIRST) break;
    }
    return preview;
  });
}

/** @param progress told how many records have been read */
export function importAsked(
  { file, to, reading, now }: LabelImportRequest,
  progress: (records: number) => void,
): Promise<LabelImportReport> {
  return orAsk(async () => {
    const told: Said[] = [];
    const tell = (line: Said) => void (told.length < MOST_LINES && told.push(line));
    const result = await importLabels([file], {
      ...{ to, reading, now, tell },
      progress: (_, records) => progress(records),
    });
    return { ...result, told };
  });
}

async function orAsk<T>(work: () => Promise<T>): Promise<T | { ask: LabelAsk }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabelQuestion && error.ask !== undefined) return { ask: error.ask };
    throw error;
  }
}
