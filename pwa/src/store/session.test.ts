import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  boardSession,
  currentSession,
  enrol,
  OtherServer,
  type Session,
  signIn,
  signOut,
} from './session';

const SESSION: Session = {
  tenant_id: '00000000-0000-4000-8000-000000000001',
  user: { id: '40000000-0000-4000-8000-000000000001', name: '王建国', locale: 'zh-CN' },
  roles: [{ role: 'technician', territory_id: null }],
  technician_id: '30000000-0000-4000-8000-000000000001',
  device_id: '50000000-0000-4000-8000-000000000001',
  token: 'secret',
};

let answer: (method: string) => Response;
let asked: { method: string; headers: Headers }[] = [];

function json(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'https://firm.example' });
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked.push({ method: init.method ?? 'GET', headers: new Headers(init.headers) });
    return answer(init.method ?? 'GET');
  });
  answer = () => new Response(null, { status: 204 });
  await signOut(); // of whatever a file before this one has left
  asked = [];
  answer = () => json(200, SESSION);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the session', () => {
  it('is remembered and opens without signal', async () => {
    expect(await currentSession()).toBeNull();
    await signIn('wang', 'pass', 'phone');
    answer = () => {
      throw new TypeError('no signal');
    };
    expect(await currentSession()).toEqual(SESSION);
  });

  it('of a wrong password is not remembered', async () => {
    answer = () => json(401, { code: 'bad_login' });
    await expect(signIn('wang', 'wrong', 'phone')).rejects.toMatchObject({ code: 'bad_login' });
    expect(await currentSession()).toBeNull();
  });

  it('ends here even when the server cannot be told', async () => {
    await signIn('wang', 'pass', 'phone');
    answer = () => {
      throw new TypeError('no signal');
    };
    await signOut();
    expect(await currentSession()).toBeNull();
    expect(asked.at(-1)?.headers.get('authorization')).toBe('Bearer secret');
  });

  it('by a code is only for the server that made it', async () => {
    await expect(enrol('abc', 'https://other.example')).rejects.toBeInstanceOf(OtherServer);
    expect(asked).toHaveLength(0);
    expect((await enrol('abc', 'https://firm.example/')).token).toBe('secret');
  });

  it('of the board is nobody after a 401, and an error without signal', async () => {
    answer = () => json(401, { code: 'signed_out' });
    expect(await boardSession()).toBeNull();
    answer = () => {
      throw new TypeError('no signal');
    };
    await expect(boardSession()).rejects.toThrow('no signal');
  });
});
