import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../sync/api';
import { stripOf } from './strip';

const calm: SyncStatus = {
  phase: 'idle',
  waiting: 0,
  attention: 0,
  last_contact_ms: 1_000,
  base: ['epoch', 1],
  last_synced_ms: 1_000,
  first_sync_done: true,
  uploads: [],
  mismatch_count: 0,
  has_journal: true,
};
const photo = (sent_bytes: number, state: 'sending' | 'stored') => ({
  attachment_id: 'a',
  size_bytes: 100,
  sent_bytes,
  state,
});

describe('stripOf', () => {
  it('is green only when entries and pictures are all on the server', () => {
    expect(stripOf(calm).state).toBe('stored');
    expect(stripOf({ ...calm, uploads: [photo(100, 'stored')] }).state).toBe('stored');
    expect(stripOf({ ...calm, waiting: 1 }).state).toBe('sending');
  });
  it('counts a picture of which a part is up as still to be sent', () => {
    const strip = stripOf({ ...calm, waiting: 2, uploads: [photo(40, 'sending')] });
    expect(strip).toMatchObject({ state: 'sending', waiting: 3, left_bytes: 60 });
  });
  it('says offline before anything else, also with something to decide', () => {
    const status: SyncStatus = { ...calm, phase: 'offline', waiting: 3, attention: 1 };
    expect(stripOf(status)).toMatchObject({ state: 'offline', waiting: 3 });
  });
  it('takes a network with a page of its own for no network', () => {
    expect(stripOf({ ...calm, phase: 'captive', waiting: 2 })).toMatchObject({
      state: 'offline',
      waiting: 2,
    });
  });
  it('asks for a person when signed out, too old, or something was refused', () => {
    expect(stripOf({ ...calm, attention: 1, waiting: 4 }).state).toBe('attention');
    expect(stripOf({ ...calm, phase: 'signed_out' }).state).toBe('attention');
    expect(stripOf({ ...calm, phase: 'update_needed' }).state).toBe('attention');
  });
  it('claims nothing before the first contact', () => {
    expect(stripOf({ ...calm, last_contact_ms: null }).state).toBe('idle');
  });
});
