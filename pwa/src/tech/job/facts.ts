/** What a line of history says beside its verb. */

import type { Fact } from '../../contract/kinds';
import { APPOINTMENT_FACTS } from '../../contract/lifecycle';
import { Mutation } from '../../contract/mutations';
import { quantityText } from './quantity';

const OWN_FACTS: readonly string[] = [
  ...APPOINTMENT_FACTS,
  Mutation.Note,
  Mutation.Use,
  Mutation.Attach,
  Mutation.AnswerChecklist,
  Mutation.NameAsset,
  Mutation.TakeSignature,
  Mutation.TakeRefusal,
];

/** The figures of a fact; {} when they cannot be read. */
export function detailOf(fact: Fact): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(fact.detail || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** "聚氨酯防水涂料 2 kg", with the serial where there is one. */
export function usedText(fact: Fact): string {
  const { quantity_milli, unit, serial } = detailOf(fact);
  const amount =
    typeof quantity_milli === 'number'
      ? `${quantityText(quantity_milli)}${typeof unit === 'string' && unit !== '' ? ` ${unit}` : ''}`
      : '';
  return [fact.text, amount, typeof serial === 'string' ? serial : ''].filter(Boolean).join(' ');
}

/** Required items that were left open at the end, and why; null when none were. */
export function gapsOf(fact: Fact): { readonly n: number; readonly reason: string } | null {
  const { gaps, gaps_reason } = detailOf(fact);
  if (typeof gaps !== 'number' || gaps < 1) return null;
  return { n: gaps, reason: typeof gaps_reason === 'string' ? gaps_reason : '' };
}

export function distanceOf(fact: Fact): number | null {
  const { distance_m } = detailOf(fact);
  return typeof distance_m === 'number' ? distance_m : null;
}

/** Its author may strike it through: a fact of his own that still stands. */
export function mayStrike(fact: Fact, user_id: string): boolean {
  return fact.author_id === user_id && fact.struck_by_id === null && OWN_FACTS.includes(fact.verb);
}
