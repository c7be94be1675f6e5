/** Shapes of `POST /sync` and their strict decoding. Python: `sync/protocol.py`. */
import { ENTRIES_PER_REQUEST_MAX } from '../contract/limits';
import type { Json } from './canonical';
import { fail, flag, list, record, text, texts, whole, wholes } from './shape';
import { type Asked, decodeKinds, decodeScope, type WireKind, type WireScope } from './wire-pages';

/** [epoch, floor, mode, seq, scope, handle]; handed back as it came. */
export type Cursor = readonly [string, number, number, number, number, number];

/** Reason of a result for a number that was used with other content. */
export const FORKED = 'forked';

/** Code of `failed`: nothing was recorded; send these entries spelt out. */
export const UNRESOLVED = 'unresolved';

export interface WireResult {
  readonly n: number;
  readonly seq: number;
  readonly outcome: string;
  readonly flags: readonly string[];
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
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
  /** Every backup that could be restored holds all up to this seq of the cursor's epoch. */
  readonly durable: number;
  /** Parts of the rows that came whole: what else is here of them goes. */
  readonly repaired: readonly number[];
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

function decodeFailed(value: unknown): readonly [number, string] | null {
  if (value === null || value === undefined) return null;
  const [n, code] = list(value, 'failed');
  return [whole(n, 'failed'), text(code, 'failed')];
}

/** `accepted` says (n, how many, seq) for neighbours that were accepted without a flag. */
function decodeAccepted(value: unknown): WireResult[] {
  const [n, many, seq] = wholes(value, 'accepted');
  if (n === undefined || seq === undefined || many === undefined || many > ENTRIES_PER_REQUEST_MAX)
    return fail('a run of accepted entries');
  return Array.from({ length: many }, (_, at) => ({
    n: n + at,
    seq: seq + at,
    outcome: 'accepted',
    flags: [],
    reason: '',
    detail: {},
  }));
}

/** The answer in an array of JSON, after protocol and nonce. Throws BadShape. */
export function decodeAnswer(value: readonly unknown[], asked: Asked): SyncAnswer {
  const [, , now_ms, last, cursor, more, digest = '', count = 0, durable = 0, ...rest] = value;
  const [results = [], failed, gone = [], scopes = [], kinds = [], ...tail] = rest;
  const [fresh = false, ids = '', origins = [], accepted = [], repaired = []] = tail;
  const told = list(results, 'results').map(decodeResult);
  const runs = list(accepted, 'accepted').flatMap(decodeAccepted);
  return {
    now_ms: whole(now_ms, 'now_ms'),
    last: whole(last, 'last'),
    cursor: decodeCursor(cursor),
    more: flag(more, 'more'),
    results: [...told, ...runs].sort((a, b) => a.n - b.n),
    failed: decodeFailed(failed),
    gone: wholes(gone, 'gone'),
    scopes: list(scopes, 'scopes').map(decodeScope),
    kinds: decodeKinds(kinds, ids, origins, asked),
    digest: text(digest, 'digest'),
    count: whole(count, 'count'),
    fresh: flag(fresh, 'fresh'),
    durable: whole(durable, 'durable'),
    repaired: wholes(repaired, 'repaired'),
  };
}
