/** When a technician is free: for a job that is dropped on him without a time. */
import { APPOINTMENT_OPEN } from '../../contract/lifecycle';
import type { View } from '../../sync/api';
import { instantOf, localOf, proposedStart } from '../time/local';

const MIN_MS = 60_000;
const STEP_MS = 15 * MIN_MS;
const TRIES_MAX = 64;

interface Busy {
  readonly start_ms: number;
  readonly end_ms: number;
}

function busyOf(view: View, technicianId: string, butOrderId: string): readonly Busy[] {
  return view
    .by('appointment', 'technician_id', technicianId)
    .filter((each) => APPOINTMENT_OPEN.includes(each.state) && each.work_order_id !== butOrderId);
}

/**
 * The first proposed start at which he has no other visit, in local time of `zone`. It knows
 * nothing of shifts and travel: the server judges, and the list of the nearest says why.
 */
export function freeStart(
  view: View,
  asked: { technician_id: string; work_order_id: string; duration_min: number },
  zone: string,
  now_ms: number,
): string {
  const busy = busyOf(view, asked.technician_id, asked.work_order_id);
  let local = proposedStart(now_ms, zone);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const start_ms = instantOf(local, zone) ?? now_ms;
    const end_ms = start_ms + asked.duration_min * MIN_MS;
    const clash = busy.find((each) => start_ms < each.end_ms && each.start_ms < end_ms);
    if (!clash) return local;
    const free_ms = Math.ceil(clash.end_ms / STEP_MS) * STEP_MS;
    local = proposedStart(free_ms - STEP_MS, zone);
  }
  return localOf(now_ms, zone);
}
