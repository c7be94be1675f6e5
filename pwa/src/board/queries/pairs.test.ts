import { expect, test } from 'vitest';
import type { Attachment } from '../../contract/kinds';
import { photoRow } from '../../domain/testing/rows';
import { pairsOf } from './pairs';

const picture = (id: string, captured_ms: number, given: Partial<Attachment> = {}): Attachment =>
  photoRow({ id, captured_ms, state: 'stored', slot: 'before', ...given });
const after = (id: string, captured_ms: number, given: Partial<Attachment> = {}): Attachment =>
  picture(id, captured_ms, { slot: 'after', ...given });
const ids = (pictures: readonly Attachment[]): string[] =>
  pairsOf(pictures).map((pair) => `${pair.before.id}-${pair.after.id}`);

test('each after picture has the newest before picture that was there then', () => {
  expect(
    ids([after('d', 40), picture('c', 30), after('b', 20), picture('a', 10), picture('e', 50)]),
  ).toEqual(['a-b', 'c-d']);
});

test('a caption in common comes first', () => {
  const caption = '接缝';
  expect(ids([picture('a', 1, { caption }), picture('b', 2), after('c', 3, { caption })])).toEqual([
    'a-c',
  ]);
  expect(ids([picture('a', 1, { caption }), picture('b', 2), after('c', 3)])).toEqual(['b-c']);
});

test('only pictures that can be shown now', () => {
  for (const hidden of [
    { state: 'waiting' },
    { media_type: 'video/webm' },
    { broken_reason: 'broken' },
  ] as const) {
    expect(ids([picture('a', 1, hidden), after('b', 2)])).toEqual([]);
    expect(ids([picture('a', 1), after('b', 2, hidden)])).toEqual([]);
  }
  expect(ids([picture('a', 1), after('b', 2)])).toEqual(['a-b']);
});

test('nothing without both sides, and other slots are no side', () => {
  expect(ids([after('a', 1)])).toEqual([]);
  expect(ids([picture('a', 1), picture('b', 2, { slot: 'during' })])).toEqual([]);
});
