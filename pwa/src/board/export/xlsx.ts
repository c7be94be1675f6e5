/**
 * A table as a spreadsheet of one sheet (ECMA-376). Text is written as inline text and is
 * therefore never taken for a formula, whatever it begins with. Pure.
 */
import { zip } from './zip';

export type Cell = string | number | null;

export interface Sheet {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CELL_CHARS_MAX = 32_767;
const NAME_CHARS_MAX = 31;
const WIDTH_MIN = 8;
const WIDTH_MAX = 60;
const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
/** Characters that XML 1.0 cannot hold at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (sign) => MARKUP[sign] ?? '');
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnName(at: number): string {
  const rest = Math.floor(at / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (at % 26));
}

function cell(value: Cell, reference: string, style: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number' && Number.isFinite(value))
    return `<c r="${reference}"${style}><v>${value}</v></c>`;
  const text = escaped(String(value).slice(0, CELL_CHARS_MAX));
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function line(cells: readonly Cell[], number: number, style = ''): string {
  const written = cells.map((value, at) => cell(value, `${columnName(at)}${number}`, style));
  return `<row r="${number}">${written.join('')}</row>`;
}

/** Chinese characters are twice as wide. */
function widthOf(value: Cell): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond Latin is wide
  return String(value ?? '').replace(/[^\u0000-\u02ff]/g, '##').length;
}

function columns({ heads, rows }: Sheet): string {
  const written = heads.map((head, at) => {
    const widest = rows.reduce(
      (most, row) => Math.max(most, widthOf(row[at] ?? null)),
      widthOf(head),
    );
    const width = Math.min(Math.max(widest + 2, WIDTH_MIN), WIDTH_MAX);
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
  });
  return `<cols>${written.join('')}</cols>`;
}

function sheetXml(sheet: Sheet): string {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const last = `${columnName(sheet.heads.length - 1)}${sheet.rows.length + 1}`;
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}` +
    `</sheetView></sheetViews>${columns(sheet)}<sheetData>${line(sheet.heads, 1, ' s="1"')}` +
    `${sheet.rows.map((row, at) => line(row, at + 2)).join('')}</sheetData>` +
    `<autoFilter ref="A1:${last}"/></worksheet>`
  );
}

const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>` +
  '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

function related(targets: readonly (readonly [type: string, target: string])[]): string {
  const lines = targets.map(
    ([type, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATION}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`;
}

function typed(): string {
  const parts = [
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/worksheets/sheet1.xml', 'worksheet'],
    ['/xl/styles.xml', 'styles'],
  ];
  const lines = parts.map(
    ([name, type]) => `<Override PartName="${name}" ContentType="${TYPE}.${type}+xml"/>`,
  );
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${lines.join('')}</Types>`
  );
}

export function xlsx(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const name = escaped(sheet.name.replace(/[[\]:*?/\\]/g, ' ').slice(0, NAME_CHARS_MAX)) || '1';
  return zip({
    '[Content_Types].xml': typed(),
    '_rels/.rels': related([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>` +
      `<sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': related([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': sheetXml(sheet),
  });
}
