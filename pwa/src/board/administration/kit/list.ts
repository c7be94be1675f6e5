/** Rows of an administration list: what is shown, searched, sorted and exported is the same. */
import { type Sort, sorted } from '../../../ui/board/table';
import { score } from '../../queries/search';

export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly is_active: boolean;
  /** What the row is found by: names, initials, phones, codes, addresses. */
  readonly found: readonly string[];
}

export interface ListColumn<T> {
  readonly id: string;
  readonly label: string;
  /** CSS width */
  readonly width?: string;
  readonly align?: 'start' | 'end';
  readonly text: (row: T) => string | number | null;
}

export const SHOWN = ['active', 'inactive', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Asked {
  readonly shown: Shown;
  readonly query: string;
  readonly sort: Sort | null;
}

export function isShown(row: Listed, shown: Shown): boolean {
  return shown === 'all' || row.is_active === (shown === 'active');
}

/** Filter, then search, then order: the very rows of the screen, all of them. */
export function listOf<T extends Listed>(
  rows: readonly T[],
  columns: readonly ListColumn<T>[],
  { shown, query, sort }: Asked,
): readonly T[] {
  const found = rows.filter(
    (row) => isShown(row, shown) && (query.trim() === '' || score(row.found, query) > 0),
  );
  return sorted(found, sort, (id) => columns.find((column) => column.id === id)?.text);
}
