/** Where a thing is stored, from the server's receipts: the outbox and the uploads, nothing else. */
import type { OutboxItem, UploadItem } from '../sync/api';

export type Mark = 'saved' | 'sending' | 'stored' | 'attention';

export interface MarkWithBytes {
  readonly state: Mark;
  readonly sent_bytes?: number;
  readonly total_bytes?: number;
}

const REFUSED: readonly OutboxItem['state'][] = ['rejected', 'set_aside'];

export function isRefused(item: OutboxItem): boolean {
  return REFUSED.includes(item.state);
}

/** Of everything this phone did to rows with these ids. `stored` only when nothing is left. */
export function markOf(
  ids: ReadonlySet<string>,
  outbox: readonly OutboxItem[],
  uploads: readonly UploadItem[],
): Mark {
  const items = outbox.filter((item) => item.rows.some((id) => ids.has(id)));
  if (items.some(isRefused)) return 'attention';
  const pictures = uploads.filter((one) => ids.has(one.attachment_id) && one.state !== 'stored');
  const isMoving =
    items.some((item) => item.state === 'sending') ||
    pictures.some((one) => one.state === 'sending');
  if (isMoving) return 'sending';
  const isLeft = items.some((item) => item.state !== 'stored') || pictures.length > 0;
  return isLeft ? 'saved' : 'stored';
}

/** One picture: its receipt is the row's own state, its bytes are those of the upload. */
export function pictureMark(
  row: { readonly id: string; readonly state: string },
  outbox: readonly OutboxItem[],
  uploads: readonly UploadItem[],
): MarkWithBytes {
  if (row.state === 'stored') return { state: 'stored' };
  const upload = uploads.find((one) => one.attachment_id === row.id);
  if (upload?.state === 'sending') {
    return { state: 'sending', sent_bytes: upload.sent_bytes, total_bytes: upload.size_bytes };
  }
  if (outbox.some((item) => isRefused(item) && item.rows.includes(row.id)))
    return { state: 'attention' };
  return { state: upload?.state === 'stored' ? 'stored' : 'saved' };
}

export function itemMark(item: OutboxItem): Mark {
  if (isRefused(item)) return 'attention';
  if (item.state === 'stored') return 'stored';
  return item.state === 'waiting' ? 'saved' : 'sending';
}
