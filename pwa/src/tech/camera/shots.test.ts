import { beforeEach, expect, test } from 'vitest';
import type { ChecklistAnswer } from '../../contract/kinds';
import { photoRow, viewOf } from '../../domain/testing/rows';
import type { Replica } from '../../sync/api';
import { finishShot, type Shot, Shots } from './shots.svelte';

const shotAt = (captured_ms: number): Shot => ({
  bytes: new Blob(['x']),
  args: {
    work_order_id: 'order',
    slot: 'after',
    sha256: 'b'.repeat(64),
    size_bytes: 1,
    media_type: 'image/jpeg',
    captured_ms,
  },
});

let drafts: Map<string, unknown>;
let captured: Shot['args'][];
let photos: ReturnType<typeof photoRow>[];
let answers: object[];
let given: ChecklistAnswer[];
let isFull: boolean;

const replica = {
  draft: {
    get: async (key: string) => drafts.get(key),
    set: async (key: string, value: unknown) => void drafts.set(key, value),
    remove: async (key: string) => void drafts.delete(key),
  },
  capture: async ({ args }: Shot) => {
    if (isFull) throw new DOMException('no room', 'QuotaExceededError');
    captured.push(args);
    return { n: captured.length, attachment_id: `a${captured.length}` };
  },
  mutate: async (_: string, args: object) => void answers.push(args),
  get view() {
    return viewOf({ attachment: photos, checklist_answer: given });
  },
} as unknown as Replica;

beforeEach(() => {
  drafts = new Map();
  captured = [];
  photos = [];
  answers = [];
  given = [];
  isFull = false;
});

test('a photo is durable when taken, and an attachment when the next one comes', async () => {
  const shots = new Shots(replica);
  await shots.take(shotAt(1));
  expect(drafts.size).toBe(1);
  expect(captured).toEqual([]);
  await shots.take(shotAt(2));
  expect(captured.map((args) => args.captured_ms)).toEqual([1]);
  await shots.commit();
  expect(captured.map((args) => args.captured_ms)).toEqual([1, 2]);
  expect(drafts.size).toBe(0);
});

test('taken back it leaves no trace, and its caption goes along', async () => {
  const shots = new Shots(replica);
  await shots.take(shotAt(1));
  await shots.undo();
  await shots.commit();
  expect([captured.length, drafts.size]).toEqual([0, 0]);
  await shots.take(shotAt(2));
  await Promise.all([shots.caption('墙'), shots.caption('墙角'), shots.commit()]);
  expect(captured[0]?.caption).toBe('墙角');
});

test('a full phone loses nothing: the photo stays pending and is tried again', async () => {
  const shots = new Shots(replica);
  await shots.take(shotAt(1));
  isFull = true;
  await expect(shots.commit()).rejects.toThrow('no room');
  expect(drafts.size).toBe(1);
  isFull = false;
  await shots.commit();
  expect(captured).toHaveLength(1);
});

test('killed in the camera: the next start finishes it, once', async () => {
  await new Shots(replica).take(shotAt(1));
  await finishShot(replica);
  await finishShot(replica);
  expect(captured).toHaveLength(1);

  await new Shots(replica).take(shotAt(2));
  photos = [photoRow({ id: 'a2', sha256: 'b'.repeat(64), captured_ms: 2 })];
  await finishShot(replica);
  expect(captured).toHaveLength(1);
  expect(drafts.size).toBe(0);
});

const ITEM = {
  work_order_id: 'order',
  appointment_id: 'visit',
  checklist_version_id: 'list',
  item: 'plate',
};

test('a photo for an item is its answer, once it is an attachment', async () => {
  const shots = new Shots(replica);
  await shots.take({ ...shotAt(1), answers: ITEM });
  expect(answers).toEqual([]);
  await shots.commit();
  expect(answers).toEqual([{ ...ITEM, value: 'a1' }]);
});

test('killed between the photo and its answer: the answer follows, once', async () => {
  await new Shots(replica).take({ ...shotAt(1), answers: ITEM });
  photos = [photoRow({ id: 'a1', sha256: 'b'.repeat(64), captured_ms: 1 })];
  await finishShot(replica);
  expect(captured).toEqual([]);
  expect(answers).toEqual([{ ...ITEM, value: 'a1' }]);

  await new Shots(replica).take({ ...shotAt(1), answers: ITEM });
  given = [{ ...ITEM, id: 'g', value: 'a1', author_id: 'me', answered_ms: 1 }];
  await finishShot(replica);
  expect(answers).toHaveLength(1);
  expect(drafts.size).toBe(0);
});
