/** Who is signed in on this device. On a phone it is remembered, so that it opens without signal. */
import { ApiError, callApi } from './transport';
import { type EvidenceKey, forget, recall, remember } from './vaults';

export interface Session {
  readonly tenant_id: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly locale: string;
    /** Not in a session that an older version of the app remembered. */
    readonly login?: string;
  };
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
const CHANNEL = 'fieldward-session';

/** The phone's session as it was remembered; works offline. */
export function currentSession(): Promise<Session | null> {
  return recall();
}

/** Throws ApiError (`bad_login`, 429) or a network error. */
export async function signIn(
  login: string,
  password: string,
  device_name: string,
  evidence: EvidenceKey | null = null,
): Promise<Session> {
  const public_key = evidence?.public_key ?? '';
  const body = { login, password, device_name, public_key };
  return keep(await callApi<Session>('POST', PATH, body), evidence);
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
export async function enrol(
  code: string,
  origin: string,
  device_name = '',
  evidence: EvidenceKey | null = null,
): Promise<Session> {
  if (new URL(origin).origin !== location.origin) throw new OtherServer(origin);
  const body = { code, device_name, public_key: evidence?.public_key ?? '' };
  return keep(await callApi<Session>('POST', '/api/v1/enrol', body), evidence);
}

/** Forgets who is signed in. What was captured stays on the device. */
export async function signOut(): Promise<void> {
  const session = await currentSession();
  await forget();
  tellTabs();
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

/** Somebody signed in or out in another tab: what stands here may be another person's. */
export function onSessionElsewhere(run: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', run);
  return () => channel.close();
}

function tellTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

async function keep(session: Session, evidence: EvidenceKey | null): Promise<Session> {
  await remember(session, evidence);
  tellTabs();
  return session;
}
