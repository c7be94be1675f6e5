import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { canSign, fingerprint, makeEvidenceKey, sign, thumbprint } from './evidenceKey';

const CASE = new URL('../../../tests/contract/cases/evidence_key.json', import.meta.url);
const VECTOR = JSON.parse(readFileSync(CASE, 'utf8')) as Record<
  'message' | 'public_key' | 'thumbprint' | 'signature',
  string
>;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

async function verify(public_key: string, signature: string, text: string): Promise<boolean> {
  const jwk = JSON.parse(public_key) as JsonWebKey;
  const key = await crypto.subtle.importKey('jwk', jwk, CURVE, false, ['verify']);
  const bytes = Uint8Array.from(Buffer.from(signature, 'base64url'));
  const said = new TextEncoder().encode(text);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, said);
}

async function made() {
  const key = await makeEvidenceKey();
  if (key === null) throw new Error('this Node has no WebCrypto');
  return key;
}

describe('the evidence key', () => {
  it('tells its public half as canonical JSON of four members', async () => {
    const { public_key } = await made();
    const jwk = JSON.parse(public_key) as Record<string, string>;
    expect(Object.keys(jwk)).toEqual(['crv', 'kty', 'x', 'y']);
    expect([jwk['crv'], jwk['kty']]).toEqual(['P-256', 'EC']);
    expect(JSON.stringify(jwk)).toBe(public_key);
  });

  it('gives its private half to nobody', async () => {
    const { pair } = await made();
    expect(pair.privateKey.extractable).toBe(false);
    expect(pair.privateKey.usages).toEqual(['sign']);
    for (const format of ['jwk', 'pkcs8'] as const) {
      await expect(crypto.subtle.exportKey(format, pair.privateKey)).rejects.toThrow();
    }
  });

  it('signs what its public half verifies, and nothing else', async () => {
    const key = await made();
    const signature = await sign(key, new TextEncoder().encode('更换角阀'));
    expect(signature).toMatch(/^[A-Za-z0-9_-]{86}$/);
    expect(await verify(key.public_key, signature, '更换角阀')).toBe(true);
    expect(await verify(key.public_key, signature, '更换角阀 ')).toBe(false);
    expect(await verify((await made()).public_key, signature, '更换角阀')).toBe(false);
  });

  it('means what the shared vector says', async () => {
    expect(thumbprint(VECTOR.public_key)).toBe(VECTOR.thumbprint);
    expect(fingerprint(VECTOR.public_key)).toBe(VECTOR.thumbprint.slice(0, 16));
    expect(await verify(VECTOR.public_key, VECTOR.signature, VECTOR.message)).toBe(true);
  });

  it('is not there without WebCrypto', async () => {
    const none = { subtle: undefined } as unknown as { subtle: SubtleCrypto };
    expect(canSign()).toBe(true);
    const before = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: none, configurable: true });
    try {
      expect(canSign()).toBe(false);
      expect(await makeEvidenceKey()).toBeNull();
    } finally {
      if (before) Object.defineProperty(globalThis, 'crypto', before);
    }
  });
});
