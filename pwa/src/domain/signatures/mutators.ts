/** Optimistic effects of a signature and a refusal; means the same as `server/signatures/landing.py`. */
import type { Appointment, Signature, WorkOrder } from '../../contract/kinds';
import { Mutation, type TakeRefusal, type TakeSignature } from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { inRound, signed } from '../appointments/rollup';
import { landing } from '../appointments/rules';
import { INSTANT_MS_MAX, NOT_FOUND, writeFact } from '../fact';
import { CONFIRMING, checkStrokes } from './rules';

type Own = Pick<
  Signature,
  'strokes' | 'attachment_id' | 'consent_id' | 'consent_version' | 'is_refused' | 'reason'
>;

const UNSIGNED = { strokes: '', attachment_id: null, consent_id: '', consent_version: 0 } as const;

function sign(stage: Stage, args: TakeSignature, when: When): Effect {
  const { strokes = '', attachment_id = null, consent_id, consent_version } = args;
  const refusal = checkStrokes(strokes);
  if (refusal) return refusal;
  const own = { strokes, attachment_id, consent_id, consent_version };
  return land(stage, args, when, { ...own, is_refused: false, reason: '' });
}

function refuse(stage: Stage, args: TakeRefusal, when: When): Effect {
  return land(stage, args, when, { ...UNSIGNED, is_refused: true, reason: args.reason });
}

function land(stage: Stage, args: TakeSignature | TakeRefusal, when: When, own: Own): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  const order = stage.get('work_order', visit.work_order_id);
  const moved = order ? movedBy(args, when, visit, order, own.is_refused) : null;
  if (moved && moved !== order) stage.put('work_order', moved);
  const is_late = moved === null;
  const { fix } = args;
  const signature: Signature = {
    id: when.born(0),
    work_order_id: visit.work_order_id,
    appointment_id: visit.id,
    role: args.role,
    signer_name: args.signer_name ?? '',
    relation: args.relation ?? '',
    language: args.language,
    shown: args.shown,
    shown_sha256: args.shown_sha256,
    author_id: when.user_id,
    device_id: '',
    device_ms: when.device_ms >= 0 && when.device_ms <= INSTANT_MS_MAX ? when.device_ms : null,
    skew_ms: when.at_ms - when.device_ms,
    at_ms: when.at_ms,
    recorded_ms: 0,
    lon_e7: fix?.lon_e7 ?? null,
    lat_e7: fix?.lat_e7 ?? null,
    accuracy_m: fix?.accuracy_m ?? null,
    is_late,
    ...own,
  };
  stage.put('signature', signature);
  writeFact(stage, when, 1, {
    work_order_id: visit.work_order_id,
    appointment_id: visit.id,
    text: own.is_refused ? own.reason : signature.signer_name,
    detail: figuresOf(signature),
    is_late,
  });
  return is_late ? 'late' : 'done';
}

/** The order after it, the same where it moves nothing; null: it came too late. */
function movedBy(
  args: TakeSignature | TakeRefusal,
  when: When,
  visit: Appointment,
  order: WorkOrder,
  isRefused: boolean,
): WorkOrder | null {
  const step = isRefused ? Mutation.RefuseToSign : Mutation.Sign;
  const isDue = landing(step, visit, when.technician_id) !== null;
  if (!isDue || !inRound(order, visit.state)) return null;
  return CONFIRMING.includes(args.role) ? (signed(step, order, visit.state) ?? order) : order;
}

/** What the line of history says beside its text; everything else stands in the row. */
function figuresOf(signature: Signature): Record<string, unknown> {
  const { role, relation, shown_sha256, attachment_id } = signature;
  const signer_name = signature.is_refused ? signature.signer_name : '';
  const all = {
    signature_id: signature.id,
    role,
    signer_name,
    relation,
    shown_sha256,
    attachment_id,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => Boolean(value)));
}

export const SIGNATURE_MUTATORS: Mutators = {
  'signature.sign': sign,
  'signature.refuse': refuse,
};
