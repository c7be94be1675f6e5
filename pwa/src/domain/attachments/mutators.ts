/** Optimistic effect of attaching: the row is there at once, its bytes follow. */
import { BlobState, Slot } from '../../contract/enums';
import type { Attach } from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { NOT_FOUND, writeFact } from '../fact';

/** What the server takes; it says the last word on a file's type. */
const TAKEN =
  /^((image|audio|video)\/[a-z0-9][a-z0-9.+-]*|application\/(pdf|json|octet-stream)|text\/plain)$/;

function attach(stage: Stage, args: Attach, when: When): Effect {
  const { work_order_id, appointment_id = null, media_type = '', fix } = args;
  if (stage.get('work_order', work_order_id) === undefined) return NOT_FOUND;
  if (!TAKEN.test(media_type)) return { reason: 'media_type', detail: { media_type } };
  const is_late = !stage.holds('work_order', work_order_id);
  const slot = args.slot ?? Slot.DURING;
  stage.put('attachment', {
    id: when.born(0),
    work_order_id,
    appointment_id,
    author_id: when.user_id,
    slot,
    sha256: args.sha256 ?? '',
    size_bytes: args.size_bytes ?? 0,
    media_type,
    width_px: args.width_px ?? 0,
    height_px: args.height_px ?? 0,
    broken_reason: args.broken_reason ?? '',
    caption: args.caption ?? '',
    captured_ms: args.captured_ms ?? when.device_ms,
    lon_e7: fix?.lon_e7 ?? null,
    lat_e7: fix?.lat_e7 ?? null,
    accuracy_m: fix?.accuracy_m ?? null,
    is_late,
    state: BlobState.WAITING,
    stored_ms: null,
  });
  const detail = { attachment_id: when.born(0), slot };
  writeFact(stage, when, 1, {
    work_order_id,
    appointment_id,
    text: args.caption ?? '',
    detail,
    is_late,
  });
  return is_late ? 'late' : 'done';
}

export const ATTACHMENT_MUTATORS: Mutators = { 'attachment.attach': attach };
