/** Whether the day may be called safe, and what is in it: from receipts, never from hope. */
import type { CapturedFile, DayReceipt, OutboxItem, SyncStatus } from '../../sync/api';
import { isRefused } from '../marks';

export const SORTS = ['photos', 'signatures', 'clips', 'voices', 'files'] as const;
export type Sort = (typeof SORTS)[number];

export interface DayEnd {
  /** The server has every entry and every byte that was ever captured on this phone. */
  readonly isSafe: boolean;
  /** Entries whose change has not come back yet. */
  readonly entries_left: number;
  /** Entries that were not taken and that nobody has read. */
  readonly refused: number;
  readonly files_left: number;
  /** Of those files. */
  readonly left_bytes: number;
  /** Captured today and stored. */
  readonly counts: Readonly<Record<Sort, number>>;
  readonly stored: number;
  readonly stored_bytes: number;
  readonly last_stored_ms: number | null;
}

export function dayEndOf(
  status: SyncStatus,
  outbox: readonly OutboxItem[],
  { stored }: DayReceipt,
): DayEnd {
  const open = status.uploads.filter((one) => one.state !== 'stored');
  const entries_left = outbox.filter((one) => one.state !== 'stored' && !isRefused(one)).length;
  const refused = status.attention;
  const times = stored.flatMap(({ stored_ms }) => (stored_ms === null ? [] : [stored_ms]));
  return {
    isSafe: status.first_sync_done && entries_left + refused + open.length === 0,
    entries_left,
    refused,
    files_left: open.length,
    left_bytes: open.reduce((sum, one) => sum + one.size_bytes - one.sent_bytes, 0),
    counts: countsOf(stored),
    stored: stored.length,
    stored_bytes: stored.reduce((sum, one) => sum + one.size_bytes, 0),
    last_stored_ms: times.length > 0 ? Math.max(...times) : null,
  };
}

function countsOf(stored: readonly CapturedFile[]): Record<Sort, number> {
  const counts = { photos: 0, signatures: 0, clips: 0, voices: 0, files: 0 };
  for (const file of stored) counts[sortOf(file)] += 1;
  return counts;
}

function sortOf({ is_signature, media_type }: CapturedFile): Sort {
  if (is_signature) return 'signatures';
  if (media_type.startsWith('image/')) return 'photos';
  if (media_type.startsWith('video/')) return 'clips';
  return media_type.startsWith('audio/') ? 'voices' : 'files';
}
