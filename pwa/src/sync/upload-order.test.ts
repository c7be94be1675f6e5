import { beforeEach, describe, expect, it } from 'vitest';
import type { Attach } from '../contract/mutations';
import { eventually } from '../eventually.test.helper';
import { capture, type Job, openJob } from './job.test.helper';
import type { HttpRequest } from './ports';
import { PART_BYTES_MIN } from './tus';
import { rankOf } from './upload-order';
import { rest } from './world.test.helper';

const LONG_BYTES = PART_BYTES_MIN * 12;

let world: Job;

beforeEach(async () => {
  world = await openJob();
});

async function take(media_type: string, size_bytes: number, more: Partial<Attach> = {}) {
  const bytes = new Blob([new Uint8Array(size_bytes)]);
  const id = await capture(world, { media_type, ...more }, bytes);
  world.server.granted.add(id);
  return id;
}

function offline(): () => void {
  world.server.before = () => {
    throw new Error('no signal');
  };
  return () => {
    world.server.before = () => undefined;
    world.replica.syncNow();
  };
}

/** Whose parts went, without repeats in a row. */
function sent(): string[] {
  const parts = world.server.seen.filter((one) => one.method === 'PATCH');
  const ids = parts.map((one) => one.path.split('/')[2] ?? '');
  return ids.filter((id, at) => id !== ids[at - 1]);
}

function has(id: string, size_bytes: number): Promise<void> {
  const { server } = world;
  return eventually(() => expect(server.files.get(id)?.bytes).toHaveLength(size_bytes));
}

describe('the order of files', () => {
  it('is signature, small, photo, video, voice, other, whatever came first', async () => {
    const online = offline();
    const paper = await take('application/pdf', 70_000);
    const voice = await take('audio/webm', 70_000);
    const video = await take('video/webm', 70_000);
    const photo = await take('image/jpeg', 70_000);
    const second = await take('image/jpeg', 70_000);
    const small = await take('application/pdf', 60_000);
    const signature = await take('image/png', 70_000, { slot: 'signature' });
    await rest(world.replica, 'offline');
    online();
    await has(paper, 70_000);
    expect(sent()).toEqual([signature, small, photo, second, video, voice, paper]);
  });

  it('lets a signature pass a clip that is under way, which goes on where it stopped', async () => {
    const { server } = world;
    const online = offline();
    const video = await take('video/mp4', LONG_BYTES);
    await rest(world.replica, 'offline');
    let signature: Promise<string> | undefined;
    server.after = (request: HttpRequest) => {
      if (request.method === 'PATCH') signature ??= take('image/png', 500, { slot: 'signature' });
    };
    online();
    await has(video, LONG_BYTES);
    expect(sent()).toEqual([video, await signature, video]);
    const offsets = server.seen
      .filter((one) => one.method === 'PATCH' && one.path.endsWith(video))
      .map((one) => Number(one.headers['upload-offset']));
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
  });

  it('takes a record of an older version for a photo', () => {
    const old = { is_signature: false, size_bytes: 2 * PART_BYTES_MIN, order: 1 };
    const captured = { sha256: '', captured_ms: 0, media_type: 'image/webp' };
    expect(rankOf(old)).toBe(rankOf({ ...old, captured }));
    expect(rankOf(old)).toBeLessThan(
      rankOf({ ...old, captured: { ...captured, media_type: 'video/webm' } }),
    );
  });
});
