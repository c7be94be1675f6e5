import { describe, expect, test } from 'vitest';
import type { CapturedFile, DayReceipt, OutboxItem, SyncStatus, UploadItem } from '../../sync/api';
import { deviceDay } from '../../ui/i18n/calendar';
import { dayEndOf } from './day';

const status = (given: Partial<SyncStatus> = {}): SyncStatus => ({
  base: ['', 0],
  phase: 'idle',
  waiting: 0,
  attention: 0,
  last_contact_ms: 1,
  last_synced_ms: 1,
  first_sync_done: true,
  uploads: [],
  mismatch_count: 0,
  has_journal: true,
  ...given,
});
const item = (state: OutboxItem['state']) => ({ state }) as OutboxItem;
const upload = (state: UploadItem['state'], sent_bytes = 0): UploadItem => ({
  attachment_id: 'a',
  size_bytes: 10,
  sent_bytes,
  state,
});
const file = (media_type: string, given: Partial<CapturedFile> = {}): CapturedFile => ({
  attachment_id: 'a',
  sha256: '',
  media_type,
  size_bytes: 5,
  is_signature: false,
  stored_ms: 7,
  ...given,
});
const receipt = (stored: readonly CapturedFile[] = []): DayReceipt => ({
  replica: 'r',
  last_n: 1,
  stored,
  code: '',
});

describe('the day is safe', () => {
  test('when every entry and every file has its receipt', () => {
    const now = status({ uploads: [upload('stored', 10)] });
    expect(dayEndOf(now, [item('stored')], receipt()).isSafe).toBe(true);
  });

  test.each([
    ['an entry waits', status(), [item('waiting')]],
    ['an entry is being sent', status(), [item('sending')]],
    ['its change has not come back', status(), [item('settling')]],
    ['one was refused and not read', status({ attention: 1 }), [item('rejected')]],
    ['a file waits', status({ uploads: [upload('waiting')] }), []],
    ['a file was sent and not confirmed', status({ uploads: [upload('sending', 10)] }), []],
    ['a file could not be sent', status({ uploads: [upload('failed')] }), []],
    ['nothing was ever heard of the server', status({ first_sync_done: false }), []],
  ])('not while %s', (_, now, outbox) => {
    expect(dayEndOf(now, outbox, receipt()).isSafe).toBe(false);
  });
});

test('it says what is left', () => {
  const now = status({ uploads: [upload('waiting', 4), upload('failed'), upload('stored', 10)] });
  expect(dayEndOf(now, [item('waiting'), item('rejected')], receipt())).toMatchObject({
    entries_left: 1,
    files_left: 2,
    left_bytes: 16,
  });
});

test('it counts by sort, and knows when the last one came', () => {
  const stored = [
    file('image/jpeg'),
    file('image/heic', { stored_ms: 9 }),
    file('image/png', { is_signature: true, stored_ms: null }),
    file('video/webm'),
    file('audio/webm'),
    file('application/pdf'),
  ];
  const end = dayEndOf(status(), [], receipt(stored));
  expect(end.counts).toEqual({ photos: 2, signatures: 1, clips: 1, voices: 1, files: 1 });
  expect(end).toMatchObject({ stored: 6, stored_bytes: 30, last_stored_ms: 9 });
  expect(dayEndOf(status(), [], receipt()).last_stored_ms).toBeNull();
});

test('a day goes from midnight to midnight of this device', () => {
  const noon = new Date(2026, 10, 22, 12).getTime();
  const { from_ms, until_ms } = deviceDay(noon);
  expect(new Date(from_ms)).toEqual(new Date(2026, 10, 22));
  expect(new Date(until_ms)).toEqual(new Date(2026, 10, 23));
  expect(deviceDay(from_ms).from_ms).toBe(from_ms);
  expect(deviceDay(until_ms).from_ms).toBe(until_ms);
});
