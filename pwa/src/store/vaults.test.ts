import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { makeEvidenceKey, sign } from '../device/evidenceKey';
import { currentSession, enrol, type Session, signIn, signOut } from './session';
import { evidenceKeyOf, keyToOffer } from './vaults';

const FIRM = '00000000-0000-4000-8000-000000000001';

let devices: number;
let sent: { login?: string; code?: string; public_key?: string }[];
let answer: (login: string) => Response;

/** What the server says of `login` after it has enrolled a device. */
function session(login: string): Session {
  devices += 1;
  return {
    tenant_id: FIRM,
    user: { id: `user of ${login}`, name: login, locale: 'zh-CN', login },
    roles: [],
    technician_id: null,
    device_id: `device ${devices}`,
    token: `token ${devices}`,
  };
}

function json(status: number, value: unknown): Response {
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify(value), { status, headers });
}

beforeEach(async () => {
  await Dexie.delete('fieldward-vaults');
  devices = 0;
  sent = [];
  answer = (login) => json(200, session(login));
  vi.stubGlobal('location', { origin: 'https://firm.example' });
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    if (init.method === 'DELETE') return new Response(null, { status: 204 });
    const bytes = init.body as Uint8Array;
    const body = JSON.parse(new TextDecoder().decode(bytes)) as (typeof sent)[number];
    sent.push(body);
    return answer((body.login ?? body.code ?? '').toLowerCase());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function byPassword(login: string, make = makeEvidenceKey): Promise<Session> {
  return signIn(login, 'password', 'phone', await keyToOffer(login, make));
}

async function byCode(login: string): Promise<Session> {
  const key = await keyToOffer(null, makeEvidenceKey);
  return enrol(login, 'https://firm.example', 'phone', key);
}

describe('the keys of a phone', () => {
  it('go to the server at sign-in and survive a reload', async () => {
    const opened = await byPassword('wang');
    const key = await evidenceKeyOf((await currentSession()) ?? opened);
    expect(key?.public_key).toBe(sent[0]?.public_key);
    expect(key?.public_key).toContain('"crv":"P-256"');
    expect(key?.pair.privateKey.extractable).toBe(false);
    if (key === null) throw new Error('no key');
    expect(await sign(key, new Uint8Array([1]))).toHaveLength(86);
  });

  it('are one for each person, the same again after signing out', async () => {
    const wang = await byPassword('wang');
    await signOut();
    const li = await byPassword('li');
    await signOut();
    const again = await byPassword(' WANG');
    expect(again.device_id).not.toBe(wang.device_id);
    const keys = sent.map((body) => body.public_key);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[1]).not.toBe(keys[0]);
    expect((await evidenceKeyOf(again))?.public_key).toBe(keys[0]);
    expect((await evidenceKeyOf(li))?.public_key).toBe(keys[1]);
  });

  it('who joined by a code goes on with his key by password', async () => {
    await byCode('wang');
    await signOut();
    await byPassword('wang');
    expect(sent[0]?.public_key).not.toBe('');
    expect(sent[1]?.public_key).toBe(sent[0]?.public_key);
  });

  it('a code never takes the key of somebody else', async () => {
    await byPassword('wang');
    await signOut();
    const li = await byCode('li');
    expect(sent[1]?.public_key).not.toBe(sent[0]?.public_key);
    expect((await evidenceKeyOf(li))?.public_key).toBe(sent[1]?.public_key);
  });

  it('one whose answer was lost is offered again', async () => {
    answer = () => {
      throw new TypeError('no signal');
    };
    await expect(byPassword('wang')).rejects.toThrow('no signal');
    expect(await currentSession()).toBeNull();
    answer = (login) => json(200, session(login));
    await byPassword('wang');
    await signOut();
    await byPassword('li');
    expect(sent[1]?.public_key).toBe(sent[0]?.public_key);
    expect(sent[2]?.public_key).not.toBe(sent[1]?.public_key);
  });

  it('without WebCrypto the sign-in goes on with none', async () => {
    const opened = await byPassword('wang', async () => null);
    expect(sent[0]?.public_key).toBe('');
    expect(await evidenceKeyOf(opened)).toBeNull();
    expect((await currentSession())?.token).toBe(opened.token);
  });

  it('one that the browser will not keep is not offered', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('a key cannot be cloned', 'DataCloneError');
    });
    const opened = await byPassword('wang');
    expect(sent[0]?.public_key).toBe('');
    expect(await evidenceKeyOf(opened)).toBeNull();
  });

  it('a device that the server knows without a key has none here', async () => {
    await byPassword('wang');
    const opened = await signIn('wang', 'password', 'phone');
    expect(await evidenceKeyOf(opened)).toBeNull();
    expect(await evidenceKeyOf(await byPassword('wang'))).not.toBeNull();
    expect(sent[2]?.public_key).toBe(sent[0]?.public_key);
  });
});
