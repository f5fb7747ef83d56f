/** What annotation tools write, each as its documentation describes its exports. */
import { type Answer, askFor, type Columns, objectsIn, type Reading, textIn } from './reading.ts';
import { type Fields, isObject } from './rows.ts';

/** Says what a tool's row says; a list of answers that is empty is a text without a label. */
function reading(fields: Fields, columns: Columns, answers: readonly Answer[]): Reading {
  const found = textIn(fields, columns);
  if (found === undefined) return askFor('text', Object.keys(fields));
  const given = answers.filter(
    ({ label }) =>
      label !== null && label !== undefined && label !== '' && !(Array.isArray(label) && label.length === 0),
  );
  return given.length === 0 ? { leftOut: 'unlabelled' } : { ...found, answers: given };
}

/** doccano, JSONL of a text classification: `{"id", "text" | "data", "label": ["x"]}`. */
export const doccano = {
  fits: (row: Fields) =>
    ('text' in row || 'data' in row) && isStrings(row.label) && !('task' in row || 'answer' in row),
  read: (row: Fields, columns: Columns): Reading =>
    reading('text' in row ? row : { ...row, text: row.data }, columns, [{ label: row.label }]),
};

const answered: ReadonlySet<unknown> = new Set(['accept', 'reject', 'ignore']);

/** Prodigy, `db-out`: `label` and `answer` of the text classification; `options`, `accept` and `answer` of `choice`. */
export const prodigy = {
  fits: (row: Fields) => answered.has(row.answer) && ('label' in row || 'accept' in row || 'options' in row),
  read(row: Fields, columns: Columns): Reading {
    if (row.answer !== 'accept') return { leftOut: row.answer === 'reject' ? 'rejected' : 'ignored' };
    const label = 'accept' in row || 'options' in row ? row.accept : row.label;
    return reading(row, columns, [{ label, at: unixTime(row._timestamp) }]);
  },
};

/** Label Studio, JSON: `data`, and `annotations[].result[].value.choices`; `completions` in its versions of before 1.0. */
export const labelStudio = {
  fits: (row: Fields) => isObject(row.data) && Array.isArray(row.annotations ?? row.completions),
  read(row: Fields, columns: Columns): Reading {
    const annotations = objectsIn(row.annotations ?? row.completions);
    const finished = annotations.filter(({ was_cancelled }) => was_cancelled !== true);
    if (annotations.length > 0 && finished.length === 0) return { leftOut: 'ignored' };
    const answers = finished.flatMap(({ result, updated_at, created_at }) =>
      objectsIn(result).flatMap(({ from_name, value }) =>
        isObject(value) && 'choices' in value
          ? [{ question: String(from_name), label: value.choices, at: updated_at ?? created_at }]
          : [],
      ),
    );
    return reading(isObject(row.data) ? row.data : {}, columns, answers);
  },
};

const minimal = [
  ...['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement', 'text'],
] as const;

/** Label Studio, JSON-MIN and CSV: a column a question, beside the text and what is known of the annotation. */
export const labelStudioMin = {
  fits: (row: Fields) => 'annotation_id' in row && ('annotator' in row || 'lead_time' in row),
  read(row: Fields, columns: Columns): Reading {
    const { labelColumn, textColumn = 'text' } = columns;
    const known: readonly string[] = [...minimal, textColumn];
    const others = Object.keys(row).filter(name => !known.includes(name));
    if (others.length === 0) return { leftOut: 'unlabelled' };
    // Columns of the data are among them.
    const question = labelColumn ?? (others.length === 1 ? others[0] : undefined);
    if (question === undefined || !(question in row)) return askFor('label', others);
    const { choices = row[question] }: Fields = choicesOf(row[question]);
    return reading(row, { ...columns, textColumn }, [
      { question, label: choices, at: row.updated_at || undefined },
    ]);
  },
};

/** Argilla: records of its versions 2 (nested or flat) and 1 (feedback; text classification), as `to_json` writes them. */
export const argilla = {
  fits: (row: Fields) =>
    (isObject(row.fields) && 'responses' in row) ||
    ('annotation' in row && ('inputs' in row || 'annotation_agent' in row)) ||
    Object.keys(row).some(name => name.endsWith('.responses')),
  read(row: Fields, columns: Columns): Reading {
    if (isObject(row.fields)) return reading(row.fields, columns, responses(row.responses));
    if ('annotation' in row) {
      if (row.status === 'Discarded') return { leftOut: 'ignored' };
      const fields =
        typeof row.text === 'string' ? { text: row.text } : isObject(row.inputs) ? row.inputs : {};
      return reading(fields, columns, [{ label: row.annotation }]);
    }
    const answers = Object.entries(row).flatMap(([name, values]) =>
      name.endsWith('.responses') && Array.isArray(values)
        ? values
            .filter((_, n) => submitted(Object(row[`${name}.status`])[n]))
            .map(label => ({ question: name.slice(0, -'.responses'.length), label }))
        : [],
    );
    return reading(row, { ...columns, textColumn: columns.textColumn ?? 'text' }, answers);
  },
};

/** By question, a list of values; or a list of what each annotator answered. */
function responses(given: unknown): Answer[] {
  const each = Array.isArray(given)
    ? objectsIn(given).flatMap(({ values, status }) =>
        Object.entries(Object(values)).map(([question, answer]) => ({ question, answer, status })),
      )
    : Object.entries(Object(given)).flatMap(([question, answers]) =>
        objectsIn(answers).map(answer => ({ question, answer, status: answer.status })),
      );
  return each
    .filter(({ status }) => submitted(status))
    .map(({ question, answer }) => ({ question, label: isObject(answer) ? answer.value : answer }));
}

const submitted = (status: unknown) => status === undefined || status === null || status === 'submitted';

function choicesOf(value: unknown): Fields {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('{')) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

/** Seconds since 1970. */
function unixTime(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !(Math.abs(seconds) < 8e12)) return undefined;
  return new Date(1000 * seconds).toISOString();
}
