/** Why an entry is held and what became of it, as people read it. */
import { HeldOutcome } from '../../../contract/enums';
import type { HeldEntry } from '../../../contract/kinds';
import { t, tMaybe } from '../../../ui/i18n/i18n.svelte';

/** A name that this board does not know comes from another version's app: shown as it is. */
export function nameOf(entry: HeldEntry): string {
  return tMaybe(`verb.${entry.name.replaceAll('.', '_')}`, {}, entry.name);
}

export function reasonOf(entry: HeldEntry): string {
  const why = wordsFor(entry.why);
  return t(`held.reason.${entry.reason}`, { why, needs: entry.needs_n });
}

/** What the last run of it ended with, "" before the first one. */
export function outcomeOf(entry: HeldEntry): string {
  const why = wordsFor(entry.outcome_why);
  if (entry.outcome === HeldOutcome.FAILED) return t('held.failed', { why });
  return entry.outcome === HeldOutcome.REJECTED ? t('held.refused', { why }) : '';
}

/** The code of a refusal in words; what was raised stays as it is. */
function wordsFor(code: string): string {
  return tMaybe(`reason.${code}`, {}, code);
}

/** The label of an argument, as the phone's own form names it. */
export function labelOf(name: string): string {
  return tMaybe(`held.field.${name}`, {}, name);
}
