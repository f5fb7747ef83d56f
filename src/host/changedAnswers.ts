import { askedScore, type ScoredSegment, type TaskInfo } from '../protocol/scores.ts';

/** A segment to which two models give different labels for a task; null where one abstains. */
export interface ChangedAnswer<S extends ScoredSegment> {
  segment: S;
  task: TaskInfo;
  before: string | null;
  after: string | null;
}

/** Where two models that read the same segments differ, in the order of the text, for the tasks that both have. */
export function changedAnswers<S extends ScoredSegment>(
  before: { tasks: readonly TaskInfo[]; segments: readonly S[] },
  after: { tasks: readonly TaskInfo[]; segments: readonly S[] },
): ChangedAnswer<S>[] {
  const shared = after.tasks.filter(({ id }) => before.tasks.some(task => task.id === id));
  return before.segments.flatMap((segment, i) =>
    shared.flatMap(task => {
      const [former, now] = [segment, after.segments[i]].map(each => askedScore(each, task)?.label ?? null);
      return former === now ? [] : [{ segment, task, before: former, after: now }];
    }),
  );
}
