/** The states without scores: what is the matter, in words, and the next step as a button. */
import type { PanelState } from '../../src/protocol/panel.ts';
import { runCommand } from '../host.ts';
import { t } from '../strings.ts';

type Reason = Extract<PanelState, { kind: 'empty' }>['reason'];

function wording(reason: Reason): { heading: string; words: string } {
  switch (reason) {
    case 'no-editor':
      return {
        heading: t('No text is open'),
        words: t('Open a file, then analyze it to see its scores here. Nothing leaves this machine.'),
      };
    case 'not-analyzed':
      return {
        heading: t('Not analyzed yet'),
        words: t('Analyze the document to see what every task says of it. Nothing leaves this machine.'),
      };
    case 'no-text':
      return {
        heading: t('Nothing to score'),
        words: t('This document has no prose: it is empty, or holds nothing but code and markup.'),
      };
  }
}

const analyze = () => runCommand('manylens.analyzeDocument');

export function Empty({ reason }: { reason: Reason }) {
  const { heading, words } = wording(reason);
  return (
    <section class="notice">
      <Lens />
      <h1>{heading}</h1>
      <p>{words}</p>
      <div class="actions">
        <button type="button" class="button" onClick={analyze}>
          {t('Analyze Document')}
        </button>
      </div>
    </section>
  );
}

export function Failure({ message, steps }: Omit<Extract<PanelState, { kind: 'error' }>, 'kind'>) {
  return (
    <section class="notice failure">
      <div role="alert">
        <h1>{t('The analysis failed')}</h1>
        <p>{message}</p>
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={analyze}>
          {t('Try Again')}
        </button>
        {steps.map(({ title, command }) => (
          <button type="button" class="button secondary" key={command} onClick={() => runCommand(command)}>
            {title}
          </button>
        ))}
      </div>
    </section>
  );
}

/** A lens over lines of text. */
function Lens() {
  return (
    <svg class="lens" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M6 12h24M6 20h10M6 28h8M6 36h14" />
      <circle cx="29" cy="26" r="10" />
      <path d="m36.5 33.5 7 7" />
    </svg>
  );
}
