/** Which list an order is decided by; means the same as `server/work_orders/pinning.py`. */
import type { WorkOrder } from '../../contract/kinds';
import type { Refusal, Stage } from '../../sync/mutator';
import { NOT_FOUND } from '../fact';
import { listFor } from './queries';

type Pinned = Partial<Pick<WorkOrder, 'checklist_version_id'>>;

function versionFor(stage: Stage, skill_id: string | null): string | null {
  return listFor(stage, skill_id)?.current_version_id ?? null;
}

/** The named list, else the one of the skill; once somebody answered, it stays. */
export function pinned(
  stage: Stage,
  order: WorkOrder,
  skill_id: string | null,
  checklist_id: string | null,
): Pinned | Refusal {
  const named = stage.get('checklist', checklist_id);
  if (checklist_id !== null && !named) return NOT_FOUND;
  const isAnswered = stage.by('checklist_answer', 'work_order_id', order.id).length > 0;
  if (order.checklist_version_id !== null && isAnswered) return {};
  return { checklist_version_id: named?.current_version_id ?? versionFor(stage, skill_id) };
}

/** Assigning a reported order is triage by its skill as it stands. */
export function pinnedAtAssignment(stage: Stage, order: WorkOrder): Pinned {
  if (order.checklist_version_id !== null) return {};
  return { checklist_version_id: versionFor(stage, order.skill_id) };
}
