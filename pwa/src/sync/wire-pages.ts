/** The pages of an answer: rows by kind and scope, as columns. Python: `sync/protocol.py`. */
import type { Json } from './canonical';
import { BrokenColumn, type Said, unpackColumn } from './columns';
import { type IdTable, readTable } from './id-table';
import type { EntryRecord } from './records';
import { fail, handles, list, text, texts, whole } from './shape';

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
  /** The rows that enter are those of another scope, which are here already. */
  readonly copied: { readonly scope: number; readonly handles: readonly number[] } | null;
}

/** What an answer may lean on: who asked, and the entries that he sent along. */
export interface Asked {
  readonly replica: string;
  readonly entries: readonly EntryRecord[];
}

export function decodeScope(value: unknown): WireScope {
  const [scope, level, leaves = []] = list(value, 'scope');
  return {
    scope: whole(scope, 'scope'),
    level: whole(level, 'level'),
    leaves: handles(leaves, 'leaves'),
  };
}

/** Throws BadShape. */
export function decodeKinds(
  kinds: unknown,
  ids: unknown,
  origins: unknown,
  asked: Asked,
): WireKind[] {
  try {
    const table = readTable(text(ids, 'ids'), list(origins, 'origins'), asked.replica);
    return list(kinds, 'kinds').map((kind) => decodeKind(kind, table, asked));
  } catch (error) {
    if (error instanceof RangeError || error instanceof BrokenColumn) return fail(error.message);
    throw error;
  }
}

function decodeKind(value: unknown, table: IdTable, asked: Asked): WireKind {
  const parts = list(value, 'kind');
  const [kind, scope, coded = [], ids = [], columns = [], changes = [], copied = []] = parts;
  const found = handles(coded, 'enter_handles');
  const source = handles(copied, 'copied').length > 0 ? decodeSource(copied) : null;
  if (source && source.handles.length !== found.length) fail('copies do not match their handles');
  const hasRows = found.length > 0 && source === null;
  const named = hasRows ? unpackColumn(ids, found.length, table.ids) : [];
  const said = () => named.map((id) => saidOf(String(id), table, asked));
  return {
    kind: whole(kind, 'kind'),
    scope: whole(scope, 'scope'),
    handles: found,
    ids: texts(named, 'enter_ids'),
    columns: hasRows
      ? list(columns, 'enter_columns').map((one) =>
          unpackColumn(one, found.length, table.ids, said),
        )
      : [],
    changes: list(changes, 'changes').map((change) => decodeChange(change, table)),
    copied: source,
  };
}

function decodeSource(value: unknown): WireKind['copied'] {
  const [scope, ...steps] = list(value, 'copied');
  return { scope: whole(scope, 'copied'), handles: handles(steps, 'copied') };
}

function decodeChange(value: unknown, table: IdTable): WireChange {
  const [field, coded, values] = list(value, 'change');
  const found = handles(coded, 'handles');
  return {
    field: whole(field, 'field'),
    handles: found,
    values: unpackColumn(values, found.length, table.ids) as readonly Json[],
  };
}

/** What the entry says in which a row was born. */
function saidOf(id: string, table: IdTable, asked: Asked): Said {
  const n = table.bornIn.get(id);
  const first = asked.entries[0]?.n ?? 0;
  const entry = n === undefined ? undefined : asked.entries[n - first];
  if (entry === undefined || entry.n !== n) return fail('a row of an entry that was not sent');
  return { ...(entry.args as Said), '@name': entry.name, '@ms': entry.device_ms };
}
