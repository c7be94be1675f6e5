/** A ZIP file of stored (uncompressed) parts: enough for a spreadsheet. PKWARE APPNOTE 4.3. */

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980: the file says nothing of when it was made. */
const DOS_DATE = 0x21;

function header(fields: readonly (readonly [size: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** What both headers of a part say: from its version to the lengths of name and extra. */
function common(crc: number, size: number, name: number): (readonly [2 | 4, number])[] {
  const dates = [[2, 0] as const, [2, DOS_DATE] as const];
  const sizes = [[4, crc] as const, [4, size] as const, [4, size] as const];
  return [[2, VERSION], [2, FLAGS], [2, 0], ...dates, ...sizes, [2, name], [2, 0]];
}

/** Parts by name, in order → the bytes of the archive. */
export function zip(parts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const body: Uint8Array[] = [];
  const index: Uint8Array[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(parts)) {
    const name = encoder.encode(path);
    const bytes = encoder.encode(text);
    const shared = common(crc32(bytes), bytes.length, name.length);
    const head = header([[4, LOCAL], ...shared]);
    // Comment, disk, attributes inside and outside, where the part begins.
    const tail = [[2, 0] as const, [2, 0] as const, [2, 0] as const, [4, 0] as const];
    index.push(header([[4, CENTRAL], [2, VERSION], ...shared, ...tail, [4, offset]]), name);
    body.push(head, name, bytes);
    offset += head.length + name.length + bytes.length;
  }
  const count = index.length / 2;
  const indexed = index.reduce((sum, each) => sum + each.length, 0);
  const disks = [[2, 0] as const, [2, 0] as const, [2, count] as const, [2, count] as const];
  const end = header([[4, END], ...disks, [4, indexed], [4, offset], [2, 0]]);
  return joined([...body, ...index, end]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
