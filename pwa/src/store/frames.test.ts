import { describe, expect, it } from 'vitest';

import { crc32, framed, whole } from './frames';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (found: Uint8Array[]): string[] =>
  found.map((payload) => new TextDecoder().decode(payload));

describe('frames', () => {
  it('have the checksum that zip and PNG have', () => {
    expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
  });

  it('give back what was put in, and cut anywhere only what is whole', () => {
    const payloads = ['one', '', '三'].map(bytes);
    const file = framed(payloads);
    expect(texts(whole(file))).toEqual(['one', '', '三']);
    const ends = [11, 19, 30];
    for (let size = 0; size < file.length; size += 1) {
      const count = ends.filter((end) => end <= size).length;
      expect(whole(file.subarray(0, size))).toHaveLength(count);
    }
  });

  it('end where an octet was changed', () => {
    const file = framed(['one', 'two', 'three'].map(bytes));
    file[11 + 8] = 0;
    expect(texts(whole(file))).toEqual(['one']);
  });
});
