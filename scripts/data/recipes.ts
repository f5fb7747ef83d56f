/** The base model's tasks, and how each source feeds them. Ids and labels are relied on outside: do not rename. */
import { detokenised, firstWords, githubComment, plain, sourceComment, withoutStrayQuote } from './clean.ts';
import {
  csv,
  goEmotions,
  jsonArrays,
  prefixed,
  type Read,
  spreadsheet,
  tweetEval,
  zippedCsv,
} from './formats.ts';

export const tasks: Record<string, string[]> = {
  sentiment: ['negative', 'neutral', 'positive'],
  emotion: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'],
  toxicity: ['none', 'toxic'],
  subjectivity: ['objective', 'subjective'],
  'technical-debt': ['none', 'debt'],
};

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** All of a part goes to one split, or is shared out by hash: percent for train, validation, test. */
export type Assignment = Split | readonly [number, number, number];

export interface Recipe {
  task: string;
  source: string;
  /** BCP-47. */
  language: string;
  read: Read;
  /** Raw labels to the task's; null drops the row. A label that is not here is an error. */
  map: Record<string, string | null>;
  clean: (text: string) => string;
  /** By upstream part, or by group where `splits` names groups. `default` covers the rest. */
  splits: Record<string, Assignment>;
  /** No more rows a part than this, the first by hash. */
  limit?: number;
}

const upstream: Record<string, Assignment> = { train: 'train', validation: 'validation', test: 'test' };
const trainAndTest: Record<string, Assignment> = { train: [90, 10, 0], test: 'test' };
const own: Record<string, Assignment> = { default: [80, 10, 10] };
const tweets: Record<string, Assignment> = { train: 'train', val: 'validation', test: 'test' };

const reviewDomains =
  'MR apparel baby books camera_photo dvd electronics health_personal_care imdb kitchen_housewares ' +
  'magazines music software sports_outdoors toys_games video';

/** GoEmotions' own mapping of its 28 labels to Ekman's emotions. */
const ekman = {
  anger: 'anger annoyance disapproval',
  disgust: 'disgust',
  fear: 'fear nervousness',
  joy: 'joy amusement approval excitement gratitude love optimism relief pride admiration desire caring',
  neutral: 'neutral',
  sadness: 'sadness disappointment embarrassment grief remorse',
  surprise: 'surprise realization confusion curiosity',
};

