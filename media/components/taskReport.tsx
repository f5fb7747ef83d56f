/** A task with labels in depth: would more labels help, what is taken for what, and how well each label is known. */
import type { FinetuneReport } from '../../src/protocol/training.ts';
import { t } from '../strings.ts';
import { Confusion } from './confusion.tsx';
import { LabelFigures } from './labelFigures.tsx';
import { LearningCurve } from './learningCurve.tsx';

interface Props {
  id: string;
  task: FinetuneReport['tasks'][string];
  open: boolean;
}

export function TaskReport({ id, task, open }: Props) {
  const { unmeasured = [], labels, confusion, mistakes, perClass, curve } = task;
  return (
    <details open={open} class="task">
      <summary>
        <h2 dir="auto">{id}</h2>
      </summary>
      {unmeasured.length > 0 && (
        <p class="note">
          {unmeasured.length === 1
            ? t('The label {0} has a single example: it is learnt, but not measured.', unmeasured[0])
            : t(
                'These labels have a single example each: they are learnt, but not measured: {0}.',
                unmeasured.join(', '),
              )}
        </p>
      )}
      {task.after === null && (
        <p>{t('Give each label a few more examples to measure how well it is known.')}</p>
      )}
      {labels !== undefined &&
        confusion !== undefined &&
        mistakes !== undefined &&
        perClass !== undefined && (
          <>
            <LearningCurve curve={curve ?? null} examples={task.examples} />
            <Confusion task={id} {...{ labels, confusion, mistakes }} />
            <LabelFigures labels={labels} perClass={perClass} unmeasured={unmeasured} />
          </>
        )}
    </details>
  );
}
