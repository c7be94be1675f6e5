/**
 * Length, checksum, payload: so that what was cut off in the middle of a write is recognised.
 * Little-endian; the checksum is CRC-32 as zip and PNG have it.
 */
const HEAD_BYTES = 8;

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ ((value & 1) === 1 ? 0xedb88320 : 0);
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const octet of bytes) value = (value >>> 8) ^ (TABLE[(value ^ octet) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}

export function framed(payloads: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = payloads.reduce((sum, payload) => sum + HEAD_BYTES + payload.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const payload of payloads) {
    view.setUint32(at, payload.length, true);
    view.setUint32(at + 4, crc32(payload), true);
    bytes.set(payload, at + HEAD_BYTES);
    at += HEAD_BYTES + payload.length;
  }
  return bytes;
}

/** The payloads up to the first one that is not whole. */
export function whole(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const payloads: Uint8Array[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const end = at + HEAD_BYTES + view.getUint32(at, true);
    if (end > bytes.length) break;
    const payload = bytes.subarray(at + HEAD_BYTES, end);
    if (crc32(payload) !== view.getUint32(at + 4, true)) break;
    payloads.push(payload);
    at = end;
  }
  return payloads;
}
