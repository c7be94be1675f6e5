/** Shapes of the wire as tests of the engine need them from the server's side. */
import type { Json } from './canonical';
import { unpackColumn } from './columns';
import { type EntryBody, entryHash } from './entry';
import { readIds } from './id-table';
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

type Parts = [
  first: number,
  names: string[],
  bases: [string, number][],
  device: number[],
  mono: number[],
  zones: string[],
  apps: string[],
  schemas: string[],
  args: Json[],
  runs?: [string, string[], unknown[]][],
  order?: unknown,
  rows?: [number, ...number[]][],
  ids?: string,
  check?: string,
];

/** The entries of a request; `idOf` says which row a handle means. */
export function open(
  replica: string,
  columns: unknown,
  idOf: (scope: number, handle: number) => string = () => '',
): WireEntry[] {
  if (columns === null) return [];
  const parts = columns as Parts;
  const [first, , bases, device, mono, zones, apps, schemas] = parts;
  const at = <T>(column: T[], index: number): T =>
    (column.length === 1 ? column[0] : column[index]) as T;
  const lines = parts[9] ? unfold(parts, idOf) : speltOut(parts);
  let device_ms = 0;
  let mono_ms = 0;
  return lines.map(([name, args], index) => {
    device_ms += device[index] ?? 0;
    mono_ms += mono[index] ?? 0;
    const body = {
      replica,
      n: first + index,
      base: at(bases, index),
      device_ms,
      mono_ms: parts[9] ? mono_ms + device_ms : mono_ms,
      zone: at(zones, index),
      app: at(apps, index),
      schema: at(schemas, index),
      name,
      args,
    };
    return { ...body, hash: entryHash(body) };
  });
}

function speltOut([, names, , , , , , , args]: Parts): [string, Json][] {
  return args.map((one, index) => [names[names.length === 1 ? 0 : index] ?? '', one]);
}

function unfold(parts: Parts, idOf: (scope: number, handle: number) => string): [string, Json][] {
  const [, , , device, , , , , , runs = [], coded, rows = [], raw = ''] = parts;
  const table = rows.flatMap(([scope, ...steps]) =>
    (unpackColumn([2, ...steps], steps.length) as number[]).map((handle) => idOf(scope, handle)),
  );
  const ids = [...table, ...readIds(raw)];
  const order = unpackColumn(coded, device.length) as number[];
  const counts = runs.map((_, run) => order.filter((one) => one === run).length);
  const cells = runs.map(([, , columns], run) =>
    columns.map((column) => unpackColumn(column, counts[run] ?? 0, ids)),
  );
  const turns = runs.map(() => 0);
  return order.map((run) => {
    const [name = '', keys = []] = runs[run] ?? [];
    const turn = turns[run] ?? 0;
    turns[run] = turn + 1;
    const pairs = keys.map((key, at) => [key, cells[run]?.[at]?.[turn] ?? null] as const);
    return [name, Object.fromEntries(pairs)];
  });
}

/** Every line as a page of its own: the client must not need them grouped. */
export function pages(lines: readonly Line[]): unknown[] {
  return lines.flatMap((line) => {
    if (line.what === 'enter') {
      const { kind, scope, handle, id, values } = line;
      return [[kind, scope, [handle], [0, id], values.map((value) => [0, value]), []]];
    }
    if (line.what !== 'change') return [];
    return [[line.kind, line.scope, [], [], [], [[line.field, [line.handle], [0, line.value]]]]];
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
