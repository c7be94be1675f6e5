/** Which rows must stay readable although they left the scope. */
import type { AnyRow } from './members';

/** Every row of an id, confirmed or kept apart. */
export type RowsOf = (id: string) => readonly AnyRow[];

/**
 * The ids that unsent work names, with all that these rows refer to: a visit is no use without its
 * order, an order none without its place.
 */
export function neededIds(named: Iterable<string>, rowsOf: RowsOf): ReadonlySet<string> {
  const needed = new Set<string>();
  const open = [...named];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    for (const row of rowsOf(id)) {
      for (const [field, value] of Object.entries(row)) {
        if (field.endsWith('_id') && typeof value === 'string') open.push(value);
      }
    }
  }
  return needed;
}
