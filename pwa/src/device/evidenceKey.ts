/** The phone's own key for evidence: ECDSA on P-256, made here and never shown to anybody. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import type { EvidenceKey } from '../store/vaults';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const FINGERPRINT_LENGTH = 16;

/** Without https (localhost aside) a browser has no WebCrypto. */
export function canSign(subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle): boolean {
  return subtle !== undefined;
}

/** A new key, or null where the browser cannot make one. The private half is not extractable. */
export async function makeEvidenceKey(
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<EvidenceKey | null> {
  if (!subtle) return null;
  const pair = await subtle.generateKey(CURVE, false, ['sign', 'verify']);
  const { crv, kty, x, y } = await subtle.exportKey('jwk', pair.publicKey);
  // Canonical JSON, members in order: its SHA-256 is the thumbprint of RFC 7638.
  return { public_key: JSON.stringify({ crv, kty, x, y }), pair };
}

/** r and s of an ECDSA signature over SHA-256, 64 bytes side by side, in base64url. */
export async function sign(key: EvidenceKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const signed = await crypto.subtle.sign(SIGNING, key.pair.privateKey, bytes);
  return btoa(String.fromCharCode(...new Uint8Array(signed)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Thumbprint of RFC 7638 in hex: names a key in evidence. */
export function thumbprint(public_key: string): string {
  return bytesToHex(sha256(utf8ToBytes(public_key)));
}

/** The beginning of the thumbprint, for people to compare. */
export function fingerprint(public_key: string): string {
  return thumbprint(public_key).slice(0, FINGERPRINT_LENGTH);
}
