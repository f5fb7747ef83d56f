/** The base model's tasks, and how each source feeds them. Ids and labels are relied on outside: do not rename. */
import type { Recipe } from './recipe.ts';
import { conduct } from './recipes/conduct.ts';
import { feelings, reviewDomains } from './recipes/feelings.ts';
import { kinds } from './recipes/kinds.ts';

export const tasks: Record<string, string[]> = {
  sentiment: ['negative', 'neutral', 'positive'],
  emotion: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'],
  toxicity: ['none', 'toxic'],
  politeness: ['impolite', 'neutral', 'polite'],
  subjectivity: ['objective', 'subjective'],
  'question-type': ['abbreviation', 'description', 'entity', 'human', 'location', 'number'],
  'technical-debt': ['none', 'debt'],
  'issue-type': ['bug', 'feature', 'question'],
  irony: ['none', 'ironic'],
  hate: ['none', 'hate'],
  clickbait: ['none', 'clickbait'],
  ...Object.fromEntries(reviewDomains.map(name => [`fdu-mtl/${name}`, ['negative', 'positive']])),
};

export const recipes: Recipe[] = [...feelings, ...conduct, ...kinds];

/** For the model card. */
export const notes = [
  'Chinese sentiment has no neutral class in its data: neutral is learnt from English alone.',
  'Chinese emotion has no disgust class in its data.',
  'Rows of FDU-MTL train alone; the first 100 words of each.',
  'The toxic rows of GitHub come from threads that were already heated, so its "none" is not ordinary text.',
  'Half of the subjectivity data are film reviews, half plot summaries: the classes differ in topic too.',
];
