/** Files on their way to a server that was restored. */
import { beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.test.helper';

import { capture, type Job, MUTATORS, openJob } from './job.test.helper';
import type { HttpRequest } from './ports';
import type { UploadRecord } from './records';
import { http } from './wire.test.helper';
import { openWorld, rest, sync } from './world.test.helper';

let world: Job;

function upload(attachment_id: string) {
  return world.replica.status().uploads.find((one) => one.attachment_id === attachment_id);
}

/** An upload of which only the bytes are left. */
async function lose(replica: string, created = false): Promise<UploadRecord> {
  const lost: UploadRecord = {
    v: 1,
    attachment_id: '40000000-0000-4000-8000-000000000001',
    replica,
    n: 9,
    size_bytes: 10,
    is_signature: false,
    order: 9,
    state: 'waiting',
    created,
    sent_bytes: 0,
    mismatches: 0,
    error: '',
  };
  const bytes = { type: 'image/jpeg', data: new ArrayBuffer(10) };
  const { attachment_id } = lost;
  await world.store.putUpload(lost, [{ v: 1, attachment_id, part: 'original', bytes }]);
  return lost;
}

beforeEach(async () => {
  world = await openJob();
});

describe('uploads', () => {
  it('that a server forgot with its restore, before it confirmed them, are sent again', async () => {
    const { replica, server } = world;
    server.before = () => {
      throw new Error('no signal');
    };
    const id = await capture(world);
    server.granted.add(id);
    let isCut = true;
    server.before = (request: HttpRequest) => {
      // The bytes arrive; the page that would confirm them does not.
      if (isCut && request.path === '/sync' && server.files.has(id)) throw new Error('no signal');
    };
    replica.syncNow();
    await eventually(() => expect(server.files.get(id)?.bytes).toHaveLength(5));
    await rest(replica, 'offline');
    server.files.clear();
    server.restart('epoch-2');
    isCut = false;
    await eventually(async () => {
      await sync(replica);
      expect(upload(id)?.state).toBe('stored');
    });
    expect(server.files.get(id)?.bytes).toHaveLength(5);
  });

  it('of which nobody can tell the server any more end, and a portal ends none', async () => {
    const { replica, server, store } = world;
    const lost = await lose(replica.id);
    let isPortal = true;
    let asked = 0;
    server.before = (request: HttpRequest) => {
      if (!isPortal || !request.path.startsWith('/files')) return undefined;
      asked += 1;
      return http(404, '<p>Sign in to the guest network</p>', {});
    };
    await replica.close();
    world = { ...world, ...(await openWorld({ mutators: MUTATORS, server, store })) };
    await eventually(async () => {
      world.clock.advance(60_000);
      await sync(world.replica);
      expect(asked).toBeGreaterThan(1);
    });
    expect(upload(lost.attachment_id)?.state).not.toBe('failed');
    isPortal = false;
    await eventually(async () => {
      world.clock.advance(60_000);
      await sync(world.replica);
      expect(upload(lost.attachment_id)).toMatchObject({ state: 'failed', error: 'not_found' });
    });
  });

  it('that the server has forgotten are announced once more before anybody gives them up', async () => {
    const { replica, server, store } = world;
    const { attachment_id } = await lose(replica.id, true);
    server.granted.add(attachment_id);
    await replica.close();
    world = { ...world, ...(await openWorld({ mutators: MUTATORS, server, store })) };
    await eventually(async () => {
      world.clock.advance(60_000);
      await sync(world.replica);
      expect(server.files.get(attachment_id)?.bytes).toHaveLength(10);
    });
  });
});
