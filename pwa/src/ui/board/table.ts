/** Order and movement of table rows, without a screen. */
export interface Sort {
  readonly id: string;
  readonly dir: 'asc' | 'desc';
}

type Value = string | number | null;

/** Stable; rows without a value come last in both directions. Chinese text by pinyin. */
export function sorted<T>(
  rows: readonly T[],
  sort: Sort | null,
  valueOf: (id: string) => ((row: T) => Value) | undefined,
): readonly T[] {
  const value = sort ? valueOf(sort.id) : undefined;
  if (!sort || !value) return rows;
  const sign = sort.dir === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => compare(value(a), value(b), sign));
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

function compare(a: Value, b: Value, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

/** Index of the row a key leads to; null when the key does not move. */
export function moveKey(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  if (key === 'ArrowDown' || key === 'j') return Math.min(last, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}
