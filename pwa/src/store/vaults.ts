/** What a phone remembers beside its rows: who is signed in, and each person's key for evidence. */
import Dexie, { type Table } from 'dexie';

import type { RescueKey } from './rescue';
import type { Session } from './session';

/** Signs evidence, not entries. The private half never leaves the browser's own keeping. */
export interface EvidenceKey {
  /** JWK of the public half as canonical JSON: what the server stores with the device. */
  readonly public_key: string;
  readonly pair: CryptoKeyPair;
}

interface SessionVault {
  readonly v: 1;
  readonly key: typeof CURRENT;
  readonly session: Session;
}

interface KeyVault {
  readonly v: 1;
  /** `key:<tenant>/<user>`, or `key:new` until a server has answered. */
  readonly key: string;
  readonly login: string;
  /** The device that the server knows under this key; "" until it does. */
  readonly device_id: string;
  readonly evidence: EvidenceKey;
}

interface RescueVault {
  readonly v: 1;
  /** `rescue:<tenant>` */
  readonly key: string;
  readonly rescue: RescueKey;
}

const CURRENT = 'current';
const OFFERED = 'key:new';

class Vaults extends Dexie {
  declare readonly vaults: Table<SessionVault | KeyVault | RescueVault, string>;

  constructor() {
    super('fieldward-vaults', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ vaults: 'key' });
    this.on('versionchange', () => this.close());
  }
}

async function withVaults<T>(work: (db: Vaults) => PromiseLike<T>): Promise<T> {
  const db = new Vaults();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** The session as it was remembered. */
export async function recall(): Promise<Session | null> {
  const vault = await withVaults((db) => db.vaults.get(CURRENT));
  return vault && 'session' in vault ? vault.session : null;
}

/** Keeps the session, and the key that the server was given with it, or neither. */
export async function remember(session: Session, evidence: EvidenceKey | null): Promise<Session> {
  await withVaults((db) =>
    db.transaction('rw', db.vaults, async () => {
      await db.vaults.put({ v: 1, key: CURRENT, session });
      if (evidence === null) return;
      const { device_id, user } = session;
      const login = stored(user.login ?? '');
      await db.vaults.put({ v: 1, key: keyOf(session), login, device_id, evidence });
      await db.vaults.delete(OFFERED);
    }),
  );
  return session;
}

/** Forgets who is signed in. Keys stay: the same person goes on with the same one. */
export function forget(): Promise<void> {
  return withVaults((db) => db.vaults.delete(CURRENT));
}

/**
 * The key to sign in with: this login's own, else a new one (`login` is null where a code says
 * who it is). It is kept before it is offered, so the server never knows one that is lost here;
 * null where the browser makes or keeps none.
 */
export async function keyToOffer(
  login: string | null,
  make: () => Promise<EvidenceKey | null>,
): Promise<EvidenceKey | null> {
  try {
    const vaults = await withVaults((db) => db.vaults.toArray());
    const keys = vaults.filter((vault): vault is KeyVault => 'evidence' in vault);
    const own = login === null ? undefined : keys.find((key) => key.login === stored(login));
    const known = own ?? keys.find(({ key }) => key === OFFERED);
    if (known) return known.evidence;
    const evidence = await make();
    if (evidence === null) return null;
    const offer: KeyVault = { v: 1, key: OFFERED, login: '', device_id: '', evidence };
    await withVaults((db) => db.vaults.put(offer));
    return evidence;
  } catch {
    return null; // signing in matters more, and the screen says that there is none
  }
}

/** The key that the server knows this session's device by; null where there is none. */
export async function evidenceKeyOf(session: Session): Promise<EvidenceKey | null> {
  const vault = await withVaults((db) => db.vaults.get(keyOf(session)));
  const isItsOwn = vault && 'evidence' in vault && vault.device_id === session.device_id;
  return isItsOwn ? vault.evidence : null;
}

/** What unsent work is sealed for. It is no secret, and stays when people sign out. */
export async function rememberRescueKey(tenant_id: string, rescue: RescueKey): Promise<void> {
  await withVaults((db) => db.vaults.put({ v: 1, key: `rescue:${tenant_id}`, rescue }));
}

export async function recallRescueKey(tenant_id: string): Promise<RescueKey | null> {
  const vault = await withVaults((db) => db.vaults.get(`rescue:${tenant_id}`));
  return vault && 'rescue' in vault ? vault.rescue : null;
}

function keyOf({ tenant_id, user }: Session): string {
  return `key:${tenant_id}/${user.id}`;
}

/** As the server stores a login: nobody remembers capitals. */
function stored(login: string): string {
  return login.trim().toLowerCase();
}
