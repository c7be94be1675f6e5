/**
 * A table as a spreadsheet of one sheet. Text is written as text and is therefore never taken for
 * a formula, whatever it begins with.
 */
import writeExcelFile from 'write-excel-file/universal';

export type Cell = string | number | null;

export interface Sheet {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const CELL_CHARS_MAX = 32_767;
const NAME_CHARS_MAX = 31;
const WIDTH_MIN = 8;
const WIDTH_MAX = 60;
/** Characters that XML 1.0 cannot hold at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function written(value: Cell) {
  if (value === null || value === '') return null;
  if (typeof value === 'number' && Number.isFinite(value)) return { type: Number, value };
  const text = String(value).slice(0, CELL_CHARS_MAX).replace(FORBIDDEN, '');
  return { type: String, value: text };
}

/** Chinese characters are twice as wide. */
function widthOf(value: Cell): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond Latin is wide
  return String(value ?? '').replace(/[^\u0000-\u02ff]/g, '##').length;
}

function columns({ heads, rows }: Sheet) {
  return heads.map((head, at) => {
    const widths = rows.map((row) => widthOf(row[at] ?? null));
    const widest = widths.reduce((most, width) => Math.max(most, width), widthOf(head));
    return { width: Math.min(Math.max(widest + 2, WIDTH_MIN), WIDTH_MAX) };
  });
}

export async function xlsx(sheet: Sheet): Promise<Blob> {
  const name = sheet.name.replace(/[[\]:*?/\\]/g, ' ').slice(0, NAME_CHARS_MAX) || '1';
  const heads = sheet.heads.map((value) => ({ type: String, value, fontWeight: 'bold' as const }));
  return writeExcelFile([heads, ...sheet.rows.map((row) => row.map(written))], {
    sheet: name,
    columns: columns(sheet),
    stickyRowsCount: 1,
  }).toBlob();
}
