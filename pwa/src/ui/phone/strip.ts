/** What the strip says, from the engine's status. */
import type { SyncStatus } from '../../sync/api';

export interface StripState {
  readonly state: 'offline' | 'sending' | 'stored' | 'attention' | 'idle';
  readonly waiting: number;
  /** Bytes of pictures that the server does not have yet. */
  readonly left_bytes: number;
  readonly last_ms: number | null;
}

/** Within this of the last contact the strip says "connected now" instead of a time. */
export const JUST_NOW_MS = 60_000;

/**
 * Offline comes before all: then nothing can be done about the rest. `stored` only when no entry
 * and no picture is left.
 */
export function stripOf(status: SyncStatus): StripState {
  const pictures = status.uploads.filter((upload) => upload.state !== 'stored');
  const left_bytes = pictures.reduce((sum, one) => sum + one.size_bytes - one.sent_bytes, 0);
  const waiting = status.waiting + pictures.length;
  const rest = { waiting, left_bytes, last_ms: status.last_contact_ms };
  if (status.phase === 'offline' || status.phase === 'captive')
    return { state: 'offline', ...rest };
  const isStuck = status.phase === 'signed_out' || status.phase === 'update_needed';
  if (isStuck || status.attention > 0) return { state: 'attention', ...rest };
  if (waiting > 0) return { state: 'sending', ...rest };
  return { state: status.last_contact_ms === null ? 'idle' : 'stored', ...rest };
}
