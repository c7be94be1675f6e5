import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnName, xlsx } from './xlsx';
import { crc32 } from './zip';

test('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
  ]);
});

test('the check sum is that of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

/** Another reader than ours: Python's, which checks the archive and its XML. */
function read(bytes: Uint8Array): unknown {
  const file = join(mkdtempSync(join(tmpdir(), 'xlsx-')), 'list.xlsx');
  writeFileSync(file, bytes);
  const script = `
import json, re, sys, zipfile
from xml.etree import ElementTree
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
for name in archive.namelist():
    ElementTree.fromstring(archive.read(name))
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
print(json.dumps([
    [[cell.get("r"), cell.get("t"), "".join(cell.itertext())] for cell in row]
    for row in sheet.iter(space + "row")
]))`;
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
}

test('text stays text, whatever it begins with; numbers stay numbers', () => {
  const bytes = xlsx({
    name: '客户/2026',
    heads: ['姓名', '单数'],
    rows: [
      ['=HYPERLINK("x")', 3],
      ['+1 <b> & "q"\u0000', null],
      ['@x', 0.5],
    ],
  });
  expect(read(bytes)).toEqual([
    [
      ['A1', 'inlineStr', '姓名'],
      ['B1', 'inlineStr', '单数'],
    ],
    [
      ['A2', 'inlineStr', '=HYPERLINK("x")'],
      ['B2', null, '3'],
    ],
    [['A3', 'inlineStr', '+1 <b> & "q"']],
    [
      ['A4', 'inlineStr', '@x'],
      ['B4', null, '0.5'],
    ],
  ]);
});
