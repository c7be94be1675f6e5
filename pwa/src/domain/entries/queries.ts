/** Held entries as screens read them. */
import { HeldOutcome, HeldReason, HeldState } from '../../contract/enums';
import type { HeldEntry } from '../../contract/kinds';
import type { View } from '../../sync/api';

/** Nobody has thrown it away, and it has not been taken. */
export function isOpen(entry: HeldEntry): boolean {
  return entry.state !== HeldState.DISCARDED && entry.outcome !== HeldOutcome.ACCEPTED;
}

/** Somebody has to look: undecided, or decided to run and refused or failed at it. */
export function openEntries(view: View): HeldEntry[] {
  return view
    .all('held_entry')
    .filter(isOpen)
    .sort((a, b) => a.held_ms - b.held_ms || a.n - b.n);
}

export function heldOf(view: View, replica: string, n: number): HeldEntry | undefined {
  return view.by('held_entry', 'replica', replica).find((entry) => entry.n === n);
}

/** What the server itself could not run is run again by an administrator. */
export function isForOperators(entry: HeldEntry): boolean {
  return entry.reason !== HeldReason.QUARANTINED && entry.reason !== HeldReason.HANDED_OVER;
}

/** Arguments that a person wrote or chose, as pairs of name and plain text. */
export function wordsOf(args: string): { readonly name: string; readonly text: string }[] {
  const values = parsed(args);
  return Object.entries(values)
    .filter(([name, value]) => !name.endsWith('_id') && value !== null && value !== '')
    .map(([name, value]) => ({ name, text: plain(value) }));
}

function parsed(args: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(args);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
