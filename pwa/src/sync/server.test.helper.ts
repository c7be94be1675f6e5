/** A small server for tests of the engine: one scope log, one ledger, one shelf of files. */
import type { KindName } from '../contract/kinds';
import { PROTOCOL_VERSION } from '../contract/version';
import type { Json } from './canonical';
import { add, partOf, partsText, rowDigest, toHex } from './digest';
import { kindIndex, visibleFields } from './members';
import type { HttpAnswer, HttpRequest, Transport } from './ports';
import {
  type DistributiveOmit,
  delta,
  http,
  json,
  type Line,
  open,
  pages,
  problem,
  type WireEntry,
} from './wire.test.helper';

interface Member {
  kind: number;
  id: string;
  values: Json[];
}

export interface Verdict {
  readonly outcome: 'accepted' | 'rejected';
  readonly reason?: string;
  readonly flags?: readonly string[];
}

export class TestServer implements Transport {
  epoch = 'epoch-1';
  durable = 0;
  seq = 0;
  now_ms = 1_772_326_800_000;
  page_rows = 500;
  request_bytes_max = 1_048_576;
  readonly levels = new Map<number, number>();
  readonly members = new Map<number, Map<number, Member>>();
  readonly ledger = new Map<string, { hash: string; result: unknown[] }>();
  readonly last = new Map<string, number>();
  readonly files = new Map<string, { size: number; bytes: number[] }>();
  readonly seen: {
    path: string;
    method: string;
    body: unknown;
    headers: Record<string, string>;
  }[] = [];
  judge: (entry: WireEntry) => Verdict = () => ({ outcome: 'accepted' });
  /** Runs before a request is handled; may answer itself or throw like a dead line. */
  before: (request: HttpRequest) => HttpAnswer | undefined = () => undefined;
  /** Runs when the work is done and the answer is on its way. */
  after: (request: HttpRequest) => void = () => undefined;
  /** Known files that may be uploaded. */
  readonly granted = new Set<string>();
  /** Why no bytes are taken at the moment, as [status, code]. */
  noFiles: readonly [number, string] | null = null;
  pokers = new Set<() => void>();
  digest_offset = 0n;
  /** Knows no handle: entries in columns are not resolved. */
  isBlind = false;
  private lines: Line[] = [];
  private handles = 0;
  /** Which row a handle means, also once it has left. */
  private readonly names = new Map<string, string>();

  // --- what happens on the server ---

  scope(scope: number, level: number): void {
    this.levels.set(scope, level);
    this.members.set(scope, new Map());
  }

  enter(scope: number, kind: KindName, row: { id: string } & Record<string, Json>): number {
    const handle = ++this.handles;
    const index = kindIndex(kind);
    const level = this.levels.get(scope) ?? 0;
    const values = visibleFields(index, level).map((field) => row[field] ?? null);
    this.members.get(scope)?.set(handle, { kind: index, id: row.id, values });
    this.names.set(`${scope}:${handle}`, row.id);
    this.log({ what: 'enter', scope, handle, kind: index, id: row.id, values });
    return handle;
  }

  change(scope: number, handle: number, name: string, value: Json): void {
    const member = this.members.get(scope)?.get(handle);
    if (!member) throw new Error('no such member');
    const field = visibleFields(member.kind, this.levels.get(scope) ?? 0).indexOf(name);
    member.values[field] = value;
    this.log({ what: 'change', scope, handle, kind: member.kind, field, value });
  }

  leave(scope: number, handle: number): void {
    this.members.get(scope)?.delete(handle);
    this.log({ what: 'leave', scope, handle });
  }

  lose(scope: number): void {
    this.members.delete(scope);
    this.levels.delete(scope);
    this.log({ what: 'gone', scope });
  }

  restart(epoch: string): void {
    this.epoch = epoch;
    this.lines = [];
  }

  // --- the wire ---

  live(onPoke: () => void): () => void {
    this.pokers.add(onPoke);
    return () => this.pokers.delete(onPoke);
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const early = this.before(request);
    if (early) return early;
    const body = typeof request.body === 'string' ? JSON.parse(request.body) : request.body;
    this.seen.push({
      path: request.path,
      method: request.method,
      body,
      headers: { ...request.headers },
    });
    const answer = request.path === '/sync' ? this.sync(request) : this.file(request);
    this.after(request);
    return answer;
  }

  private sync(request: HttpRequest): HttpAnswer {
    const text = String(request.body);
    if (text.length > this.request_bytes_max) return problem(413, 'too_large');
    const [, , replica, nonce, cursor, , , , columns = null, hollow = [], sums] = JSON.parse(text);
    const results: unknown[] = [];
    const idOf = (scope: number, handle: number): string =>
      this.names.get(`${scope}:${handle}`) ?? '';
    const isUnresolved = this.isBlind && columns?.length > 9;
    for (const entry of isUnresolved ? [] : open(replica, columns, idOf)) {
      if (entry.n > (this.last.get(replica) ?? 0) + 1) break;
      const result = this.take(entry);
      results.push(result);
      if (result[4] === 'forked') break;
    }
    for (const [n, hash] of hollow as [number, string, string][]) {
      if (n === (this.last.get(replica) ?? 0) + 1)
        results.push(this.record(replica, n, hash, 'set_aside', 'too_large'));
    }
    const head = [PROTOCOL_VERSION, nonce, this.now_ms, this.last.get(replica) ?? 0];
    const pulled = this.pull(cursor, results);
    if (isUnresolved) pulled[6] = [columns[0], 'unresolved'];
    return json(200, [
      ...head,
      ...(sums && pulled[1] === false ? this.repaired(pulled, sums) : pulled),
    ]);
  }

