/** A refusal in words: for a clash of dispatchers, who has the job, since when, by whom. */
import type { OutboxItem } from '../../sync/api';
import { fmt, t, tMaybe } from '../../ui/i18n/i18n.svelte';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function refusalWords({
  reason,
  detail = {},
}: Pick<OutboxItem, 'reason' | 'detail'>): string {
  const at_ms = detail['at_ms'];
  if (reason === 'already_assigned' && typeof at_ms === 'number') {
    const by = text(detail['by']) || t('word.office');
    return t('board.refused.already_assigned', {
      name: text(detail['technician']),
      by,
      time: fmt.when(at_ms),
    });
  }
  const by = text(detail['by']);
  if (reason === 'changed_meanwhile' && by !== '' && typeof at_ms === 'number')
    return t('conflict.changed_by', { name: by, when: fmt.when(at_ms) });
  const { start_ms, end_ms } = detail;
  if (reason === 'overlap' && typeof start_ms === 'number' && typeof end_ms === 'number') {
    const time = fmt.range(start_ms, end_ms);
    return t('board.refused.overlap', { number: text(detail['number']), time });
  }
  const state = text(detail['state']);
  const why = tMaybe(`reason.${reason ?? 'wrong_state'}`);
  if (state === '') return why;
  const now = tMaybe(`order_state.${state}`, {}, tMaybe(`visit_state.${state}`, {}, state));
  return t('board.refused.now', { why, state: now });
}
