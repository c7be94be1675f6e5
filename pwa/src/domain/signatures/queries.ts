/** Who signed what on an order, and what it looks like now. Pure functions over the view. */
import type { Slot } from '../../contract/enums';
import type { Fact, Signature, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { attachmentsOf, PHOTO_SLOTS, placeOf, usedOf } from '../work_orders/queries';
import { type Change, changesOf, type Now, type ShownLine } from './changes';
import { standing } from './rules';

/** Oldest first; what was struck through is not among them. */
export function signaturesOf(view: View, work_order_id: string): readonly Signature[] {
  const struck = new Set(
    view
      .by('fact', 'work_order_id', work_order_id)
      .filter((fact) => fact.struck_by_id !== null)
      .map(signatureIdOf),
  );
  return view
    .by('signature', 'work_order_id', work_order_id)
    .filter(({ id }) => !struck.has(id))
    .sort((a, b) => a.at_ms - b.at_ms || (a.id < b.id ? -1 : 1));
}

function signatureIdOf(fact: Fact): string {
  try {
    return String(
      (JSON.parse(fact.detail || '{}') as Record<string, unknown>)['signature_id'] ?? '',
    );
  } catch {
    return '';
  }
}

/** What a signer would be shown now, whole. `summary`: of the visit that is signed. */
export function nowOf(view: View, order: WorkOrder, summary: string): Now {
  const place = placeOf(view, order);
  const slots: readonly Slot[] = PHOTO_SLOTS;
  return {
    title: order.title,
    place: place.name || place.address,
    summary,
    lines: usedOf(view, order.id).map(lineOf),
    photos: attachmentsOf(view, order.id)
      .filter(({ slot }) => slots.includes(slot))
      .sort((a, b) => a.captured_ms - b.captured_ms || (a.id < b.id ? -1 : 1))
      .map(({ slot, sha256 }) => ({ slot, sha256 })),
  };
}

function lineOf(fact: Fact): ShownLine {
  const detail = JSON.parse(fact.detail || '{}') as Partial<ShownLine>;
  const { quantity_milli = 0, unit = '', serial = '' } = detail;
  return { item: fact.text, quantity_milli, unit, serial };
}

export interface Word {
  readonly signature: Signature;
  /** Nothing later by the same person, or a signature after his refusal, took its place. */
  readonly stands: boolean;
  readonly changes: readonly Change[];
}

/** Every word on an order with what has changed since it was given. */
export function wordsOn(view: View, order: WorkOrder): readonly Word[] {
  const all = signaturesOf(view, order.id);
  const kept = new Set(standing(all));
  return all.map((signature) => {
    const visit = view.get('appointment', signature.appointment_id);
    const now = nowOf(view, order, visit?.summary ?? '');
    const changes = signature.is_refused ? [] : changesOf(signature.shown, now);
    return { signature, stands: kept.has(signature), changes };
  });
}
