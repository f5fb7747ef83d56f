/** What is taken for what: a matrix of few labels, the most frequent mistakes of many; either lists its examples. */
import { useState } from 'preact/hooks';
import type { Mistake } from '../../src/protocol/taskReport.ts';
import { mostConfused } from '../confusions.ts';
import { post } from '../reportHost.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { useCells } from './useCells.ts';

/** More labels than this have no room side by side. */
const roomFor = 12;
/** Of very many labels, pairs that are listed: the examples are of the first ones anyway. */
const listed = 100;

interface Props {
  task: string;
  labels: readonly string[];
  confusion: readonly (readonly number[])[];
  mistakes: readonly Mistake[];
}

/** A true label and a predicted one, as indices. */
type Cell = [number, number];

export function Confusion(props: Props) {
  const { task, labels, confusion, mistakes } = props;
  const pairs = mostConfused(confusion);
  const [chosen, setChosen] = useState<Cell | undefined>(pairs[0]?.cell);
  const isChosen = ([i, j]: Cell) => chosen?.[0] === i && chosen[1] === j;
  const examples = [...mistakes.entries()].filter(
    ([, { label, predicted }]) =>
      chosen !== undefined && label === labels[chosen[0]] && predicted === labels[chosen[1]],
  );
  return (
    <section>
      <h3>{t('What is taken for what')}</h3>
      {pairs.length === 0 ? (
        <p>{t('Every label that was held out was predicted right.')}</p>
      ) : (
        <>
          {labels.length <= roomFor ? (
            <Matrix {...{ labels, confusion, isChosen }} choose={setChosen} />
          ) : (
            <Pairs {...{ labels, pairs: pairs.slice(0, listed), isChosen }} choose={setChosen} />
          )}
          {labels.length > roomFor && pairs.length > listed && (
            <p class="quiet">{t('The first {0} are listed.', formatCount(listed))}</p>
          )}
          {chosen !== undefined && (
            <Examples
              task={task}
              pair={chosen.map(k => labels[k])}
              examples={examples}
              count={confusion[chosen[0]][chosen[1]]}
            />
          )}
        </>
      )}
    </section>
  );
}

interface Choice {
  labels: readonly string[];
  isChosen: (cell: Cell) => boolean;
  choose: (cell: Cell) => void;
}

function Matrix({ labels, confusion, isChosen, choose }: Choice & Pick<Props, 'confusion'>) {
  const { body, cell } = useCells(labels.length, labels.length);
  const most = mostConfused(confusion).at(0)?.count ?? 1;
  return (
    <div class="wide">
      <table class="cross">
        <caption>
          {t('Lines: your label. Columns: what was predicted. Enter lists the examples of a cell.')}
        </caption>
        <thead>
          <tr>
            <td />
            {labels.map(label => (
              <th scope="col" key={label} dir="auto">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...body}>
          {confusion.map((counts, i) => (
            <tr key={labels[i]}>
              <th scope="row" dir="auto">
                {labels[i]}
              </th>
              {counts.map((count, j) => (
                <td key={labels[j]} class={i === j ? 'right' : count > 0 ? 'wrong' : undefined}>
                  <span class="share" aria-hidden="true" style={{ opacity: (0.35 * count) / most }} />
                  <button
                    type="button"
                    {...cell(i, j)}
                    aria-pressed={isChosen([i, j])}
                    aria-disabled={i === j || count === 0}
                    onClick={() => i !== j && count > 0 && choose([i, j])}
                  >
                    {formatCount(count)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PairsProps extends Choice {
  pairs: ReturnType<typeof mostConfused>;
}

function Pairs({ labels, pairs, isChosen, choose }: PairsProps) {
  return (
    <div class="scroller">
      <table class="pairs">
        <thead>
          <tr>
            <th scope="col">{t('Your label')}</th>
            <th scope="col">{t('Predicted')}</th>
            <th scope="col">{t('Texts')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ cell, count }) => (
            <tr key={cell.join()}>
              <td dir="auto">{labels[cell[0]]}</td>
              <td dir="auto">{labels[cell[1]]}</td>
              <td>
                <button
                  type="button"
                  class="link"
                  aria-pressed={isChosen(cell)}
                  aria-label={t(
                    '{0} labelled {1}, predicted {2}',
                    formatCount(count),
                    labels[cell[0]],
                    labels[cell[1]],
                  )}
                  onClick={() => choose(cell)}
                >
                  {formatCount(count)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ExamplesProps {
  task: string;
  pair: readonly string[];
  /** With their place among all mistakes. */
  examples: readonly [number, Mistake][];
  count: number;
}

/** Each opens where it was labelled. The surest come first: one of them may be a slip of the label. */
function Examples({ task, pair, examples, count }: ExamplesProps) {
  return (
    <div class="examples" role="status">
      <h4 dir="auto">{t('Labelled {0}, predicted {1}', pair[0], pair[1])}</h4>
      <ul>
        {examples.map(([index, { text, probability, source, place }]) => (
          <li key={index}>
            {source === undefined && place === undefined ? (
              <span dir="auto">{text}</span>
            ) : (
              <button
                type="button"
                class="link"
                dir="auto"
                title={source?.file ?? place}
                onClick={() => post({ type: 'mistake', task, index })}
              >
                {text}
              </button>
            )}{' '}
            <span class="quiet">{formatPercent(probability)}</span>
          </li>
        ))}
      </ul>
      {examples.length < count && (
        <p class="quiet">
          {t('{0} of {1}, the surest first.', formatCount(examples.length), formatCount(count))}
        </p>
      )}
    </div>
  );
}