export const recipes: Recipe[] = [
  {
    task: 'sentiment',
    source: 'tweeteval-sentiment',
    language: 'en',
    read: tweetEval(['val', 'test']),
    map: { 0: 'negative', 1: 'neutral', 2: 'positive' },
    clean: plain,
    splits: { val: 'train', test: [70, 10, 20] },
  },
  {
    task: 'sentiment',
    source: 'sst-fine',
    language: 'en',
    read: prefixed({ 'stsa.fine.train': 'train', 'stsa.fine.dev': 'validation', 'stsa.fine.test': 'test' }),
    map: { 0: 'negative', 1: 'negative', 2: 'neutral', 3: 'positive', 4: 'positive' },
    clean: detokenised,
    splits: upstream,
  },
  {
    task: 'sentiment',
    source: 'senti4sd-so',
    language: 'en',
    read: csv(
      { 'train3098itemPOLARITY.csv': 'train', 'test1326itemPOLARITY.csv': 'test' },
      { text: 2, label: 1 },
      ';',
    ),
    map: { negative: 'negative', neutral: 'neutral', positive: 'positive' },
    clean: plain,
    splits: trainAndTest,
  },
  {
    task: 'sentiment',
    source: 'se-sentiment-github-jira',
    language: 'en',
    read: csv({ 'github.csv': 'github', 'jira.csv': 'jira' }, { text: 'text', label: 'oracle' }),
    map: { '-1': 'negative', 0: 'neutral', 1: 'positive' },
    clean: withoutStrayQuote,
    splits: own,
  },
  {
    task: 'sentiment',
    source: 'fdu-mtl',
    language: 'en',
    read: prefixed(
      Object.fromEntries(reviewDomains.split(' ').map(name => [`${name}.task.train`, name])),
      '\t',
    ),
    map: { 0: 'negative', 1: 'positive' },
    clean: text => firstWords(detokenised(text), 100),
    splits: { default: 'train' },
    limit: 400,
  },
  {
    task: 'sentiment',
    source: 'zh-waimai',
    language: 'zh',
    read: csv({ 'waimai_10k.csv': 'all' }, { text: 'review', label: 'label' }),
    map: { 0: 'negative', 1: 'positive' },
    clean: plain,
    splits: own,
  },
  {
    task: 'sentiment',
    source: 'zh-htl',
    language: 'zh',
    read: csv({ 'ChnSentiCorp_htl_all.csv': 'all' }, { text: 'review', label: 'label' }),
    map: { 0: 'negative', 1: 'positive' },
    clean: plain,
    splits: own,
  },
  {
    task: 'emotion',
    source: 'goemotions',
    language: 'en',
    read: goEmotions({ 'train.tsv': 'train', 'dev.tsv': 'validation', 'test.tsv': 'test' }),
    map: {
      several: null,
      ...Object.fromEntries(
        Object.entries(ekman).flatMap(([emotion, names]) => names.split(' ').map(name => [name, emotion])),
      ),
    },
    clean: plain,
    splits: upstream,
  },
  {
    task: 'emotion',
    source: 'tweeteval-emotion',
    language: 'en',
    read: tweetEval(['train', 'val', 'test']),
    map: { 0: 'anger', 1: 'joy', 2: null, 3: 'sadness' },
    clean: plain,
    splits: tweets,
  },
  {
    task: 'emotion',
    source: 'zh-ewect',
    language: 'zh',
    read: jsonArrays({
      'virus_train.txt': 'train',
      'virus_eval_labeled.txt': 'train',
      'usual_eval_labeled.txt': 'train',
      'virus_test_labeled.txt': 'test',
      'usual_test_labeled.txt': 'test',
    }),
    map: {
      angry: 'anger',
      fear: 'fear',
      happy: 'joy',
      neutral: 'neutral',
      sad: 'sadness',
      surprise: 'surprise',
    },
    clean: plain,
    splits: trainAndTest,
  },
  {
    task: 'toxicity',
    source: 'tweeteval-offensive',
    language: 'en',
    read: tweetEval(['train', 'val', 'test']),
    map: { 0: 'none', 1: 'toxic' },
    clean: plain,
    splits: tweets,
  },
  {
    task: 'toxicity',
    source: 'se-toxicity-gitter',
    language: 'en',
    read: spreadsheet('gitter_ethereum-labeled.xlsx'),
    map: { 0: 'none', 1: 'toxic' },
    clean: plain,
    splits: own,
  },
  {
    task: 'toxicity',
    source: 'github-incivility',
    language: 'en',
    read: csv(
      { 'annotated_comment_level.csv': 'all' },
      { text: 'comment_body', label: 'tbdf', group: 'issue_id' },
    ),
    map: {
      None: 'none',
      ...Object.fromEntries(
        [
          'Bitter frustration',
          'Entitlement',
          'Identity Attack/Name-Calling',
          'Identity attack/Name-Calling',
          'Identity attacks/Name-Calling',
          'Impatience',
          'Insulting',
          'Irony',
          'Mocking',
          'Threat',
          'Vulgarity',
        ].map(name => [name, 'toxic']),
      ),
    },
    clean: text => firstWords(githubComment(text), 150),
    splits: own,
  },
  {
    task: 'toxicity',
    source: 'zh-cold',
    language: 'zh',
    read: csv(
      { 'train.csv': 'train', 'dev.csv': 'validation', 'test.csv': 'test' },
      { text: 'TEXT', label: 'label' },
    ),
    map: { 0: 'none', 1: 'toxic' },
    clean: plain,
    splits: upstream,
  },
  {
    task: 'subjectivity',
    source: 'subj',
    language: 'en',
    read: prefixed({ 'subj.all': 'all' }, ' ', 'latin1'),
    map: { 0: 'subjective', 1: 'objective' },
    clean: detokenised,
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
];

/** For the model card. */
export const notes = [
  'Chinese sentiment has no neutral class in its data: neutral is learnt from English alone.',
  'Chinese emotion has no disgust class in its data.',
  'Rows of FDU-MTL train alone; the first 100 words of each.',
  'The toxic rows of GitHub come from threads that were already heated, so its "none" is not ordinary text.',
  'Half of the subjectivity data are film reviews, half plot summaries: the classes differ in topic too.',
];
