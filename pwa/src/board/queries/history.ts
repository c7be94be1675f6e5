/** An order's history: facts and decisions, newest first, with what the screen has to say. */
import type { Fact, User } from '../../contract/kinds';
import { APPOINTMENT_FACTS } from '../../contract/lifecycle';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';

export interface HistoryLine {
  readonly fact: Fact;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly group: 'fact' | 'decision' | 'remark';
  /** Who struck it through. */
  readonly struckBy: User | undefined;
  /** The device's clock disagreed with the server's by more than a minute. */
  readonly clockOff_ms: number;
}

const CLOCK_OFF_FROM_MS = 60_000;
const HAPPENED: readonly string[] = [
  ...APPOINTMENT_FACTS,
  Mutation.Attach,
  Mutation.Use,
  Mutation.AnswerChecklist,
  Mutation.NameAsset,
  Mutation.ReportPosition,
  Mutation.TakeSignature,
  Mutation.TakeRefusal,
];

export function detailOf(fact: Fact): Readonly<Record<string, unknown>> {
  if (fact.detail === '') return {};
  try {
    const parsed: unknown = JSON.parse(fact.detail);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

export function groupOf(verb: string): HistoryLine['group'] {
  if (verb === Mutation.Note) return 'remark';
  return HAPPENED.includes(verb) ? 'fact' : 'decision';
}

function clockOff_ms(fact: Fact): number {
  if (fact.device_ms === null) return 0;
  const off = fact.device_ms - fact.at_ms;
  return Math.abs(off) >= CLOCK_OFF_FROM_MS ? off : 0;
}

export function historyOf(view: View, orderId: string): readonly HistoryLine[] {
  return [...view.by('fact', 'work_order_id', orderId)]
    .sort((a, b) => b.at_ms - a.at_ms || b.recorded_ms - a.recorded_ms)
    .map((fact) => ({
      fact,
      detail: detailOf(fact),
      group: groupOf(fact.verb),
      struckBy: fact.struck_by_id ? view.get('user', fact.struck_by_id) : undefined,
      clockOff_ms: clockOff_ms(fact),
    }));
}

/** How long after it happened the server heard of it. */
export function lateness_ms(fact: Fact): number {
  return Math.max(0, fact.recorded_ms - fact.at_ms);
}

/** Struck through by a person of the firm, or by an import, which has no name. */
export function isStruck(fact: Fact): boolean {
  return fact.struck_by_id !== null || fact.struck_reason !== '';
}

/** Remarks of technicians that nobody at the office has read. */
export function unreadRemarks(view: View, facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(
    (each) =>
      each.verb === Mutation.Note &&
      each.seen_ms === null &&
      !isStruck(each) &&
      each.author_id !== null &&
      view.by('technician', 'user_id', each.author_id).length > 0,
  );
}
