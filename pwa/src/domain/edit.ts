/** The plainest effect: one row of a kind gets other values. */
import type { KindName, Rows } from '../contract/kinds';
import type { Effect, Stage } from '../sync/mutator';
import { NOT_FOUND } from './fact';

export function edit<K extends KindName>(
  stage: Stage,
  kind: K,
  id: string,
  fields: Partial<Rows[K]>,
): Effect {
  const row = stage.get(kind, id);
  if (row === undefined) return NOT_FOUND;
  stage.put(kind, { ...row, ...fields });
  return 'done';
}
