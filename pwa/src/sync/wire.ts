/** Shapes of `POST /sync` and their strict decoding. Python: `sync/protocol.py`. */
import type { Json } from './canonical';
import { idsAt, readIds } from './id-table';

/** [epoch, floor, mode, seq, scope, handle]; handed back as it came. */
export type Cursor = readonly [string, number, number, number, number, number];

/** Reason of a result for a number that was used with other content. */
export const FORKED = 'forked';

export interface WireResult {
  readonly n: number;
  readonly seq: number;
  readonly outcome: string;
  readonly flags: readonly string[];
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
}

export interface WireScope {
  readonly scope: number;
  readonly level: number;
  readonly leaves: readonly number[];
}

export interface WireChange {
  readonly field: number;
  readonly handles: readonly number[];
  readonly values: readonly Json[];
}

export interface WireKind {
  readonly kind: number;
  readonly scope: number;
  readonly handles: readonly number[];
  readonly ids: readonly string[];
  readonly columns: readonly (readonly Json[])[];
  readonly changes: readonly WireChange[];
}

export interface SyncAnswer {
  readonly now_ms: number;
  readonly last: number;
  readonly cursor: Cursor;
  readonly more: boolean;
  readonly results: readonly WireResult[];
  readonly failed: readonly [number, string] | null;
  readonly gone: readonly number[];
  readonly scopes: readonly WireScope[];
  readonly kinds: readonly WireKind[];
  readonly digest: string;
  readonly count: number;
  readonly fresh: boolean;
}

/** The body is not what the protocol says: whoever answered, it was not our server. */
export class BadShape extends Error {
  override readonly name = 'BadShape';
}

function fail(what: string): never {
  throw new BadShape(what);
}

function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : fail(`${what} is not a list`);
}

function whole(value: unknown, what: string): number {
  return Number.isSafeInteger(value) ? (value as number) : fail(`${what} is not a whole number`);
}

function text(value: unknown, what: string): string {
  return typeof value === 'string' ? value : fail(`${what} is not text`);
}

function flag(value: unknown, what: string): boolean {
  return typeof value === 'boolean' ? value : fail(`${what} is neither true nor false`);
}

function wholes(value: unknown, what: string): number[] {
  return list(value, what).map((item) => whole(item, what));
}

function texts(value: unknown, what: string): string[] {
  return list(value, what).map((item) => text(item, what));
}

function record(value: unknown, what: string): Record<string, Json> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, Json>) : fail(`${what} is not an object`);
}

/** Handles travel as the first one and then differences. */
function handles(value: unknown, what: string): number[] {
  let sum = 0;
  return wholes(value, what).map((step) => {
    sum += step;
    return sum;
  });
}

function decodeCursor(value: unknown): Cursor {
  const parts = list(value, 'cursor');
  const number = (at: number): number => whole(parts[at] ?? 0, 'cursor');
  return [text(parts[0] ?? '', 'cursor'), number(1), number(2), number(3), number(4), number(5)];
}

function decodeResult(value: unknown): WireResult {
  const [n, seq, outcome, flags = [], reason = '', detail = {}] = list(value, 'result');
  return {
    n: whole(n, 'n'),
    seq: whole(seq, 'seq'),
    outcome: text(outcome, 'outcome'),
    flags: texts(flags, 'flags'),
    reason: text(reason, 'reason'),
    detail: record(detail, 'detail'),
  };
}

function decodeScope(value: unknown): WireScope {
  const [scope, level, leaves = []] = list(value, 'scope');
  return {
    scope: whole(scope, 'scope'),
    level: whole(level, 'level'),
    leaves: handles(leaves, 'leaves'),
  };
}

function decodeChange(value: unknown): WireChange {
  const [field, coded, values] = list(value, 'change');
  const found = handles(coded, 'handles');
  const cells = list(values, 'values') as readonly Json[];
  if (cells.length !== found.length) fail('a change has more values than handles, or fewer');
  return { field: whole(field, 'field'), handles: found, values: cells };
}

function decodeKind(value: unknown, table: readonly string[]): WireKind {
  const [kind, scope, coded = [], ids = [], columns = [], changes = [], coded_links = []] = list(
    value,
    'kind',
  );
  const found = handles(coded, 'enter_handles');
  const named = entering(list(ids, 'enter_ids'), table);
  const links = new Set(wholes(coded_links, 'links'));
  const cells = list(columns, 'enter_columns').map((one, at) => {
    const column = list(one, 'column') as readonly Json[];
    return links.has(at) ? fromTable(column, table) : column;
  });
  if (named.length !== found.length) fail('enters have more ids than handles, or fewer');
  if (found.length > 0 && cells.some((column) => column.length !== found.length)) {
    fail('a column is not as long as its handles');
  }
  return {
    kind: whole(kind, 'kind'),
    scope: whole(scope, 'scope'),
    handles: found,
    ids: named,
    columns: cells,
    changes: list(changes, 'changes').map(decodeChange),
  };
}

/** Ids of the rows that enter: written out, or as places in the table. */
function entering(ids: readonly unknown[], table: readonly string[]): string[] {
  return texts(typeof ids[0] === 'number' ? fromTable(ids, table) : ids, 'enter_ids');
}

function fromTable(steps: readonly unknown[], table: readonly string[]): (string | null)[] {
  try {
    return idsAt(steps, table);
  } catch (error) {
    return fail(String(error));
  }
}

function decodeTable(value: unknown): readonly string[] {
  try {
    return readIds(text(value, 'ids'));
  } catch (error) {
    return fail(String(error));
  }
}

function decodeFailed(value: unknown): readonly [number, string] | null {
  if (value === null || value === undefined) return null;
  const [n, code] = list(value, 'failed');
  return [whole(n, 'failed'), text(code, 'failed')];
}

/** The answer in an array of JSON, after protocol and nonce. Throws BadShape. */
export function decodeAnswer(value: readonly unknown[]): SyncAnswer {
  const [, , now_ms, last, cursor, more, ...rest] = value;
  const [
    results = [],
    failed,
    gone = [],
    scopes = [],
    kinds = [],
    digest = '',
    count = 0,
    fresh = false,
    ids = '',
  ] = rest;
  const table = decodeTable(ids);
  return {
    now_ms: whole(now_ms, 'now_ms'),
    last: whole(last, 'last'),
    cursor: decodeCursor(cursor),
    more: flag(more, 'more'),
    results: list(results, 'results').map(decodeResult),
    failed: decodeFailed(failed),
    gone: wholes(gone, 'gone'),
    scopes: list(scopes, 'scopes').map(decodeScope),
    kinds: list(kinds, 'kinds').map((kind) => decodeKind(kind, table)),
    digest: text(digest, 'digest'),
    count: whole(count, 'count'),
    fresh: flag(fresh, 'fresh'),
  };
}
