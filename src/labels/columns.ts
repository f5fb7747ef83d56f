/** Rows whose names say what they are: Manylens's own records, tables, Hugging Face's data sets. */
import { type Answer, askFor, type Columns, type Reading } from './reading.ts';
import { type Fields, isObject } from './rows.ts';

/** Names, the likeliest first; upper case or lower. `label_text` is beside a `label` that is a number. */
const textNames = ['text', 'data', 'sentence'];
const labelNames = ['label_text', 'label', 'labels'];

/** Of a record, beside text, task and label. */
const ownNames = ['id', 'source', 'at', 'by', 'import'];

/** What is between several labels in a cell under `labels`. */
const BETWEEN = /\s*[,;|]\s*/;

/** A record of JSON. */
export function readRecord(row: Fields, columns: Columns): Reading {
  const { labels, ...more } = row;
  const text = row[columns.textColumn ?? 'text'];
  if (columns.labelColumn === undefined) {
    if ('task' in row) return { text, answers: [{ task: row.task, label: row.label }], more };
    if (isObject(labels)) {
      return { text, answers: Object.entries(labels).map(([task, label]) => ({ task, label })), more };
    }
  }
  return (
    readNamed(row, columns) ??
    askFor(
      'label',
      Object.keys(row).filter(name => row[name] !== text),
    )
  );
}

/** A row of a table; an empty cell says nothing. */
export function readCells(row: Fields, columns: Columns): Reading {
  const names = Object.keys(row);
  const [task, label] = ['task', 'label'].map(name => named(names, [name]));
  const text = columns.textColumn ?? named(names, textNames);
  if (text !== undefined && names.includes(text) && columns.labelColumn === undefined) {
    if (task !== undefined && label !== undefined)
      return { text: row[text], answers: [{ task: row[task], label: row[label] }] };
  }
  return readNamed(row, columns) ?? readTaskColumns(row, columns);
}

/** Texts in one column, labels in another; undefined where there is none of labels. */
function readNamed(row: Fields, { textColumn, labelColumn }: Columns): Reading | undefined {
  const names = Object.keys(row);
  const text = textColumn ?? named(names, textNames);
  if (text === undefined || !names.includes(text)) return askFor('text', names);
  const column = labelColumn ?? named(names, labelNames);
  if (column === undefined) return undefined;
  if (!names.includes(column)) return askFor('label', beside(text, names));
  const label =
    labelColumn === undefined && column.toLowerCase() === 'labels' ? list(row[column]) : row[column];
  const none =
    label === null || label === undefined || label === '' || (Array.isArray(label) && label.length === 0);
  return none ? { leftOut: 'unlabelled' } : { text: row[text], answers: [{ label }] };
}

/** A column a task. Where the user names one, it is that column or else the only one. */
function readTaskColumns(row: Fields, { textColumn, task }: Columns): Reading {
  const names = Object.keys(row);
  const text = textColumn ?? named(names, textNames)!;
  const others = names.filter(name => name !== text && !ownNames.includes(name.toLowerCase()));
  const chosen = task !== undefined && others.includes(task) ? [task] : others;
  if (chosen.length === 0 || (task !== undefined && chosen.length > 1))
    return askFor('label', beside(text, names));
  const answers: Answer[] = chosen
    .filter(name => row[name] !== '' && row[name] !== null)
    .map(name => (task === undefined ? { task: name, label: row[name] } : { label: row[name] }));
  return answers.length === 0 ? { leftOut: 'unlabelled' } : { text: row[text], answers };
}

const beside = (text: string, names: readonly string[]) => names.filter(name => name !== text);

function named(names: readonly string[], wanted: readonly string[]): string | undefined {
  for (const name of wanted) {
    const found = names.find(other => other === name) ?? names.find(other => other.toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A cell that says several labels, as JSON or Python's `['a', 'b']`, or with something between them. */
function list(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const inside = /^\s*\[(.*)\]\s*$/s.exec(value)?.[1];
  const parts = (inside ?? value).split(BETWEEN).filter(part => part !== '');
  if (inside !== undefined) return parts.map(part => part.replace(/^(['"])(.*)\1$/s, '$2'));
  return parts.length > 1 ? parts : value;
}
