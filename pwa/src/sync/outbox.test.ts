import { expect, test } from 'vitest';

import { Mutation } from '../contract/mutations';
import { Outbox, STORED_SHOWN_MAX } from './outbox';
import type { EntryRecord, ResultRecord } from './records';

const REPLICA = 'r1';
const KEPT = 2_000;
const NOTHING: ReadonlySet<string> = new Set();

/** Counts each time that somebody asks for its number. */
function entry(n: number, told: { looks: number }): EntryRecord {
  return {
    v: 1,
    replica: REPLICA,
    get n() {
      told.looks += 1;
      return n;
    },
    order: n,
    base: ['e1', n],
    device_ms: n,
    mono_ms: n,
    zone: 'Asia/Shanghai',
    app: 'test',
    schema: 's1',
    name: Mutation.Note,
    args: {},
    hash: `h${n}`,
    skew_ms: 0,
    rows: [],
  };
}

function result(n: number, epoch = 'e1'): ResultRecord {
  return {
    v: 1,
    replica: REPLICA,
    n,
    epoch,
    seq: n,
    outcome: 'accepted',
    flags: [],
    reason: '',
    detail: {},
    settled: true,
    dismissed: false,
  };
}

/** Thousands that are only kept, and one that nobody has answered. */
function filled(told: { looks: number }): Outbox {
  const outbox = new Outbox();
  const entries = Array.from({ length: KEPT + 1 }, (_, at) => entry(at + 1, told));
  const identity = {
    v: 1 as const,
    line: REPLICA,
    replica: REPLICA,
    next_n: KEPT + 2,
    next_order: KEPT + 2,
  };
  const results = Array.from({ length: KEPT }, (_, at) => result(at + 1));
  outbox.load(identity, entries, results);
  outbox.epoch = 'e1';
  return outbox;
}

function ask(outbox: Outbox): number[] {
  return [
    outbox.unsent().length,
    outbox.unsettled().length,
    outbox.replayed().length,
    outbox.settledN(REPLICA),
    outbox.attention(),
    outbox.items(NOTHING, NOTHING).length,
  ];
}

test('entries that are only kept are not looked through with every question', () => {
  const told = { looks: 0 };
  const outbox = filled(told);
  expect(ask(outbox)).toEqual([1, 1, 1, KEPT, 0, STORED_SHOWN_MAX + 1]);
  told.looks = 0;
  ask(outbox);
  expect(told.looks).toBeLessThan(10 * STORED_SHOWN_MAX);
});

test('what changes is seen at once', () => {
  const told = { looks: 0 };
  const outbox = filled(told);
  ask(outbox);
  outbox.take([result(KEPT + 1)], []);
  expect(ask(outbox)).toEqual([0, 0, 0, KEPT + 1, 0, STORED_SHOWN_MAX]);
  outbox.add(entry(KEPT + 2, told));
  expect(ask(outbox)).toEqual([1, 1, 1, KEPT + 1, 0, STORED_SHOWN_MAX + 1]);
  outbox.take([{ ...result(KEPT + 2), outcome: 'rejected', reason: 'not_found' }], []);
  expect(outbox.attention()).toBe(1);
  outbox.take([], [{ replica: REPLICA, n: KEPT + 2 }]);
  expect(ask(outbox)).toEqual([0, 0, 0, KEPT + 2, 0, STORED_SHOWN_MAX]);
});

test('in a new epoch everything that is kept is owed', () => {
  const outbox = filled({ looks: 0 });
  ask(outbox);
  outbox.epoch = 'e2';
  expect(outbox.unsent()).toHaveLength(KEPT + 1);
  expect(outbox.unsettled('e1')).toHaveLength(1);
});
