/** Puts a replica together: the phone's in IndexedDB, the board's in memory. */
import { version } from '../../package.json';
import { Role } from '../contract/enums';
import { DexieStore } from '../store/dexie-store';
import { MemoryStore } from '../store/memory';
import { openOpfsJournal } from '../store/opfs-journal';
import {
  alone,
  browserClock,
  browserIds,
  onWake,
  ringLog,
  tabChannel,
  webLocks,
} from '../store/platform';
import type { Session } from '../store/session';
import { fetchTransport } from '../store/transport';
import type { Replica } from '../sync/api';
import type { Ports } from '../sync/ports';
import { openReplica } from '../sync/replica';
import { MUTATORS } from './mutators';

/** Opens the store of this tenant and user; what was captured is there, with signal or without. */
export async function openPhone(session: Session): Promise<Replica> {
  const name = `${session.tenant_id}-${session.user.id}`;
  const store = new DexieStore(`fieldward-${name}`);
  const wiped = await isWiped(store, `fieldward-had-${name}`);
  const clock = browserClock();
  const ids = browserIds();
  const journal = await openOpfsJournal(`fieldward-${name}`, ids.uuid(clock.nowMs()));
  // A hint: the browser may still clear a page that was not installed.
  void navigator.storage?.persist?.().catch(() => false);
  // Not with the first page: it is needed when something went wrong, and then without signal.
  void import('../store/sealed-vaults')
    .then(({ learnRescueKey }) => learnRescueKey(session))
    .catch(() => undefined);
  return open(session, wiped, {
    clock,
    ids,
    store,
    ...(journal ? { journal } : {}),
    transport: fetchTransport(session.token === undefined ? {} : { token: session.token }),
    locks: webLocks(`fieldward-${name}`),
    channel: tabChannel(`fieldward-${name}`),
    log: ringLog(clock),
    wake: onWake,
  });
}

export function openBoard(session: Session): Promise<Replica> {
  const clock = browserClock();
  const { locks, channel } = alone();
  return open(session, false, {
    clock,
    ids: browserIds(),
    store: new MemoryStore(),
    transport: fetchTransport({}),
    locks,
    channel,
    log: ringLog(clock),
    wake: onWake,
  });
}

function open(session: Session, wiped: boolean, ports: Ports): Promise<Replica> {
  const { user, technician_id } = session;
  const is_office = session.roles.some(({ role }) => role !== Role.TECHNICIAN);
  const author = { user_id: user.id, user_name: user.name, technician_id, is_office };
  return openReplica({ ports, mutators: MUTATORS, author, app: version, wiped });
}

/** A marker outside the database tells a store that was cleared from one that never was. */
async function isWiped(store: DexieStore, marker: string): Promise<boolean> {
  try {
    const had = localStorage.getItem(marker) !== null;
    localStorage.setItem(marker, '1');
    return had && (await store.isNew());
  } catch {
    return false; // no localStorage, no marker: nothing can be said
  }
}
