import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { xlsx } from './xlsx';

/** Another reader than the library's: Python's, which checks the archive and its XML. */
function read(bytes: Uint8Array): unknown {
  const file = join(mkdtempSync(join(tmpdir(), 'xlsx-')), 'list.xlsx');
  writeFileSync(file, bytes);
  const script = `
import json, sys, zipfile
from xml.etree import ElementTree
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
shared = [
    "".join(each.itertext()) for each in parts.get("xl/sharedStrings.xml", []) if each.tag == space + "si"
]
def said(cell):
    text = "".join(cell.itertext())
    return shared[int(text)] if cell.get("t") == "s" else text if cell.get("t") else float(text)
sheet = parts["xl/worksheets/sheet1.xml"]
assert not list(sheet.iter(space + "f")), "a formula"
rows = [[said(cell) for cell in row if "".join(cell.itertext())] for row in sheet.iter(space + "row")]
names = [each.get("name") for each in parts["xl/workbook.xml"].iter(space + "sheet")]
print(json.dumps([names, rows]))`;
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
}

test('text stays text, whatever it begins with; numbers stay numbers', async () => {
  const blob = await xlsx({
    name: '客户/2026',
    heads: ['姓名', '单数'],
    rows: [
      ['=HYPERLINK("x")', 3],
      ['+1 <b> & "q"\u0000', null],
      ['@x', 0.5],
    ],
  });
  expect(read(new Uint8Array(await blob.arrayBuffer()))).toEqual([
    ['客户 2026'],
    [['姓名', '单数'], ['=HYPERLINK("x")', 3], ['+1 <b> & "q"'], ['@x', 0.5]],
  ]);
});
