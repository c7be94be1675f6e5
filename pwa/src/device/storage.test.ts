import { describe, expect, it } from 'vitest';
import { askToPersist, isTight, PHOTOS_FEW, photosThatFit, storageEstimate } from './storage';

const manager = (usage: number, quota: number, persisted = false) =>
  ({
    estimate: async () => ({ usage, quota }),
    persisted: async () => persisted,
    persist: async () => true,
  }) as unknown as StorageManager;

describe('storageEstimate', () => {
  it('counts what is free', async () => {
    expect(await storageEstimate(manager(300, 1_000, true))).toEqual({
      used_bytes: 300,
      quota_bytes: 1_000,
      free_bytes: 700,
      ratio: 0.3,
      persisted: true,
    });
  });
  it('is never negative when the phone shrank the quota', async () => {
    expect(await storageEstimate(manager(1_200, 1_000))).toMatchObject({ free_bytes: 0, ratio: 1 });
  });
  it('says nothing rather than zero where the browser does not tell', async () => {
    expect(await storageEstimate(undefined)).toBeNull();
    expect(await storageEstimate(manager(0, 0))).toBeNull();
  });
});

it('asks to keep the data, and is false where one cannot ask', async () => {
  expect(await askToPersist(manager(0, 1))).toBe(true);
  expect(await askToPersist(undefined)).toBe(false);
});

it('counts photos in whole ones', () => {
  expect(photosThatFit(180_000_000)).toBe(45);
  expect(photosThatFit(3_999_999)).toBe(0);
});

it('is tight when the phone is nearly full, or fits few photos whatever its size', () => {
  const room = (free_bytes: number, ratio: number) => ({
    used_bytes: 0,
    quota_bytes: 0,
    free_bytes,
    ratio,
    persisted: false,
  });
  expect(isTight(room(1e12, 0.79))).toBe(false);
  expect(isTight(room(1e12, 0.8))).toBe(true);
  expect(isTight(room(PHOTOS_FEW * 4_000_000, 0))).toBe(false);
  expect(isTight(room(PHOTOS_FEW * 4_000_000 - 1, 0))).toBe(true);
});
