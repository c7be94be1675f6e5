/** From bytes to a shot: copies, hash, watermark, and the arguments of the attachment. */
import type { Slot } from '../../contract/enums';
import type { WorkOrder } from '../../contract/kinds';
import { type PhotoOutcome, preparePhoto, watermarkLines } from '../../device/photo';
import type { DeviceFix } from '../../device/position';
import { numberOf } from '../../domain/work_orders/queries';
import type { Shot } from './shots.svelte';

export interface Scene {
  readonly order: WorkOrder;
  readonly appointment_id: string | null;
  readonly slot: Slot;
  readonly place: string;
  readonly zone: string;
  /** By the device's clock. */
  readonly at_ms: number;
  readonly fix: DeviceFix | null;
}

export type ShotOutcome =
  | { readonly ok: true; readonly shot: Shot; readonly note: 'broken' | 'too_large' | null }
  | { readonly ok: false; readonly reason: 'empty' | 'not_image' };

export async function shotOf(bytes: Blob, scene: Scene): Promise<ShotOutcome> {
  const { order, place, at_ms, zone, fix } = scene;
  const facts = { number: numberOf(order), place, at_ms, zone, ...(fix ? { fix } : {}) };
  const outcome = await preparePhoto(bytes, { watermark: watermarkLines(facts) });
  if (!outcome.ok && outcome.reason !== 'broken') return { ok: false, reason: outcome.reason };
  return {
    ok: true,
    shot: { ...copies(outcome), bytes, args: argsOf(outcome, bytes, scene) },
    note: noteOf(outcome),
  };
}

function copies(outcome: PhotoOutcome): { derivative?: Blob; thumb?: Blob } {
  if (!outcome.ok) return {};
  return {
    ...(outcome.derivative ? { derivative: outcome.derivative } : {}),
    ...(outcome.thumb ? { thumb: outcome.thumb } : {}),
  };
}

function noteOf(outcome: PhotoOutcome): 'broken' | 'too_large' | null {
  return outcome.ok ? (outcome.note ?? null) : 'broken';
}

function argsOf(outcome: PhotoOutcome, bytes: Blob, scene: Scene): Shot['args'] {
  const { order, appointment_id, slot, at_ms, fix } = scene;
  return {
    work_order_id: order.id,
    appointment_id,
    slot,
    sha256: outcome.sha256,
    size_bytes: bytes.size,
    media_type: outcome.ok ? outcome.media_type : bytes.type || 'application/octet-stream',
    width_px: outcome.ok ? outcome.width_px : 0,
    height_px: outcome.ok ? outcome.height_px : 0,
    broken_reason: outcome.ok ? '' : 'broken',
    captured_ms: at_ms,
    fix: fix && {
      lon_e7: fix.lon_e7,
      lat_e7: fix.lat_e7,
      accuracy_m: fix.accuracy_m,
      source: fix.source,
      at_ms: fix.at_ms,
    },
  };
}
