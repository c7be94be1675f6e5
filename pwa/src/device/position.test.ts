import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeFix } from './position';

function fakeReceiver() {
  let ok: PositionCallback = () => {};
  let fail: PositionErrorCallback | null | undefined;
  const cleared: number[] = [];
  const receiver = {
    watchPosition: (a: PositionCallback, b?: PositionErrorCallback | null) => {
      ok = a;
      fail = b;
      return 7;
    },
    clearWatch: (id: number) => cleared.push(id),
  } as unknown as Geolocation;
  const sample = (accuracy: number, latitude = 31.18) =>
    ok({
      coords: { longitude: 121.45, latitude, accuracy },
      timestamp: 1_000.4,
    } as GeolocationPosition);
  const error = (code: number) => fail?.({ code } as GeolocationPositionError);
  return { receiver, sample, error, cleared };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('takeFix', () => {
  it('gives the best of several samples and frees the receiver', async () => {
    const { receiver, sample, cleared } = fakeReceiver();
    const taken = takeFix({ samples: 3 }, receiver);
    sample(90);
    sample(40.2, 31.1816);
    sample(65);
    expect(await taken).toEqual({
      ok: true,
      lon_e7: 1_214_500_000,
      lat_e7: 311_816_000,
      accuracy_m: 41,
      source: 'gps',
      at_ms: 1_000,
    });
    expect(cleared).toEqual([7]);
  });
  it('stops at once when a sample is good enough', async () => {
    const { receiver, sample } = fakeReceiver();
    const taken = takeFix({ samples: 9, good_m: 20 }, receiver);
    sample(12);
    expect(await taken).toMatchObject({ ok: true, accuracy_m: 12 });
  });
  it('takes what it has when the time is up', async () => {
    const { receiver, sample } = fakeReceiver();
    const taken = takeFix({ timeout_ms: 5_000 }, receiver);
    sample(150);
    vi.advanceTimersByTime(5_000);
    expect(await taken).toMatchObject({ ok: true, accuracy_m: 150 });
  });
  it.each([
    [1, 'denied'],
    [2, 'unavailable'],
    [3, 'timeout'],
  ])('says why there is none: code %s is %s', async (code, reason) => {
    const { receiver, error } = fakeReceiver();
    const taken = takeFix({ timeout_ms: 5_000 }, receiver);
    error(code);
    vi.advanceTimersByTime(5_000);
    expect(await taken).toEqual({ ok: false, reason });
  });
  it('after a good one waits a little for more', async () => {
    const { receiver, sample } = fakeReceiver();
    const seen: number[] = [];
    const taken = takeFix(
      { settle_ms: 2_000, onsample: (fix) => seen.push(fix.accuracy_m) },
      receiver,
    );
    sample(18);
    vi.advanceTimersByTime(1_500);
    sample(9);
    vi.advanceTimersByTime(600);
    expect(await taken).toMatchObject({ ok: true, accuracy_m: 9 });
    expect(seen).toEqual([18, 9]);
  });
  it('is unavailable on a device without a receiver', async () => {
    expect(await takeFix({}, undefined)).toEqual({ ok: false, reason: 'unavailable' });
  });
});
