/** Sets that nothing of the base model may read: what it learns of them later, from few labels, must be new to it. Pure. */
import { csv, type Files, type RawRow } from './formats.ts';

/** By source; `part` is the upstream's split, or `all`. */
export const unseen: Record<string, (files: Files) => RawRow[]> = {
  /** The 150 intents, without what is out of their scope. */
  clinc150: files => {
    const data: Record<string, [string, string][]> = JSON.parse(decode(files('data_full.json')));
    return ['train', 'val', 'test'].flatMap(part =>
      data[part].map(([text, label]) => ({ text, label, part })),
    );
  },
  'stackoverflow-titles': files => {
    const labels = lines(files('label_StackOverflow.txt'));
    return lines(files('title_StackOverflow.txt')).map((text, n) => ({
      text: text.trim(),
      label: labels[n].trim(),
      part: 'all',
    }));
  },
  /** Upstream parts the words by spaces. */
  'zh-nlpcc17-headlines': files =>
    lines(files('test.word')).map(line => {
      const [label, words] = line.split('\t');
      return { text: words.replaceAll(' ', ''), label, part: 'all' };
    }),
  /** What kind of debt a commit message or a pull request admits. */
  'satd-commits-prs': files =>
    admissions(files).filter(({ label }) => label !== 'non_debt' && label !== 'defect_debt'),
};

/** One of them alone is a `defect_debt`. */
const admissions = csv(
  { 'satd-dataset-commit_messages.csv': 'all', 'satd-dataset-pull_requests.csv': 'all' },
  { text: 'text', label: 'classification' },
);

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const lines = (bytes: Uint8Array) =>
  decode(bytes)
    .split(/\r?\n/)
    .filter(line => line.trim() !== '');
