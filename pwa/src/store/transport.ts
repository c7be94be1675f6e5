/** The browser's way to the server: the only file that fetches. */
import { REQUEST_GZIP_FROM_BYTES } from '../contract/limits';
import type { HttpAnswer, HttpRequest, Transport } from '../sync/ports';

const LIVE_PATH = '/live';
/** All that a browser tells of a redirect is that there was one. */
const REDIRECTED = 302;
/** The server says something at least every 20 s; a line that is silent for longer is dead. */
const LIVE_SILENCE_MS = 50_000;

export interface Access {
  /** Bearer token of a phone; without one the browser's cookie is used. */
  readonly token?: string;
}

/** A route refused, or something that is not our server answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: Readonly<Record<string, unknown>>,
    readonly retry_after_ms: number | null,
  ) {
    super(code || `status ${status}`);
  }
}

/** A page of the network's own answered, or a redirect to one: it wants its sign-in first. */
export function isCaptive(error: unknown): boolean {
  return error instanceof ApiError && error.code === '' && error.status < 400;
}

export function fetchTransport(access: Access): Transport {
  return {
    send: (request) => send(request, access),
    live: (onPoke, onEnd) => listen(access, onPoke, onEnd),
  };
}

/** One call of a JSON route. Throws ApiError, or whatever fetch throws without a network. */
export async function callApi<T>(
  method: HttpRequest['method'],
  path: string,
  body?: unknown,
  access: Access = {},
): Promise<T> {
  const http = await call('application/json', method, path, body, access);
  const { value, isJson, isEmpty } = readJson(http);
  if (isOk(http) && (isJson || isEmpty)) return value as T;
  throw problemOf(http, value);
}

/** A file from a route that gives this media type. Throws as `callApi` does. */
export async function callFile(
  type: string,
  method: HttpRequest['method'],
  path: string,
  body?: unknown,
): Promise<Blob> {
  const http = await call(type, method, path, body, {});
  const isType = (http.header('content-type') ?? '').startsWith(type);
  if (isOk(http) && isType) return new Blob([http.body as Uint8Array<ArrayBuffer>], { type });
  throw problemOf(http, readJson(http).value);
}

async function call(
  accept: string,
  method: HttpRequest['method'],
  path: string,
  body: unknown,
  access: Access,
): Promise<HttpAnswer> {
  const headers: Record<string, string> = { accept };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const request: HttpRequest = {
    method,
    path,
    headers,
    timeout_ms: 30_000,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  return send(request, access);
}

const isOk = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

function readJson(http: HttpAnswer): { value: unknown; isJson: boolean; isEmpty: boolean } {
  const text = new TextDecoder().decode(http.body);
  const isJson = (http.header('content-type') ?? '').includes('json');
  const isEmpty = text === '';
  return { value: isJson && !isEmpty ? JSON.parse(text) : null, isJson, isEmpty };
}

function problemOf(http: HttpAnswer, value: unknown): ApiError {
  const problem = (value ?? {}) as { code?: string; detail?: Record<string, unknown> };
  const seconds = Number(http.header('retry-after') ?? Number.NaN);
  const retry_after_ms = Number.isFinite(seconds) ? seconds * 1_000 : null;
  return new ApiError(http.status, problem.code ?? '', problem.detail ?? {}, retry_after_ms);
}

function authorised(headers: Readonly<Record<string, string>>, access: Access): Headers {
  const all = new Headers(headers);
  if (access.token !== undefined) all.set('authorization', `Bearer ${access.token}`);
  return all;
}

async function send(request: HttpRequest, access: Access): Promise<HttpAnswer> {
  const headers = authorised(request.headers, access);
  const body = await bodyOf(request, headers);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), request.timeout_ms);
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers,
      ...(body === undefined ? {} : { body }),
      credentials: access.token === undefined ? 'same-origin' : 'omit',
      // A captive portal redirects; our server never does. It is not followed, but told.
      redirect: 'manual',
      cache: 'no-store',
      signal: stop.signal,
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const status = response.type === 'opaqueredirect' ? REDIRECTED : response.status;
    return { status, header: (name) => response.headers.get(name), body: bytes };
  } finally {
    clearTimeout(timer);
  }
}

async function bodyOf(request: HttpRequest, headers: Headers): Promise<BodyInit | undefined> {
  if (request.body === undefined) return undefined;
  const bytes =
    typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body;
  const isLong = bytes.length > REQUEST_GZIP_FROM_BYTES;
  const plain = bytes as Uint8Array<ArrayBuffer>;
  if (!request.gzip || !isLong || typeof CompressionStream === 'undefined') return plain;
  headers.set('content-encoding', 'gzip');
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** Server-sent events by a fetch stream: EventSource cannot carry a token. */
function listen(access: Access, onPoke: () => void, onEnd: () => void): () => void {
  const stop = new AbortController();
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    stop.abort();
    onEnd();
  };
  read(access, stop.signal, onPoke, end).then(end, end);
  return () => {
    isOver = true;
    stop.abort();
  };
}

async function read(
  access: Access,
  signal: AbortSignal,
  onPoke: () => void,
  onSilence: () => void,
): Promise<void> {
  const response = await fetch(LIVE_PATH, {
    headers: authorised({ accept: 'text/event-stream' }, access),
    credentials: access.token === undefined ? 'same-origin' : 'omit',
    redirect: 'error',
    cache: 'no-store',
    signal,
  });
  const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
  if (!response.ok || !isStream || response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let timer = setTimeout(onSilence, LIVE_SILENCE_MS);
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(onSilence, LIVE_SILENCE_MS);
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      if (lines.some((line) => line.trim() === 'data: pull')) onPoke();
    }
  } finally {
    clearTimeout(timer);
  }
}
