/**
 * Unsent work as one sealed file. Only the server can open it, with `fieldward rescue FILE`: not
 * another user of this phone, nor the author himself. Twin of `server/rescue/sealing.py`.
 */
import { imageOf, openIn } from '../sync/journal';
import type { Journal, Store, StoredOutbox } from '../sync/ports';
import { type EntryRecord, entryKey, type UploadRecord } from '../sync/records';
import { framed } from './frames';

/** What the server seals for: a P-256 point, uncompressed, in base64url. */
export interface RescueKey {
  readonly id: string;
  readonly public: string;
}

export interface Whose {
  readonly tenant_id: string;
  readonly user_id: string;
  /** "" where it is not known any more. */
  readonly device_id: string;
}

/** What was not answered yet, and the files that the server has not confirmed. */
export interface Unsent {
  readonly entries: readonly EntryRecord[];
  readonly files: readonly { readonly attachment_id: string; readonly bytes: Uint8Array }[];
}

const MAGIC = 'fieldward-rescue 1\n';
const INFO = 'fieldward rescue 1';
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;
const ENCODER = new TextEncoder();

type Work = Pick<StoredOutbox, 'entries' | 'results' | 'uploads'>;

export function unsentIn(work: Work): {
  entries: EntryRecord[];
  uploads: UploadRecord[];
} {
  const answered = new Set(work.results.map(entryKey));
  const entries = work.entries
    .filter((entry) => !answered.has(entryKey(entry)))
    .sort((a, b) => a.order - b.order);
  return { entries, uploads: openIn(work).uploads };
}

/** From the store and, where that was lost, from the journal. */
export async function unsentOf(store: Store, journal: Journal | null): Promise<Unsent> {
  const work = await workOf(store, journal);
  const { entries, uploads } = unsentIn(work);
  const files: { attachment_id: string; bytes: Uint8Array }[] = [];
  for (const { attachment_id } of uploads) {
    const found =
      (await store.blob(attachment_id, 'original')) ?? (await journal?.bytes(attachment_id));
    if (found) files.push({ attachment_id, bytes: new Uint8Array(found.data) });
  }
  return { entries, files };
}

export async function workOf(store: Store, journal: Journal | null): Promise<Work> {
  try {
    return await store.loadOutbox();
  } catch {
    // Nobody has written here since it was wiped.
    const image = imageOf((await journal?.read()) ?? []);
    return { entries: image.entries, results: [], uploads: image.uploads };
  }
}

export async function sealed(
  unsent: Unsent,
  whose: Whose,
  key: RescueKey,
  now_ms: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const listed = {
    ...whose,
    exported_ms: Math.round(now_ms),
    entries: unsent.entries,
    files: unsent.files.map(({ attachment_id, bytes }) => ({
      attachment_id,
      size_bytes: bytes.length,
    })),
  };
  const plain = framed([
    ENCODER.encode(JSON.stringify(listed)),
    ...unsent.files.map(({ bytes }) => bytes),
  ]);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const own = await crypto.subtle.generateKey(ECDH, false, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const head = { key: key.id, public: base64(point), salt: base64(salt), iv: base64(iv) };
  const before = ENCODER.encode(`${MAGIC}${JSON.stringify(head)}\n`);
  const secret = await secretKey(own.privateKey, key, salt);
  const way = { name: 'AES-GCM', iv, additionalData: before };
  const body = new Uint8Array(await crypto.subtle.encrypt(way, secret, plain));
  const file = new Uint8Array(before.length + body.length);
  file.set(before);
  file.set(body, before.length);
  return file;
}

async function secretKey(
  own: CryptoKey,
  key: RescueKey,
  salt: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const theirs = await crypto.subtle.importKey('raw', octets(key.public), ECDH, false, []);
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256);
  const shared = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
  const way = { name: 'HKDF', hash: 'SHA-256', salt, info: ENCODER.encode(INFO) };
  return crypto.subtle.deriveKey(way, shared, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function octets(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
