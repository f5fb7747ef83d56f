/** What the new model says otherwise than the one in use, in open documents. */
import type { ChangedSegment, Changes } from '../../src/protocol/reportPanel.ts';
import { post } from '../reportHost.ts';
import { formatCount, t } from '../strings.ts';
import { excerpt } from '../taskRows.ts';

export function Changed({ changes }: { changes: Changes }) {
  return (
    <section>
      <h2>{t('Changed in open documents')}</h2>
      {changes.kind === 'busy' && <p class="quiet">{t('Comparing the two models...')}</p>}
      {changes.kind === 'nothing-open' && (
        <p class="quiet">
          {t('Open a document and analyze it before you fine-tune, to see here what changes.')}
        </p>
      )}
      {changes.kind === 'error' && <p>{changes.message}</p>}
      {changes.kind === 'compared' &&
        Object.entries(changes.tasks).map(([id, { changed, shown }]) => (
          <section key={id}>
            <h3 dir="auto">{id}</h3>
            <p class="quiet">
              {t('{0} of {1} segments', formatCount(changed), formatCount(changes.segments))}
              {shown.length < changed && `, ${t('the first {0} are listed', formatCount(shown.length))}`}
            </p>
            {shown.length > 0 && <Rows rows={shown} />}
          </section>
        ))}
    </section>
  );
}

function Rows({ rows }: { rows: readonly ChangedSegment[] }) {
  return (
    <div class="scroller">
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">{t('Line')}</th>
            <th scope="col">{t('Text')}</th>
            <th scope="col">{t('Before')}</th>
            <th scope="col">{t('After')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ uri, title, line, start, end, text, before, after }) => (
            <tr key={`${uri}\n${start}`}>
              <td>{t('{0}:{1}', title, formatCount(line))}</td>
              <td>
                <button
                  type="button"
                  class="link"
                  dir="auto"
                  onClick={() => post({ type: 'reveal', uri, start, end })}
                >
                  {excerpt(text)}
                </button>
              </td>
              <Answer label={before} />
              <Answer label={after} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ label }: { label: string | null | undefined }) {
  if (label === undefined) return <td>–</td>;
  return <td dir="auto">{label ?? <i>{t('abstained')}</i>}</td>;
}
