/** A history line in words: who did it, and the figures that belong to it. */
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';
import { fmt, t, tMaybe } from '../../ui/i18n/i18n.svelte';
import type { HistoryLine } from '../queries/history';

export function nameOfVerb(verb: string): string {
  return tMaybe(`verb.${verb.replaceAll('.', '_')}`, {}, verb);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function minute(local: unknown): string {
  return text(local).replace('T', ' ');
}

function amount(detail: HistoryLine['detail']): string {
  const milli = detail['quantity_milli'];
  if (typeof milli !== 'number') return '';
  return [fmt.number(milli / 1000), text(detail['unit'])].filter(Boolean).join(' ');
}

function accuracy(detail: HistoryLine['detail']): string {
  const { fix } = detail;
  if (typeof fix !== 'object' || fix === null || !('accuracy_m' in fix)) return '';
  const { accuracy_m } = fix;
  return typeof accuracy_m === 'number' ? `GPS ±${fmt.distance(accuracy_m)}` : '';
}

function visitBits(line: HistoryLine): readonly string[] {
  const { detail } = line;
  const before = text(detail['before']);
  switch (line.fact.verb) {
    case Mutation.AssignAppointment:
      return [text(detail['technician']), minute(detail['start_local'])];
    case Mutation.ReassignAppointment:
      return [before ? `${before} → ${text(detail['technician'])}` : text(detail['technician'])];
    case Mutation.RescheduleAppointment:
      return [`${minute(before)} → ${minute(detail['start_local'])}`];
    default:
      return [];
  }
}

/** What it was called before, and what was left open at the end. */
function orderBits({ detail, fact }: HistoryLine, view: View): readonly string[] {
  const { before, gaps, checklist_id } = detail;
  if (fact.verb === Mutation.EditWorkOrder) {
    const title =
      typeof before === 'object' && before !== null && 'title' in before ? before.title : '';
    return [text(title) && t('board.history.was_called', { title: text(title) })];
  }
  if (typeof gaps === 'number') {
    const reason = text(detail['gaps_reason']) || t('checklist.gaps_unsaid');
    return [t('checklist.gaps_left', { n: gaps, reason })];
  }
  if (typeof checklist_id === 'string') return [view.get('checklist', checklist_id)?.name ?? ''];
  if (fact.verb === Mutation.NameAsset) return [text(detail['code'])];
  return [];
}

/** Technician names come with the line, so that they stay true when people leave. */
export function bitsOf(line: HistoryLine, view: View, zone: string): string {
  const { detail, fact } = line;
  const distance_m = detail['distance_m'];
  const grade = text(detail['grade']);
  const slot = text(detail['slot']);
  const corrected = text(detail['verb']);
  const seen = fact.verb === Mutation.Note && fact.seen_ms !== null;
  return [
    fact.author_name || t('board.history.system'),
    ...visitBits(line),
    ...orderBits(line, view),
    grade && tMaybe(`grade.${grade}`),
    slot && tMaybe(`slot.${slot}`),
    typeof distance_m === 'number' &&
      t('board.history.distance', { distance: fmt.distance(distance_m) }),
    accuracy(detail),
    amount(detail),
    text(detail['serial']),
    text(detail['relation']),
    corrected && nameOfVerb(corrected),
    seen && t('board.history.seen', { time: fmt.time(fact.seen_ms ?? 0, { zone }) }),
    view.isKept('fact', fact.id) && t('board.history.kept'),
  ]
    .filter(Boolean)
    .join(' · ');
}
