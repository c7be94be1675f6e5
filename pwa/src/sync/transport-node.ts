/**
 * The engine's way to a server from Node: one kept connection, and no heads but these.
 * Benchmarks count its bytes, so `docs/protocol.md` lists exactly what is sent.
 */
import { Agent, type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { REQUEST_GZIP_FROM_BYTES } from '../contract/limits';
import type { HttpAnswer, HttpRequest, Transport } from './ports';

export interface NodeAccess {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly token: string;
}

export interface NodeTransport extends Transport {
  close(): void;
}

export function nodeTransport({ origin, token }: NodeAccess): NodeTransport {
  const url = new URL(origin);
  const isSecure = url.protocol === 'https:';
  const agent = isSecure
    ? new SecureAgent({ keepAlive: true, maxSockets: 2 })
    : new Agent({ keepAlive: true, maxSockets: 2 });
  const options = { agent, host: url.hostname, port: url.port || (isSecure ? 443 : 80) };
  const open = (method: string, path: string, heads: Record<string, string>): ClientRequest => {
    const headers = { host: url.host, authorization: `Bearer ${token}`, ...heads };
    // Not in Node's types yet: without it Node adds heads of its own.
    const bare = { setDefaultHeaders: false };
    const call = (isSecure ? secure : plain)({ ...options, ...bare, method, path, headers });
    call.removeHeader('connection'); // HTTP/1.1 keeps it open anyway
    return call;
  };
  return {
    send: (request) => send(request, open),
    live: (onPoke, onEnd) => listen(open, onPoke, onEnd),
    close: () => agent.destroy(),
  };
}

type Open = (method: string, path: string, heads: Record<string, string>) => ClientRequest;

function send(request: HttpRequest, open: Open): Promise<HttpAnswer> {
  const heads: Record<string, string> = { ...request.headers };
  let body =
    typeof request.body === 'string' ? Buffer.from(request.body) : Buffer.from(request.body ?? []);
  if (request.gzip) {
    heads['accept-encoding'] = 'br';
    if (body.length > REQUEST_GZIP_FROM_BYTES) {
      body = gzipSync(body, { level: 9 });
      heads['content-encoding'] = 'gzip';
    }
  }
  if (request.body !== undefined) heads['content-length'] = String(body.length);
  return new Promise((resolve, reject) => {
    const attempt = (): void => {
      let hasTimedOut = false;
      const call = open(request.method, request.path, heads);
      call.setTimeout(request.timeout_ms, () => {
        hasTimedOut = true;
        call.destroy(new Error('the server did not answer in time'));
      });
      // As browsers do: a server may close a kept connection while the request is on its way.
      const fail = (why: Error) => (call.reusedSocket && !hasTimedOut ? attempt() : reject(why));
      call.on('error', fail);
      call.on('response', (incoming) => {
        call.off('error', fail).on('error', reject);
        collect(incoming).then(resolve, reject);
      });
      call.end(request.body === undefined ? undefined : body);
    };
    attempt();
  });
}

async function collect(incoming: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const raw = Buffer.concat(parts);
  const coding = incoming.headers['content-encoding'];
  const opened =
    coding === 'br' ? brotliDecompressSync(raw) : coding === 'gzip' ? gunzipSync(raw) : raw;
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400) throw new Error('the server never redirects');
  return {
    status,
    header(name) {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    body: new Uint8Array(opened),
  };
}

function listen(open: Open, onPoke: () => void, onEnd: () => void): () => void {
  const call = open('GET', '/live', { accept: 'text/event-stream' });
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
  };
  call.on('error', end);
  call.on('response', (incoming) => {
    let rest = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (lines.some((line) => line.trim() === 'data: pull')) onPoke();
    });
    incoming.on('close', end);
    incoming.on('error', end);
  });
  call.end();
  return () => {
    isOver = true;
    call.destroy();
  };
}
