import assert from 'node:assert/strict';
import { type Origin, olderBase } from '../../../src/host/olderBase.ts';

const origin = (name: string, weights: string, provenance: Partial<Origin['provenance']> = {}): Origin => ({
  name,
  files: { 'weights.bin': weights },
  provenance: { command: 'manylens train', ...provenance },
});
const tuned = (base: Origin['provenance']['base'], command = 'manylens finetune (from base 1)') =>
  origin('finetuned-1', 'tuned', { command, base });
const shipped = origin('base', 'new');

describe('A tuned model', () => {
  function check(name: string, model: Origin, expected: string | undefined) {
    it(name, () => assert.equal(olderBase(model, shipped), expected));
  }

  const base = { name: 'base', version: '1' };
  check('is older than another base of the same name', tuned({ ...base, weights: 'old' }), 'base 1');
  check('is not older than the base that it was tuned on', tuned({ ...base, weights: 'new' }), undefined);
  check('is older where it does not say what base that was', tuned(undefined), 'base 1');
  check(
    'is not older where it was tuned on a model of its own',
    tuned({ name: 'mine', version: '1', weights: 'x' }, 'manylens finetune (from mine 1)'),
    undefined,
  );
  check('is no model that was trained', origin('base', 'old'), undefined);
});
