import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.test.helper';

import { ApiError, callApi, fetchTransport, isCaptive } from './transport';

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

let asked: { path: string; init: RequestInit }[];
let answer: Fetch;

function heads(at: number): Headers {
  return new Headers(asked[at]?.init.headers);
}

function json(status: number, value: unknown, more: Record<string, string> = {}): Response {
  const headers = { 'content-type': 'application/json', ...more };
  return new Response(JSON.stringify(value), { status, headers });
}

beforeEach(() => {
  asked = [];
  answer = async () => json(200, []);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, init });
    return answer(path, init);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const REQUEST = {
  method: 'POST',
  path: '/sync',
  headers: {},
  gzip: true,
  timeout_ms: 1_000,
} as const;

describe('the browser transport', () => {
  it('carries the token, refuses redirects and asks no cache', async () => {
    await fetchTransport({ token: 'secret' }).send({ ...REQUEST, body: '[]' });
    expect(heads(0).get('authorization')).toBe('Bearer secret');
    expect(asked[0]?.init).toMatchObject({
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
    });
  });

  it('hands a redirect on as what it is', async () => {
    // What fetch gives for one that it was told not to follow; no test can construct it.
    const hidden = { type: 'opaqueredirect', status: 0, headers: new Headers() };
    answer = async () =>
      ({ ...hidden, arrayBuffer: async () => new ArrayBuffer(0) }) as unknown as Response;
    const http = await fetchTransport({}).send({ ...REQUEST, body: '[]' });
    expect(http.status).toBe(302);
  });

  it('uses the cookie where there is no token', async () => {
    await fetchTransport({}).send({ ...REQUEST, body: '[]' });
    expect(heads(0).has('authorization')).toBe(false);
    expect(asked[0]?.init.credentials).toBe('same-origin');
  });

  it('compresses what is long and leaves alone what is short', async () => {
    const transport = fetchTransport({});
    const long = JSON.stringify('x'.repeat(5_000));
    await transport.send({ ...REQUEST, body: long });
    await transport.send({ ...REQUEST, body: '[1]' });
    expect(heads(0).get('content-encoding')).toBe('gzip');
    const body = Buffer.from(asked[0]?.init.body as ArrayBuffer);
    expect(body.length).toBeLessThan(300);
    expect(gunzipSync(body).toString()).toBe(long);
    expect(heads(1).has('content-encoding')).toBe(false);
  });

  it('gives up on a server that does not answer', async () => {
    answer = (_path, init) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const slow = fetchTransport({}).send({ ...REQUEST, body: '[]', timeout_ms: 20 });
    await expect(slow).rejects.toThrow('aborted');
  });

  it('hears pokes cut anywhere, and the end', async () => {
    answer = async () => {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const text of [': ping\n\nda', 'ta: pull\n', '\ndata: pull\n\n']) {
            controller.enqueue(new TextEncoder().encode(text));
          }
          controller.close();
        },
      });
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
    };
    const onPoke = vi.fn();
    const onEnd = vi.fn();
    fetchTransport({ token: 'secret' }).live(onPoke, onEnd);
    await eventually(() => expect(onEnd).toHaveBeenCalledTimes(1));
    expect(onPoke).toHaveBeenCalledTimes(2);
    expect(heads(0).get('authorization')).toBe('Bearer secret');
  });

  it("takes a portal's page on the line for its end, not for a poke", async () => {
    answer = async () => new Response('data: pull\n', { headers: { 'content-type': 'text/html' } });
    const onPoke = vi.fn();
    const onEnd = vi.fn();
    fetchTransport({}).live(onPoke, onEnd);
    await eventually(() => expect(onEnd).toHaveBeenCalledTimes(1));
    expect(onPoke).not.toHaveBeenCalled();
  });
});

describe('a call of a route', () => {
  it('answers with what the route says', async () => {
    answer = async () => json(200, { id: 1 });
    expect(await callApi('POST', '/api/v1/x', { a: 1 })).toEqual({ id: 1 });
    expect(asked[0]?.init.body).toEqual(new TextEncoder().encode('{"a":1}'));
  });

  it('throws code, detail and the time to wait', async () => {
    answer = async () =>
      json(429, { code: 'too_many_tries', detail: { left: 0 } }, { 'retry-after': '60' });
    const refused = await callApi('GET', '/api/v1/x').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(isCaptive(refused)).toBe(false);
    expect(refused).toMatchObject({
      status: 429,
      code: 'too_many_tries',
      retry_after_ms: 60_000,
      detail: { left: 0 },
    });
  });

  it('does not believe a page with status 200', async () => {
    answer = async () =>
      new Response('<html></html>', { headers: { 'content-type': 'text/html' } });
    const refused = await callApi('GET', '/api/v1/x').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(isCaptive(refused)).toBe(true);
  });
});
