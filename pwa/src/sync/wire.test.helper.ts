/** Shapes of the wire as tests of the engine need them from the server's side. */
import type { Json } from './canonical';
import { type EntryBody, entryHash } from './entry';
import type { HttpAnswer } from './ports';

export type Line =
  | {
      seq: number;
      what: 'enter';
      scope: number;
      handle: number;
      kind: number;
      id: string;
      values: Json[];
    }
  | {
      seq: number;
      what: 'change';
      scope: number;
      handle: number;
      kind: number;
      field: number;
      value: Json;
    }
  | { seq: number; what: 'leave'; scope: number; handle: number }
  | { seq: number; what: 'gone'; scope: number };

export type WireEntry = EntryBody & { readonly hash: string };

export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function open(replica: string, columns: unknown): WireEntry[] {
  if (columns === null) return [];
  const [first, names, bases, device, mono, zones, apps, schemas, args] = columns as [
    number,
    string[],
    [string, number][],
    number[],
    number[],
    string[],
    string[],
    string[],
    Json[],
  ];
  const at = <T>(column: T[], index: number): T =>
    (column.length === 1 ? column[0] : column[index]) as T;
  let device_ms = 0;
  let mono_ms = 0;
  return args.map((one, index) => {
    device_ms += device[index] ?? 0;
    mono_ms += mono[index] ?? 0;
    const body = {
      replica,
      n: first + index,
      base: at(bases, index),
      device_ms,
      mono_ms,
      zone: at(zones, index),
      app: at(apps, index),
      schema: at(schemas, index),
      name: at(names, index),
      args: one,
    };
    return { ...body, hash: entryHash(body) };
  });
}

/** Every line as a page of its own: the client must not need them grouped. */
export function pages(lines: readonly Line[]): unknown[] {
  return lines.flatMap((line) => {
    if (line.what === 'enter') {
      const { kind, scope, handle, id, values } = line;
      return [[kind, scope, [handle], [id], values.map((value) => [value]), []]];
    }
    if (line.what !== 'change') return [];
    return [[line.kind, line.scope, [], [], [], [[line.field, [line.handle], [line.value]]]]];
  });
}

export function delta(handles: readonly number[]): number[] {
  return handles.map((handle, at) => handle - (handles[at - 1] ?? 0));
}

export function http(status: number, body: string, headers: Record<string, string>): HttpAnswer {
  return { status, header: (name) => headers[name] ?? null, body: new TextEncoder().encode(body) };
}

export function json(status: number, value: unknown): HttpAnswer {
  return http(status, JSON.stringify(value), { 'content-type': 'application/json' });
}

export function problem(status: number, code: string): HttpAnswer {
  return json(status, { code, message: code, detail: {} });
}

export const PORTAL = http(200, '<html><body>Sign in to Free WiFi</body></html>', {
  'content-type': 'text/html',
});
