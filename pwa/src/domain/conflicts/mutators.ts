/** The optimistic effect of a choice on a card. */
import type { KindName, Rows } from '../../contract/kinds';
import type { ChooseConflict } from '../../contract/mutations';
import { canonicalText } from '../../sync/canonical';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { NOT_FOUND } from '../fact';
import { chosen, isSame } from './rules';
import { presentOf, valuesOf } from './values';

function choose(stage: Stage, { conflict_id, choice }: ChooseConflict, when: When): Effect {
  const card = stage.get('conflict', conflict_id);
  const [stored] = stage.by('conflict_stored', 'conflict_id', conflict_id);
  if (card === undefined || stored === undefined) return NOT_FOUND;
  const kind = card.row_kind as KindName;
  const row = stage.get(kind, card.row_id);
  if (row === undefined || !stage.holds('conflict_stored', stored.id)) return NOT_FOUND;
  if (card.author_id !== when.user_id && !when.is_office)
    return { reason: 'not_allowed', detail: {} };
  const arriving = valuesOf(card.arriving);
  const before = valuesOf(stored.value);
  const { write, keep } = chosen(choice, card.choice, arriving, before, presentOf(row, arriving));
  if (choice !== card.choice || write !== null) {
    stage.put('conflict', {
      ...card,
      choice,
      decided_by_id: when.user_id,
      decided_by_name: when.user_name,
      decided_ms: when.at_ms,
    });
  }
  if (keep !== null && !isSame(keep, before)) {
    // Whose it was, the server knows.
    const value = canonicalText(keep);
    stage.put('conflict_stored', { ...stored, value, by_id: null, by_name: '', at_ms: 0 });
  }
  if (write !== null) stage.put(kind, { ...row, ...write } as Rows[typeof kind]);
  return 'done';
}

export const CONFLICT_MUTATORS: Mutators = { 'conflict.choose': choose };
