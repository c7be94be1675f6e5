/** What the bar at the top of every screen says. */
import type { SyncStatus, UploadItem } from './api';
import type { Core } from './core';
import type { Phase } from './scheduler';

export function statusOf(
  { state, outbox }: Core,
  phase: Phase,
  uploads: readonly UploadItem[],
  has_journal: boolean,
): SyncStatus {
  return {
    base: state.base,
    // People need not know why it waits, only that it is not reached now.
    phase: phase === 'backing_off' ? 'offline' : phase,
    waiting: outbox.unsent().length,
    attention: outbox.attention(),
    last_contact_ms: state.last_contact_ms,
    last_synced_ms: state.last_synced_ms,
    first_sync_done: state.first_sync_done,
    uploads,
    mismatch_count: state.mismatch_count,
    has_journal,
  };
}
