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
