/** A task's scores by section: a table whose rows restrict everything else to their section, and back. */
import { useMemo } from 'preact/hooks';
import type { PanelSegment } from '../../src/protocol/panel.ts';
import { documentScore, isOutside, type TaskInfo } from '../../src/protocol/scores.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { indicesOf } from '../range.ts';
import { isSection, type Section } from '../sections.ts';
import { formatCount, sectionTitle, t } from '../strings.ts';
import { colorOf } from '../taskRows.ts';
import { LabelCell, RatioCell } from './cells.tsx';

interface Props {
  task: TaskInfo;
  /** An index into the task's labels. */
  label: number;
  sections: readonly Section[];
  /** The whole document's. */
  segments: readonly PanelSegment[];
  range: Span | undefined;
  onRange: (range: Span | undefined) => void;
}

export function SectionTable({ task, label, sections, segments, range, onRange }: Props) {
  const scored = useMemo(
    () =>
      sections.map(section => {
        const inside = segments.slice(...indicesOf(segments, section));
        return { section, count: inside.length, score: documentScore(task, inside) };
      }),
    [sections, segments, task],
  );
  const name = task.labels[label];
  return (
    <section aria-labelledby="sections-heading">
      <h2 id="sections-heading">{t('By section')}</h2>
      <div class="scroller">
        <table class="rows sections">
          <caption class="visually-hidden">
            {t(
              'Scores for {0} by section, subsections included. A section’s button shows it alone.',
              task.title,
            )}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('Section')}</th>
              <th scope="col" class="number">
                {t('Segments')}
              </th>
              <th scope="col">{t('Label')}</th>
              <th scope="col" class="number">
                {t('Mean P({0})', name)}
              </th>
            </tr>
          </thead>
          <tbody>
            {scored.map(({ section, count, score }) => {
              const chosen = count > 0 && isSection(segments, section, range);
              return (
                <tr key={section.index} aria-current={chosen ? 'true' : undefined}>
                  <th scope="row" style={{ paddingInlineStart: `${0.5 + 1.2 * (section.level - 1)}em` }}>
                    <button
                      type="button"
                      class="link"
                      dir="auto"
                      aria-pressed={chosen}
                      disabled={count === 0}
                      onClick={() => onRange(chosen ? undefined : section)}
                    >
                      {sectionTitle(section)}
                    </button>
                  </th>
                  <td class="number">{formatCount(count)}</td>
                  <LabelCell task={task} label={isOutside(score) ? undefined : score.label} />
                  <RatioCell value={score.probabilities?.[label] ?? null} color={colorOf(task, name)} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
