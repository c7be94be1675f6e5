import { expect, it } from 'vitest';

import { DigestCheck } from './check';
import { add, rowDigest, toHex } from './digest';
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
  expect(new DigestCheck().sum(members, 0)).toEqual({ digest: expected(members), count: 3 });
});

it('in a large store finds within sixteen rounds what changed underneath it', () => {
  const check = new DigestCheck(10);
  const members = Array.from({ length: 40 }, (_, at) => member(at + 1));
  expect(check.sum(members, 0).digest).toBe(expected(members));
  const damaged = members.map((one) => (one.handle === 7 ? member(7, 'damaged') : one));
  const rounds = Array.from({ length: 16 }, () => check.sum(damaged, 0).digest);
  expect(rounds).toContain(expected(damaged));
  expect(rounds[0]).toBe(expected(members));
});

it('sums at once what a page touched', () => {
  const check = new DigestCheck(10);
  const members = Array.from({ length: 40 }, (_, at) => member(at + 1));
  check.sum(members, 0);
  const changed = members.map((one) => (one.handle === 7 ? member(7, 'new') : one));
  check.note({ ...NOTHING, put: [member(7, 'new')], state: undefined as never });
  expect(check.sum(changed, 0).digest).toBe(expected(changed));
});

it('is due after a change and now and then, not after every empty page', () => {
  const check = new DigestCheck();
  expect(check.isDue(0)).toBe(true);
  check.sum([], 0);
  check.note({ ...NOTHING, state: undefined as never });
  expect(check.isDue(1_000)).toBe(false);
  expect(check.isDue(700_000)).toBe(true);
  check.note({ ...NOTHING, drop: [[1, 1]], state: undefined as never });
  expect(check.isDue(1_000)).toBe(true);
});
