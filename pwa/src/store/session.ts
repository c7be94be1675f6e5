/** Who is signed in on this device. On a phone it is remembered, so that it opens without signal. */
import Dexie, { type Table } from 'dexie';

import { ApiError, callApi } from './transport';

export interface Session {
  readonly tenant_id: string;
  readonly user: { readonly id: string; readonly name: string; readonly locale: string };
  readonly roles: readonly { readonly role: string; readonly territory_id: string | null }[];
  readonly technician_id: string | null;
  readonly device_id: string;
  /** Only a phone has one; the board has a cookie that scripts cannot read. */
  readonly token?: string;
}

/** The code was made by another server than the one this page came from. */
export class OtherServer extends Error {
  override readonly name = 'OtherServer';
}

const PATH = '/api/v1/session';
const CURRENT = 'current';

interface Vault {
  readonly v: 1;
  readonly key: string;
  readonly session: Session;
}

class Vaults extends Dexie {
  declare readonly vaults: Table<Vault, string>;

  constructor() {
    super('fieldward-vaults', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ vaults: 'key' });
    this.on('versionchange', () => this.close());
  }
}

async function withVaults<T>(work: (vaults: Table<Vault, string>) => PromiseLike<T>): Promise<T> {
  const db = new Vaults();
  try {
    return await work(db.vaults);
  } finally {
    db.close();
  }
}

function remember(session: Session): Promise<Session> {
  return withVaults((vaults) => vaults.put({ v: 1, key: CURRENT, session })).then(() => session);
}

/** The phone's session as it was remembered; works offline. */
export async function currentSession(): Promise<Session | null> {
  const vault = await withVaults((vaults) => vaults.get(CURRENT));
  return vault?.session ?? null;
}

/** Throws ApiError (`bad_login`, 429) or a network error. */
export async function signIn(
  login: string,
  password: string,
  device_name: string,
): Promise<Session> {
  return remember(await callApi<Session>('POST', PATH, { login, password, device_name }));
}

/** The board's session lives in a cookie. Throws ApiError. */
export function signInBoard(login: string, password: string): Promise<Session> {
  return callApi<Session>('POST', PATH, { login, password, device_name: '', cookie: true });
}

/** Whom the cookie belongs to, or null when nobody is signed in. */
export async function boardSession(): Promise<Session | null> {
  try {
    return await callApi<Session>('GET', PATH);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** A one-time code from the office. Throws OtherServer, ApiError. */
export async function enrol(code: string, origin: string, device_name = ''): Promise<Session> {
  if (new URL(origin).origin !== location.origin) throw new OtherServer(origin);
  const body = { code, device_name, public_key: '' };
  return remember(await callApi<Session>('POST', '/api/v1/enrol', body));
}

/** Forgets who is signed in. What was captured stays on the device. */
export async function signOut(): Promise<void> {
  const session = await currentSession();
  await withVaults((vaults) => vaults.delete(CURRENT));
  try {
    await callApi(
      'DELETE',
      PATH,
      undefined,
      session?.token === undefined ? {} : { token: session.token },
    );
  } catch (error) {
    // Without signal the token only ends by itself; here it is forgotten all the same.
    if (error instanceof ApiError && error.status !== 401 && session === null) throw error;
  }
}
