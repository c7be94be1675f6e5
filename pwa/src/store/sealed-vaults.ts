/** The unsent work of everybody who used this phone: how much, and out of it only sealed. */
import { DexieStore } from './dexie-store';
import { openOpfsJournal } from './opfs-journal';
import { type RescueKey, sealed, unsentIn, unsentOf, type Whose, workOf } from './rescue';
import type { Session } from './session';
import { callApi } from './transport';
import { recallRescueKey, rememberRescueKey } from './vaults';

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NAME = new RegExp(`^fieldward-(${ID})-(${ID})$`);

export interface SealedVault {
  readonly tenant_id: string;
  readonly user_id: string;
  readonly waiting: number;
}

/** The server has no key for files yet: this phone was never in contact since it is signed in. */
export class NoRescueKey extends Error {
  override readonly name = 'NoRescueKey';
}

/** With signal: another key would open nothing, so the newest is kept. */
export async function learnRescueKey(session: Session): Promise<void> {
  const access = session.token === undefined ? {} : { token: session.token };
  const key = await callApi<RescueKey>('GET', '/api/v1/rescue-key', undefined, access);
  await rememberRescueKey(session.tenant_id, key);
}

/** Everybody with unsent work here but this one; null: all. */
export async function sealedVaults(but: string | null): Promise<SealedVault[]> {
  const found: SealedVault[] = [];
  for (const name of await vaultNames()) {
    const [, tenant_id = '', user_id = ''] = NAME.exec(name) ?? [];
    if (user_id === '' || user_id === but) continue;
    const waiting = await within(name, async (store, journal) => {
      const { entries, uploads } = unsentIn(await workOf(store, journal));
      return Math.max(entries.length, uploads.length);
    });
    if (waiting > 0) found.push({ tenant_id, user_id, waiting });
  }
  return found;
}

/** The sealed file. Throws NoRescueKey. */
export async function exportSealed(whose: Whose, now_ms: number): Promise<Blob> {
  const key = await recallRescueKey(whose.tenant_id);
  if (key === null) throw new NoRescueKey(whose.tenant_id);
  const name = `fieldward-${whose.tenant_id}-${whose.user_id}`;
  const unsent = await within(name, unsentOf);
  return new Blob([await sealed(unsent, whose, key, now_ms)], { type: 'application/octet-stream' });
}

/** A journal stays when its database was dropped, so both are asked. */
async function vaultNames(): Promise<Set<string>> {
  const databases = (await indexedDB.databases?.()) ?? [];
  const names = new Set(databases.map(({ name }) => name ?? ''));
  try {
    const root = (await navigator.storage.getDirectory()) as FileSystemDirectoryHandle & {
      keys(): AsyncIterable<string>;
    };
    for await (const name of root.keys()) names.add(name);
  } catch {
    // No such files in this browser.
  }
  return names;
}

async function within<T>(
  name: string,
  work: (store: DexieStore, journal: Awaited<ReturnType<typeof openOpfsJournal>>) => Promise<T>,
): Promise<T> {
  const store = new DexieStore(name);
  const journal = await openOpfsJournal(name, crypto.randomUUID());
  try {
    return await work(store, journal);
  } finally {
    await journal?.close();
    await store.close();
  }
}
