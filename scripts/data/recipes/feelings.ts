/** What a text feels: sentiment and emotion; and the reviews that FDU-MTL's own experiment reads. */
import { detokenised, firstWords, maskedTweet, plain, withoutStrayQuote } from '../clean.ts';
import { csv, goEmotions, jsonArrays, prefixed, semEval, tweetEval } from '../formats.ts';
import { gathered, own, type Recipe, trainAndTest, tweets, upstream } from '../recipe.ts';

/** FDU-MTL's tasks: each is one of an experiment, too. */
export const reviewDomains = (
  'MR apparel baby books camera_photo dvd electronics health_personal_care imdb kitchen_housewares ' +
  'magazines music software sports_outdoors toys_games video'
).split(' ');

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

const ewect = jsonArrays({
  'virus_train.txt': 'train',
  'virus_eval_labeled.txt': 'train',
  'usual_eval_labeled.txt': 'train',
  'virus_test_labeled.txt': 'test',
  'usual_test_labeled.txt': 'test',
});

export const feelings: Recipe[] = [
  {
    task: 'sentiment',
    source: 'semeval17-sentiment',
    language: 'en',
    read: semEval,
    map: { negative: 'negative', neutral: 'neutral', positive: 'positive' },
    clean: maskedTweet,
    splits: { default: 'train' },
  },
  {
    task: 'sentiment',
    source: 'tweeteval-sentiment',
    language: 'en',
    read: tweetEval(['val', 'test']),
    map: { 0: 'negative', 1: 'neutral', 2: 'positive' },
    clean: plain,
    splits: tweets,
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
    read: prefixed(Object.fromEntries(reviewDomains.map(name => [`${name}.task.train`, name])), '\t'),
    map: { 0: 'negative', 1: 'positive' },
    clean: text => firstWords(detokenised(text), 100),
    splits: { default: 'train' },
    limit: 800,
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
    task: 'sentiment',
    source: 'zh-ewect',
    language: 'zh',
    read: ewect,
    map: { neutral: 'neutral', angry: null, fear: null, happy: null, sad: null, surprise: null },
    clean: plain,
    splits: trainAndTest,
  },
  {
    task: 'emotion',
    source: 'goemotions',
    language: 'en',
    read: goEmotions({ 'train.tsv': 'train', 'dev.tsv': 'validation', 'test.tsv': 'test' }),
    map: { several: null, ...gathered(ekman) },
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
    read: ewect,
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
  ...reviewDomains.map(
    (name): Recipe => ({
      task: `fdu-mtl/${name}`,
      source: 'fdu-mtl',
      language: 'en',
      read: prefixed({ [`${name}.task.train`]: name }, '\t'),
      map: { 0: 'negative', 1: 'positive' },
      clean: detokenised,
      splits: { default: [87.5, 12.5, 0] },
    }),
  ),
];
