import { beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.test.helper';

import { capture, type Job, obey, openJob } from './job.test.helper';
import { receiptCode } from './receipt';
import { sync } from './world.test.helper';

const HASH = 'ab'.repeat(32);

let world: Job;

beforeEach(async () => {
  world = await openJob();
  obey(world);
});

/** Captured, sent, and its receipt come back with the row. */
async function stored(captured_ms: number): Promise<string> {
  const { replica, server } = world;
  const id = await capture(world, { captured_ms, sha256: HASH });
  server.granted.add(id);
  server.enter(7, 'attachment', { id, state: 'stored', sha256: HASH, captured_ms });
  await eventually(async () => {
    await sync(replica);
    const upload = replica.status().uploads.find((one) => one.attachment_id === id);
    expect(upload?.state).toBe('stored');
  });
  return id;
}

describe('the receipt of a day', () => {
  it('has what was captured in the span and is stored, and no more', async () => {
    const { replica } = world;
    const [, first, last] = [await stored(99), await stored(100), await stored(199)];
    await stored(200);
    const receipt = replica.receipt(100, 200);
    expect(receipt.stored.map((one) => one.attachment_id)).toEqual([first, last]);
    expect(receipt).toMatchObject({ replica: replica.id, last_n: 4 });
    expect(receipt.stored[0]).toMatchObject({ media_type: 'image/jpeg', size_bytes: 5 });
    const files = [last, first].map((attachment_id) => ({ attachment_id, sha256: HASH }));
    expect(receipt.code).toBe(receiptCode(replica.id, 4, files));
  });

  it('waits for the bytes, and counts each entry', async () => {
    const { replica, server } = world;
    server.before = () => {
      throw new Error('no signal');
    };
    expect(replica.receipt(0, 2)).toMatchObject({ last_n: 0, stored: [] });
    await capture(world);
    expect(replica.receipt(0, 2)).toMatchObject({ last_n: 1, stored: [] });
  });
});
