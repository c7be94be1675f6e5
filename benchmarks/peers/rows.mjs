// Rows as every peer gets them: flat, with `table` and `id`; a field without a value is not there.

/** The row after `set`; null takes a field away. */
export function changed(row, set) {
  const next = { ...row };
  for (const [field, value] of Object.entries(set)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return next;
}

/** Without what a library keeps beside the values. */
export function plain(row, ...apart) {
  const pairs = Object.entries(row).filter(
    ([field, value]) => value !== null && value !== undefined && !apart.includes(field),
  );
  return Object.fromEntries(pairs);
}

/** The server's side of peers that leave it to their users: one counter, and who has left. */
export class Table {
  head = 0;
  rows = new Map();
  left = new Map();

  put(row) {
    this.head += 1;
    this.left.delete(row.id);
    this.rows.set(row.id, { row, version: this.head });
  }

  set(id, set) {
    this.put(changed(this.rows.get(id).row, set));
  }

  drop(id) {
    this.head += 1;
    this.left.set(id, { row: this.rows.get(id).row, version: this.head });
    this.rows.delete(id);
  }

  apply(changes) {
    for (const change of changes) {
      if (change.put) this.put(change.put);
      else if (change.set) this.set(change.id, change.set);
      else this.drop(change.id);
    }
  }

  /** Entries of `rows` or `left` after this version, oldest first. */
  since(version, entries = this.rows) {
    const newer = [...entries.values()].filter((entry) => entry.version > version);
    return newer.sort((one, other) => one.version - other.version);
  }

  /** What the commands of a server do when it keeps its rows here. */
  commands(port) {
    return {
      port,
      seed: (rows) => this.apply(rows.map((put) => ({ put }))),
      apply: (changes) => this.apply(changes),
      rows: () => ({ rows: [...this.rows.values()].map((entry) => entry.row), aside: [] }),
    };
  }
}

const byName = ([one], [other]) => (one < other ? -1 : 1);
const keyOf = (row) => JSON.stringify(Object.entries(row).sort(byName));

/** Rows as texts that are equal when the rows are. */
export const keysOf = (rows) => new Set(rows.map(keyOf));

export function areThese(rows, keys) {
  return rows.length === keys.size && rows.every((row) => keys.has(keyOf(row)));
}
