// HTTP as every peer here speaks it: what our engine's own transport does, they do. No heads beside
// the needed ones, gzip of requests and brotli of answers. What is left to compare is the protocol.
import { Agent, createServer, request } from 'node:http';
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  gunzipSync,
  gzipSync,
} from 'node:zlib';

const COMPRESS_FROM_BYTES = 200;
const GZIP_FROM_BYTES = 300;
const BROTLI_QUALITY = 5;

async function bytesOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function opened(body, coding) {
  if (coding === 'br') return brotliDecompressSync(body);
  return coding === 'gzip' ? gunzipSync(body) : body;
}

/** A `fetch` over kept connections, so that no peer pays for what a runtime adds by itself. */
export function bareFetch(token) {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  return async (address, options = {}) => {
    const asked = new Request(address, options);
    const url = new URL(asked.url);
    const { method } = asked;
    let raw = Buffer.from(await asked.arrayBuffer());
    const headers = {
      host: url.host,
      ...Object.fromEntries(new Headers(options.headers ?? asked.headers)),
      authorization: `Bearer ${token}`,
      'accept-encoding': 'br, gzip',
    };
    if (raw.length > GZIP_FROM_BYTES) {
      raw = gzipSync(raw, { level: 9 });
      headers['content-encoding'] = 'gzip';
    }
    if (raw.length > 0) headers['content-length'] = String(raw.length);
    const target = { host: url.hostname, port: url.port, path: url.pathname + url.search };
    const answer = await new Promise((resolve, reject) => {
      const call = request({ ...target, agent, method, headers, setDefaultHeaders: false });
      call.on('error', reject);
      call.on('response', resolve);
      call.end(raw.length > 0 ? raw : undefined);
    });
    const told = opened(await bytesOf(answer), answer.headers['content-encoding']);
    const { statusCode: status } = answer;
    const isBare = status === 204 || status === 304 || method === 'HEAD';
    const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('content-'));
    const type = answer.headers['content-type'] ?? 'application/json';
    return new Response(isBare ? null : told, {
      status,
      headers: [...kept.map(([name, value]) => [name, String(value)]), ['content-type', type]],
    });
  };
}

export function isKnown(incoming, token) {
  return incoming.headers.authorization === `Bearer ${token}`;
}

/** A port of the loopback that listens with this handler. */
export function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

/** Serves `{ 'GET /path': ({ query, body }) => value }`; a Buffer goes out as it is, else JSON. */
export function serveRoutes(token, routes) {
  const server = createServer(async (incoming, outgoing) => {
    const raw = opened(await bytesOf(incoming), incoming.headers['content-encoding']);
    const url = new URL(incoming.url, 'http://localhost');
    const route = routes[`${incoming.method} ${url.pathname}`];
    outgoing.sendDate = false;
    if (!route || !isKnown(incoming, token)) return outgoing.writeHead(route ? 401 : 404).end();
    try {
      const told = await route({ query: url.searchParams, body: raw });
      const isBinary = Buffer.isBuffer(told);
      answer(outgoing, isBinary ? told : Buffer.from(JSON.stringify(told)), isBinary);
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  server.keepAliveTimeout = 120_000;
  return listen(server);
}

function answer(outgoing, plain, isBinary) {
  const headers = { 'content-type': isBinary ? 'application/octet-stream' : 'application/json' };
  let body = plain;
  if (plain.length >= COMPRESS_FROM_BYTES) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    body = brotliCompressSync(plain, { params });
    headers['content-encoding'] = 'br';
  }
  outgoing.removeHeader('connection');
  outgoing.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
}

export const JSON_HEADS = { 'content-type': 'application/json' };

export async function jsonOf(answering) {
  const told = await answering;
  if (!told.ok) throw new Error(`HTTP ${told.status}: ${await told.text()}`);
  return told.json();
}
