/** How people are treated: toxicity, hate, politeness; and irony, which turns what is said. */
import { firstWords, githubComment, plain } from '../clean.ts';
import { csv, politeness, spreadsheet, tweetEval } from '../formats.ts';
import { own, type Recipe, tweets, upstream } from '../recipe.ts';

export const conduct: Recipe[] = [
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
    task: 'politeness',
    source: 'stanford-politeness',
    language: 'en',
    read: politeness({
      'stack-exchange.annotated.csv': 'stack-exchange',
      'wikipedia.annotated.csv': 'wikipedia',
    }),
    map: { impolite: 'impolite', neutral: 'neutral', polite: 'polite' },
    clean: plain,
    splits: own,
  },
  {
    task: 'hate',
    source: 'tweeteval-hate',
    language: 'en',
    read: tweetEval(['train', 'val', 'test']),
    map: { 0: 'none', 1: 'hate' },
    clean: plain,
    splits: tweets,
  },
  {
    task: 'irony',
    source: 'tweeteval-irony',
    language: 'en',
    read: tweetEval(['train', 'val', 'test']),
    map: { 0: 'none', 1: 'ironic' },
    clean: plain,
    splits: tweets,
  },
];
