import { expect, it } from 'vitest';

import { DigestCheck, partSums } from './check';
import { add, partOf, rowDigest, subtract, toHex } from './digest';
import type { MemberRecord } from './records';

function member(handle: number, name = 'x'): MemberRecord {
  const id = `00000000-0000-8000-8000-${String(handle).padStart(12, '0')}`;
  return { v: 1, scope: 1, handle, kind: 5, id, level: 0, g: 1, values: [name, '', '', true] };
}

function expected(members: readonly MemberRecord[]): string {
  const sums = members.map((one) => rowDigest(one.scope, one.handle, one.kind, one.id, one.values));
  return toHex(sums.reduce(add, 0n));
}

const NOTHING = { put: [], drop: [], results: [], purge: [], keep: [], unkeep: [] };

it('sums every row of a small store', () => {
  const members = [member(1), member(2), member(3)];
  expect(new DigestCheck().sum(members)).toEqual({ digest: expected(members), count: 3 });
});

it('in a large store finds within sixteen rounds what changed underneath it', () => {
  const check = new DigestCheck(10);
  const members = Array.from({ length: 40 }, (_, at) => member(at + 1));
  expect(check.sum(members).digest).toBe(expected(members));
  const damaged = members.map((one) => (one.handle === 7 ? member(7, 'damaged') : one));
  const rounds = Array.from({ length: 16 }, () => check.sum(damaged).digest);
  expect(rounds).toContain(expected(damaged));
  expect(rounds[0]).toBe(expected(members));
});

it('sums at once what a page touched', () => {
  const check = new DigestCheck(10);
  const members = Array.from({ length: 40 }, (_, at) => member(at + 1));
  check.sum(members);
  const changed = members.map((one) => (one.handle === 7 ? member(7, 'new') : one));
  check.note({ ...NOTHING, put: [member(7, 'new')], state: undefined as never });
  expect(check.sum(changed).digest).toBe(expected(changed));
});

it('is due at every head, but not for a while after all repairs have failed', () => {
  const check = new DigestCheck();
  expect(check.isDue(0)).toBe(true);
  expect(check.isDue(1)).toBe(true);
  check.giveUp(1_000);
  expect(check.isDue(600_999)).toBe(false);
  expect(check.isDue(601_000)).toBe(true);
  check.giveUp(601_000);
  expect(check.isDue(1_800_999)).toBe(false);
  expect(check.isDue(1_801_000)).toBe(true);
  check.agrees();
  check.giveUp(0);
  expect(check.isDue(600_000)).toBe(true);
});

it('adds up what was damaged into something that has no canonical form', () => {
  const [one] = [member(1)];
  const damaged = { ...one, values: [1.5, '', '', true] } as MemberRecord;
  expect(new DigestCheck().sum([damaged])).toEqual({ digest: toHex(0n), count: 1 });
});

it('finds each of 1,000 single flips among 2,000 rows, and the part that it lies in', () => {
  const members = Array.from({ length: 2_000 }, (_, at) => member(at + 1, `row ${at}`));
  const digests = members.map((one) =>
    rowDigest(one.scope, one.handle, one.kind, one.id, one.values),
  );
  const total = digests.reduce(add, 0n);
  const whole = new DigestCheck().sum(members);
  expect(whole.digest).toBe(toHex(total));
  const sums = atob(partSums(members));
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let flip = 0; flip < 1_000; flip += 1) {
    const at = next(members.length);
    const one = members[at] as MemberRecord;
    const values = [...one.values];
    const field = next(values.length);
    values[field] = typeof values[field] === 'boolean' ? !values[field] : `${values[field]}\u0000`;
    const flipped = rowDigest(one.scope, one.handle, one.kind, one.id, values);
    expect(add(subtract(total, digests[at] ?? 0n), flipped)).not.toBe(total);
    const part = partOf(one.handle) * 4;
    const before = new DataView(Uint8Array.from(sums, (c) => c.charCodeAt(0)).buffer);
    const move = Number(subtract(flipped, digests[at] ?? 0n) & 0xffffffffn);
    expect((before.getUint32(part) + move) % 2 ** 32).not.toBe(before.getUint32(part));
  }
});
