/** What technicians do, on the rows that their phone shows them. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { Channel, AppointmentState as S, Slot } from '../contract/enums';
import type { Appointment } from '../contract/kinds';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import type { Replica } from '../sync/api';
import { bornId } from '../sync/ids';
import { PART_BYTES_MIN } from '../sync/tus';
import type { Act } from './acts';
import { EAST, WEST, type Writes } from './acts-board';
import type { Device } from './device';
import type { Dice } from './random';

const FIX = { ...EAST, accuracy_m: 8, source: 'gps' };
type Verb = (typeof Mutation)[
  | 'AcceptAppointment'
  | 'Depart'
  | 'Arrive'
  | 'Start'
  | 'Complete'
  | 'DeclineAppointment'
  | 'Pause'
  | 'Resume'
  | 'CannotComplete'];

const NEXT: Readonly<Record<string, readonly Verb[]>> = {
  [S.DISPATCHED]: [Mutation.AcceptAppointment, Mutation.DeclineAppointment],
  [S.ACCEPTED]: [Mutation.Depart],
  [S.EN_ROUTE]: [Mutation.Arrive],
  [S.ON_SITE]: [Mutation.Start],
  [S.WORKING]: [Mutation.Complete, Mutation.Pause, Mutation.CannotComplete],
  [S.PAUSED]: [Mutation.Resume],
};
const ANY: readonly Verb[] = Object.values(NEXT).flat();
const WITH_REASON: readonly string[] = [
  Mutation.DeclineAppointment,
  Mutation.Pause,
  Mutation.CannotComplete,
];

function writes<N extends MutationName>(
  often: number,
  make: (replica: Replica, dice: Dice, mark: () => string, device: Device) => Writes<N>,
): Act {
  return {
    often,
    who: 'phone',
    run: (history, device, dice) => {
      const made = device.page && make(device.page.replica, dice, () => history.mark(), device);
      if (made) history.write(device, made[0], made[1]);
    },
  };
}

function visit(replica: Replica, dice: Dice): Appointment | undefined {
  return dice.pick(replica.view.all('appointment'));
}

export const FIELD_ACTS = {
  /** The next thing on a visit, or now and then something that does not fit. */
  go_on: writes(14, (replica, dice) => {
    const found = visit(replica, dice);
    if (!found) return null;
    const verb = dice.pick((dice.chance(0.85) && NEXT[found.state]) || ANY) ?? Mutation.Start;
    const reason = WITH_REASON.includes(verb) ? { reason: 'no' } : {};
    const args = { appointment_id: found.id, ...reason };
    return [verb, args as MutationArgs[Verb]];
  }),
  note: writes(9, (replica, dice, mark) => {
    const found = visit(replica, dice);
    const order = dice.pick(replica.view.all('work_order'));
    const own = dice.chance(0.4) ? ownOrder(replica) : null;
    const work_order_id = own ?? found?.work_order_id ?? order?.id;
    return work_order_id ? [Mutation.Note, { work_order_id, text: mark() }] : null;
  }),
  use: writes(1, (replica, dice, mark) => {
    const found = visit(replica, dice);
    const what = { item: `washer ${mark()}`, quantity_milli: 1_000 };
    return found ? [Mutation.Use, { work_order_id: found.work_order_id, ...what }] : null;
  }),
  field_report: writes(1.2, (_, dice, mark) => {
    const what = { title: `Crack ${mark()}`, phone: '1', channel: Channel.TECHNICIAN };
    return [Mutation.ReportWorkOrder, { ...what, fix: dice.pick([EAST, WEST]) }];
  }),
  position: writes(1, (_, dice, __, { person }) => {
    const technician_id = person.technician_id ?? '';
    return [
      Mutation.ReportPosition,
      { technician_id, fix: dice.chance(0.5) ? FIX : { ...FIX, ...WEST } },
    ];
  }),
  photo: {
    often: 3,
    who: 'phone',
    run: (history, device, dice) => {
      const found = device.page && visit(device.page.replica, dice);
      if (!device.page || !found) return;
      const bytes = picture(dice);
      const args = attachArgs(found, bytes, device.place.timeline.now_ms + device.skew_ms);
      history.tell(device, 'photo');
      device.act(device.page, async (replica) => {
        const { attachment_id } = await replica.capture({ bytes: asBlob(bytes), args });
        history.witness.book.confirmed(attachment_id, replica.status().has_journal);
      });
    },
  },
  /** Typed and perhaps sent later: a draft keeps what it names on the phone. */
  draft: {
    often: 1,
    who: 'phone',
    run: (_, device, dice) => {
      const found = device.page && visit(device.page.replica, dice);
      if (!device.page || !found) return;
      const key = `note:${found.id}`;
      const text = dice.chance(0.6) ? 'half a sente' : null;
      device.act(device.page, ({ draft }) => (text ? draft.set(key, text) : draft.remove(key)));
    },
  },
  /** Reads what was refused: lets it go, or sends it again. */
  tray: {
    often: 1,
    who: 'any',
    run: (history, device, dice) => {
      const refused = device.page?.replica.outbox().filter((item) => item.reason !== undefined);
      const item = dice.pick(refused ?? []);
      if (!device.page || !item) return;
      device.act(device.page, async (replica) => {
        if (dice.chance(0.5)) return replica.dismiss(item.n);
        const { n } = await replica.resend(item.n, item.args);
        const born = bornId(replica.id, String(n), 0);
        history.witness.book.confirmed(born, replica.status().has_journal, true);
      });
    },
  },
  /** Down into a cellar, where there is no signal, and up again. */
  cellar: {
    often: 3,
    who: 'phone',
    run: ({ timeline }, { network }, dice) => {
      network.isOnline = false;
      timeline.in(dice.between(10_000, 240_000), () => {
        network.isOnline = true;
      });
    },
  },
  /** A copy of the phone's rows as they are now: however old, a sync must bring it up to date. */
  keep_copy: {
    often: 0.5,
    who: 'phone',
    run: (history, device) => {
      const state = history.witness.states.get(device.name);
      if (state === undefined || device.isBehind) return;
      const { login } = device.person;
      device.disk.store
        .members()
        .then((members) => history.copies.push({ login, members, state }))
        .catch((error: unknown) => device.warnings.push(String(error)));
    },
  },
  look: {
    often: 1,
    who: 'any',
    run: (_, device) => device.page?.replica.syncNow(),
  },
} satisfies Record<string, Act>;

