/** What a choice on a card writes. Python: `server/conflicts/rules.py`. */
import { Choice } from '../../contract/enums';
import { canonicalText } from '../../sync/canonical';

/** A field and what derives from it. */
export type Values = Readonly<Record<string, unknown>>;

export interface Chosen {
  /** Fields of the row. */
  readonly write: Values | null;
  /** What the card's other side holds from now on. */
  readonly keep: Values | null;
}

export function isSame(one: unknown, other: unknown): boolean {
  return canonicalText(one) === canonicalText(other);
}

/** `present`: the same fields as they stand in the row now. */
export function chosen(
  choice: Choice,
  before: Choice | null,
  arriving: Values,
  stored: Values,
  present: Values,
): Chosen {
  if (choice === Choice.ARRIVING) {
    if (isSame(present, arriving)) return { write: null, keep: null };
    return { write: arriving, keep: present };
  }
  const isTakenBack = before === Choice.ARRIVING && isSame(present, arriving);
  return { write: isTakenBack ? stored : null, keep: null };
}
