/** What a text is about or asks: subjectivity, question type, clickbait, technical debt, issue type. */
import { detokenised, issueText, plain, sourceComment } from '../clean.ts';
import { headlines, issues, prefixed, zippedCsv } from '../formats.ts';
import { own, type Recipe, trainAndTest } from '../recipe.ts';

export const kinds: Recipe[] = [
  {
    task: 'subjectivity',
    source: 'subj',
    language: 'en',
    read: prefixed({ 'subj.all': 'all' }, ' ', 'latin1'),
    map: { 0: 'subjective', 1: 'objective' },
    clean: detokenised,
    splits: own,
    repeats: 'sst-fine',
    balanced: true,
  },
  {
    task: 'question-type',
    source: 'trec-question',
    language: 'en',
    read: prefixed({ 'TREC.train': 'train', 'TREC.test': 'test' }, ':', 'latin1'),
    map: {
      ABBR: 'abbreviation',
      DESC: 'description',
      ENTY: 'entity',
      HUM: 'human',
      LOC: 'location',
      NUM: 'number',
    },
    // Behind the colon the fine label comes first.
    clean: text => detokenised(text.replace(/^\S+ /, '')),
    splits: trainAndTest,
  },
  {
    task: 'clickbait',
    source: 'clickbait',
    language: 'en',
    read: headlines({ 'clickbait_data.gz': 'clickbait', 'non_clickbait_data.gz': 'none' }),
    map: { none: 'none', clickbait: 'clickbait' },
    clean: plain,
    splits: own,
  },
  {
    task: 'technical-debt',
    source: 'satd-comments',
    language: 'en',
    read: zippedCsv('technical_debt_dataset.zip', 'technical_debt_dataset.csv', {
      text: 'commenttext',
      label: 'classification',
      group: 'projectname',
    }),
    map: {
      WITHOUT_CLASSIFICATION: 'none',
      DEFECT: 'debt',
      DESIGN: 'debt',
      DOCUMENTATION: 'debt',
      IMPLEMENTATION: 'debt',
      TEST: 'debt',
    },
    clean: sourceComment,
    splits: {
      'jruby-1.4.0': 'test',
      sql12: 'test',
      'apache-jmeter-2.10': 'validation',
      default: 'train',
    },
  },
  {
    task: 'issue-type',
    source: 'nlbse24-issues',
    language: 'en',
    read: issues({ 'issues_train.csv': 'train', 'issues_test.csv': 'test' }),
    map: { bug: 'bug', feature: 'feature', question: 'question' },
    clean: issueText,
    splits: trainAndTest,
  },
];