  private take(entry: WireEntry): unknown[] {
    const known = this.ledger.get(`${entry.replica}:${entry.n}`);
    if (known)
      return known.hash === entry.hash ? known.result : [entry.n, 0, 'rejected', [], 'forked', {}];
    const verdict = this.judge(entry);
    return this.record(
      entry.replica,
      entry.n,
      entry.hash,
      verdict.outcome,
      verdict.reason ?? '',
      verdict.flags,
    );
  }

  private record(
    replica: string,
    n: number,
    hash: string,
    outcome: string,
    reason: string,
    flags: readonly string[] = [],
  ): unknown[] {
    this.seq += 1;
    const result = [n, this.seq, outcome, flags, reason, {}];
    this.ledger.set(`${replica}:${n}`, { hash, result });
    this.last.set(replica, n);
    return result;
  }

  private pull(
    cursor: readonly [string, number, number?, number?, number?, number?],
    results: unknown[],
  ): unknown[] {
    const [epoch, floor, mode = 0, , , at = 0] = cursor;
    const isFresh = epoch !== this.epoch;
    if (isFresh || mode === 2) {
      const start = isFresh ? 0 : at;
      const found = this.all().filter((line) => line.handle > start);
      const page = found.slice(0, this.page_rows);
      const last = page.at(-1)?.handle ?? 0;
      const scopes =
        start === 0 ? [...this.levels].map(([scope, level]) => [scope, level, []]) : [];
      const isEnd = found.length <= this.page_rows;
      const next = isEnd
        ? [this.epoch, this.seq, 0, 0, 0, 0]
        : [this.epoch, 0, 2, this.seq, 1, last];
      return [next, true, '', 0, this.durable, results, null, [], scopes, pages(page), isFresh];
    }
    const news = this.lines.filter((line) => line.seq > floor);
    const head = [this.epoch, this.seq, 0, 0, 0, 0];
    const left = new Map<number, number[]>();
    for (const line of news)
      if (line.what === 'leave')
        left.set(line.scope, [...(left.get(line.scope) ?? []), line.handle]);
    const scopes = [...this.levels].map(([scope, level]) => [
      scope,
      level,
      delta((left.get(scope) ?? []).sort((a, b) => a - b)),
    ]);
    const gone = news.flatMap((line) => (line.what === 'gone' ? [line.scope] : []));
    const { digest, count } = this.digest();
    const sums = [digest, count, this.durable];
    return [head, false, ...sums, results, null, gone, scopes, pages(news)];
  }

  /** The page with all rows of the parts that differ. */
  private repaired(pulled: unknown[], sums: string): unknown[] {
    const found = this.all();
    const digests = found.map(
      ({ scope, handle, kind, id, values }) =>
        [handle, rowDigest(scope, handle, kind, id, values)] as const,
    );
    const ours = atob(partsText(digests));
    const theirs = atob(sums);
    const parts = Array.from({ length: ours.length / 4 }, (_, part) => part).filter(
      (part) => ours.slice(part * 4, part * 4 + 4) !== theirs.slice(part * 4, part * 4 + 4),
    );
    const rows = pages(found.filter((line) => parts.includes(partOf(line.handle))));
    return [
      ...pulled.slice(0, 9),
      [...(pulled[9] as unknown[]), ...rows],
      false,
      '',
      [],
      [],
      parts,
    ];
  }

  digest(): { digest: string; count: number } {
    let total = this.digest_offset;
    let count = 0;
    for (const { scope, handle, kind, id, values } of this.all()) {
      total = add(total, rowDigest(scope, handle, kind, id, values));
      count += 1;
    }
    return { digest: toHex(total), count };
  }

  private all(): (Line & { what: 'enter' })[] {
    return [...this.members]
      .flatMap(([scope, rows]) =>
        [...rows].map(([handle, member]) => ({ scope, handle, ...member })),
      )
      .map((line) => ({ seq: this.seq, what: 'enter' as const, ...line }))
      .sort((a, b) => a.handle - b.handle);
  }

  private log(line: DistributiveOmit<Line, 'seq'>): void {
    this.seq += 1;
    this.lines.push({ ...line, seq: this.seq } as Line);
  }

  private file(request: HttpRequest): HttpAnswer {
    const tus = { 'tus-resumable': '1.0.0' };
    if (this.noFiles !== null) return problem(...this.noFiles);
    if (request.method === 'POST') {
      const id = atob(
        (request.headers['upload-metadata'] ?? '').split(',')[0]?.split(' ')[1] ?? '',
      );
      if (!this.granted.has(id)) return problem(404, 'not_found');
      const size = Number(request.headers['upload-length']);
      if (!this.files.has(id)) this.files.set(id, { size, bytes: [] });
      return http(201, '', { ...tus, location: `/files/${id}` });
    }
    const file = this.files.get(request.path.split('/')[2] ?? '');
    if (!file) return problem(404, 'not_found');
    if (request.method === 'PATCH') {
      if (Number(request.headers['upload-offset']) !== file.bytes.length)
        return problem(409, 'offset_mismatch');
      for (const byte of request.body as Uint8Array) file.bytes.push(byte);
    }
    return http(204, '', { ...tus, 'upload-offset': String(file.bytes.length) });
  }
}