/** The order that this phone has reported last, whether the server knows it or not. */
function ownOrder(replica: Replica): string | null {
  const report = replica.outbox().findLast((item) => item.name === Mutation.ReportWorkOrder);
  return report ? bornId(report.replica, String(report.n), 0) : null;
}

/** Mostly a few bytes; now and then more than goes in one part. */
function picture(dice: Dice): Uint8Array<ArrayBuffer> {
  const some = dice.bytes(dice.between(1, 3_000));
  if (dice.chance(0.85)) return some;
  const length = dice.between(PART_BYTES_MIN, 3 * PART_BYTES_MIN);
  return Uint8Array.from({ length }, (_, at) => some[at % some.length] ?? 0);
}

function attachArgs(found: Appointment, bytes: Uint8Array, captured_ms: number) {
  return {
    work_order_id: found.work_order_id,
    appointment_id: found.id,
    slot: Slot.BEFORE,
    sha256: bytesToHex(sha256(bytes)),
    size_bytes: bytes.length,
    media_type: 'image/jpeg',
    captured_ms,
  };
}

/** Bytes that are read without waiting for anything real. */
function asBlob(bytes: Uint8Array<ArrayBuffer>): Blob {
  const plain = {
    size: bytes.length,
    type: 'image/jpeg',
    arrayBuffer: () => Promise.resolve(bytes.buffer),
  };
  return plain as unknown as Blob;
}
