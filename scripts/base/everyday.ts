/** Everyday inputs, and the sample document of `npm start` sentence by sentence: what each task may say of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoredSegment } from '../../src/protocol/scores.ts';
import { detectLanguage } from '../../src/text/language.ts';
import type { Segment } from '../../src/text/segment.ts';
import { segmentText } from '../../src/text/segments.ts';
import { answerOf, ask, type Model, tasksOfModel } from './ask.ts';
import { readEveryday, root } from './trustData.ts';

/** What a task says of a text. */
export interface EverydayAnswer {
  about: string;
  text: string;
  task: string;
  /** Null where the task abstains. */
  label: string | null;
  allowed: string[];
  held: boolean;
}

interface Entry {
  about: string;
  text: string;
  allowed: Record<string, string[]>;
  answers: string[];
}

/** Of each input, then of each sentence of the sample document, what each of the model's tasks says. */
export async function everydayAnswers(model: Model): Promise<EverydayAnswer[]> {
  const { allowed, groups, sample } = readEveryday();
  const inputs = groups.flatMap(({ texts, ...group }) => texts.map(text => ({ ...group, text })));
  const scored = [
    // In a document a short text's language is that of the text around it.
    ...(await ask(
      model,
      inputs.map(input => ({ ...input, language: detectLanguage(input.text, input.language) })),
    )),
    ...(await model.score(sampleSegments())),
  ];
  const entries = [...inputs, ...sample.sentences.map(one => ({ ...one, about: 'the sample document' }))];
  return entries.flatMap((entry, k) =>
    answersTo({ ...entry, allowed: { ...allowed, ...entry.allowed } }, scored[k], tasksOfModel(model)),
  );
}

/** The sample document's sentences as the product finds them. */
export function sampleSegments(): Segment[] {
  const text = readFileSync(join(root, readEveryday().sample.file), 'utf8');
  return segmentText(text, { languageId: 'markdown' });
}

/** Abstaining is always allowed, but where an answer is asked for. A task of which nothing is said may say anything. */
function answersTo(entry: Entry, scored: ScoredSegment, tasks: readonly string[]): EverydayAnswer[] {
  const { about, text, answers } = entry;
  return tasks
    .filter(task => task in entry.allowed)
    .map(task => {
      const allowed = entry.allowed[task];
      const { label } = answerOf(scored, task);
      const held = label === null ? !answers.includes(task) : allowed.includes(label);
      return { about, text, task, label, allowed, held };
    });
}
