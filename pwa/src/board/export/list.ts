/** A list as a file: the rows and columns that are on the screen, all of them, in that order. */
import { deviceZone } from '../../ui/i18n/calendar';
import { dayOf } from '../time/local';
import type { Cell } from './xlsx';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A browser may read the file a moment after the click. */
const READ_MS = 10_000;

interface Exported<T> {
  readonly label: string;
  readonly text: (row: T) => Cell;
}

export function download(bytes: BlobPart, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}

/** The writer of spreadsheets is loaded by the first export. */
export async function exportList<T>(
  title: string,
  columns: readonly Exported<T>[],
  rows: readonly T[],
): Promise<void> {
  const { xlsx } = await import('./xlsx');
  const file = await xlsx({
    name: title,
    heads: columns.map((column) => column.label),
    rows: rows.map((row) => columns.map((column) => column.text(row))),
  });
  download(file, XLSX, `${title} ${dayOf(Date.now(), deviceZone())}.xlsx`);
}
