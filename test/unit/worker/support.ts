import { Emitter } from '../../../src/base/events.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import type { ManifestTask } from '../../../src/model/manifest.ts';
import type { LoadRequest, TextEdit } from '../../../src/protocol/worker.ts';
import { Scoring } from '../../../src/worker/node/scoring.ts';
import { openToy } from '../engine/support.ts';
import { useBackend } from '../model/support.ts';
import { toyBundle } from '../model/toyBundle.ts';
import { grammars } from '../text/grammars.ts';

export const base: LoadRequest = { location: 'toy', backend: 'wasm' };

/** A client and, in this thread, the workers that it starts. */
export function setUp(tasks?: ManifestTask[]) {
  const scorings: Scoring[] = [];
  const client = new ScoringClient(
    events => {
      const open = async ({ location }: LoadRequest) => {
        await useBackend('cpu');
        return openToy(await toyBundle(tasks), location);
      };
      const scoring = new Scoring(open, grammars, events);
      scorings.push(scoring);
      const ended = new Emitter<string>();
      return { service: scoring, onDidEnd: ended.event, dispose: () => ended.fire('stopped') };
    },
    () => 0,
  );
  return { client, scorings };
}

export const insert = (start: number, text: string): TextEdit => ({ start, removed: 0, text });
