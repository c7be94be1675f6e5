import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.test.helper';

import { type NodeTransport, nodeTransport } from './transport-node';

let server: Server;
let transport: NodeTransport;
let asked: { heads: string[]; body: Buffer; port: number | undefined }[];
let answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (_incoming, outgoing) => {
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end('[]');
  };
  server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const heads = incoming.rawHeaders
        .filter((_, at) => at % 2 === 0)
        .map((name) => name.toLowerCase());
      asked.push({ heads, body: Buffer.concat(parts), port: incoming.socket.remotePort });
      answer(incoming, outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  transport = nodeTransport({ origin: `http://127.0.0.1:${port}`, token: 'secret' });
});

afterEach(async () => {
  transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (body: string) =>
  transport.send({
    method: 'POST',
    path: '/sync',
    headers: { 'content-type': 'application/json' },
    body,
    gzip: true,
    timeout_ms: 5_000,
  });

describe('the transport of Node', () => {
  it('sends no head but those it must, and keeps its connection', async () => {
    await post('[1]');
    await post('[2]');
    const heads = ['host', 'authorization', 'content-type', 'accept-encoding', 'content-length'];
    expect(asked[0]?.heads.filter((name) => name !== 'connection')).toEqual(heads);
    expect(asked[0]?.port).toBe(asked[1]?.port);
  });

  it('compresses a long body and opens a compressed answer', async () => {
    answer = (_incoming, outgoing) => {
      outgoing.setHeader('content-encoding', 'br');
      outgoing.end(brotliCompressSync('["opened"]'));
    };
    const long = JSON.stringify('x'.repeat(2_000));
    const http = await post(long);
    expect(asked[0]?.heads).toContain('content-encoding');
    expect(asked[0]?.body.length).toBeLessThan(200);
    expect(gunzipSync(asked[0]?.body ?? Buffer.alloc(0)).toString()).toBe(long);
    expect(new TextDecoder().decode(http.body)).toBe('["opened"]');
  });

  it('asks again where the server has closed the kept connection, and gives a new one up', async () => {
    await post('[1]');
    answer = (incoming, outgoing) => {
      if (asked.length === 2) incoming.socket.destroy();
      else outgoing.end('[]');
    };
    await post('[2]');
    expect(asked.map(({ body }) => body.toString())).toEqual(['[1]', '[2]', '[2]']);
    expect(asked[2]?.port).not.toBe(asked[1]?.port);
    answer = (incoming) => incoming.socket.destroy();
    await expect(post('[3]')).rejects.toThrow();
    expect(asked).toHaveLength(5);
  });

  it('takes a redirect for no answer', async () => {
    answer = (_incoming, outgoing) => {
      outgoing.writeHead(302, { location: 'http://portal.example/' });
      outgoing.end();
    };
    await expect(post('[1]')).rejects.toThrow(/redirect/);
  });

  it('hears a poke and the end of the line', async () => {
    answer = (_incoming, outgoing) => {
      outgoing.setHeader('content-type', 'text/event-stream');
      outgoing.write(': ping\n\ndata: pu');
      setTimeout(() => outgoing.write('ll\n\n'), 5);
      setTimeout(() => outgoing.end(), 15);
    };
    const onPoke = vi.fn();
    const onEnd = vi.fn();
    transport.live(onPoke, onEnd);
    await eventually(() => expect(onEnd).toHaveBeenCalledTimes(1));
    expect(onPoke).toHaveBeenCalledTimes(1);
  });
});
