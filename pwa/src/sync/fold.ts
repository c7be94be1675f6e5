/** Outbox entries in columns, so that a day without signal fits a few packets. Positions: `sync/protocol.py`. */
import { blake2s } from '@noble/hashes/blake2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

import { base64url, octetsOf } from './base64';
import type { Json } from './canonical';
import { type Column, differences, packColumn } from './columns';
import type { EntryRecord } from './records';

/** Scope and handle of a row that is here, or null. */
export type PlaceOf = (id: string) => readonly [scope: number, handle: number] | null;

const CHECK_BYTES = 6;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Run {
  readonly name: string;
  readonly keys: readonly string[];
  readonly lines: Readonly<Record<string, Json>>[];
}

/** Entries of which each says its arguments in full. */
export function speltEntries(entries: readonly EntryRecord[]): readonly unknown[] {
  const [first, bases, device, mono, zones, apps, schemas] = frames(entries);
  const names = column(entries.map((entry) => entry.name));
  const args = entries.map((entry) => entry.args);
  return [first, names, bases, device, differences(mono), zones, apps, schemas, args];
}

/** The same with arguments in columns, rows by their handles, and a check of what was meant. */
export function foldedEntries(
  entries: readonly EntryRecord[],
  placeOf: PlaceOf,
): readonly unknown[] {
  const [first, bases, device, mono, zones, apps, schemas] = frames(entries);
  const lag = differences(mono.map((value, at) => value - (entries[at]?.device_ms ?? 0)));
  const { runs, order } = runsOf(entries);
  const table = new IdTable(runs, placeOf);
  const coded = runs.map(({ name, keys, lines }) => [
    name,
    keys,
    keys.map((key) => table.column(lines.map((line) => line[key] ?? null))),
  ]);
  return [
    ...[first, [], bases, device, lag, zones, apps, schemas, []],
    ...[coded, packColumn(order), table.rows, table.ids, checkOf(entries)],
  ];
}

function checkOf(entries: readonly EntryRecord[]): string {
  const hashes = utf8ToBytes(entries.map((entry) => entry.hash).join(''));
  return base64url(blake2s(hashes, { dkLen: CHECK_BYTES }));
}

function frames(entries: readonly EntryRecord[]) {
  return [
    entries[0]?.n ?? 1,
    column(entries.map((entry) => entry.base)),
    differences(entries.map((entry) => entry.device_ms)),
    entries.map((entry) => entry.mono_ms),
    column(entries.map((entry) => entry.zone)),
    column(entries.map((entry) => entry.app)),
    column(entries.map((entry) => entry.schema)),
  ] as const;
}

/** One value for all of them when they are all the same. */
function column<T>(values: readonly T[]): readonly T[] {
  const first = JSON.stringify(values[0]);
  return values.every((value) => JSON.stringify(value) === first) ? values.slice(0, 1) : values;
}

/** Entries of one mutation that say the same arguments form a run; `order` says whose turn it is. */
function runsOf(entries: readonly EntryRecord[]): { runs: Run[]; order: number[] } {
  const places = new Map<string, number>();
  const runs: Run[] = [];
  const order = entries.map((entry) => {
    const args = entry.args as Readonly<Record<string, Json>>;
    const keys = Object.keys(args).sort();
    const title = JSON.stringify([entry.name, ...keys]);
    const place = places.get(title) ?? runs.length;
    if (place === runs.length) {
      places.set(title, place);
      runs.push({ name: entry.name, keys, lines: [] });
    }
    runs[place]?.lines.push(args);
    return place;
  });
  return { runs, order };
}

/** The ids that arguments name: rows that are here by scope and handle, all others in full. */
class IdTable {
  readonly rows: number[][] = [];
  readonly ids: string;
  private readonly places = new Map<string, number>();

  constructor(runs: readonly Run[], placeOf: PlaceOf) {
    const scopes = new Map<number, [handle: number, id: string][]>();
    const strangers: string[] = [];
    for (const id of idsOf(runs)) {
      const place = placeOf(id);
      if (place === null) strangers.push(id);
      else scopes.set(place[0], [...(scopes.get(place[0]) ?? []), [place[1], id]]);
    }
    for (const [scope, found] of scopes) {
      found.sort(([a], [b]) => a - b);
      const steps = differences(found.map(([handle]) => handle));
      this.rows.push([scope, ...steps.map((step) => step ?? 0)]);
      for (const [, id] of found) this.places.set(id, this.places.size);
    }
    for (const id of strangers) this.places.set(id, this.places.size);
    this.ids = btoa(String.fromCharCode(...strangers.flatMap((id) => [...octetsOf(id)])));
  }

  column(values: readonly Json[]): Column {
    if (!isIds(values)) return packColumn(values);
    const places = values.map((id) => (id === null ? null : (this.places.get(id) ?? null)));
    return [5, packColumn(places)];
  }
}

function idsOf(runs: readonly Run[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { keys, lines } of runs) {
    for (const key of keys) {
      const values = lines.map((line) => line[key] ?? null);
      if (isIds(values)) for (const id of values) if (id !== null) found.add(id);
    }
  }
  return found;
}

/** Whether there are ids, and nothing beside them but nulls. */
function isIds(values: readonly Json[]): values is readonly (string | null)[] {
  return (
    values.some((value) => value !== null) &&
    values.every((value) => value === null || (typeof value === 'string' && UUID.test(value)))
  );
}
