import { describe, expect, it } from 'vitest';
import type { DeviceFix, FixOptions, FixOutcome } from '../../device/position';
import { Locating } from './locating.svelte';

const fix = (accuracy_m: number): DeviceFix => ({
  lon_e7: 1_214_700_000,
  lat_e7: 312_300_000,
  accuracy_m,
  source: 'gps',
  at_ms: accuracy_m,
});

/** A receiver that tells these samples and then ends. */
const telling = (samples: readonly DeviceFix[], outcome: FixOutcome) => (options?: FixOptions) => {
  for (const one of samples) options?.onsample?.(one);
  return Promise.resolve(outcome);
};

describe('what a phone says of where it was', () => {
  it('is every sample up to the most that are sent; the best is shown', async () => {
    const samples = [70, 60, 50, 9, 30, 40].map(fix);
    const locating = new Locating(telling(samples, { ok: true, ...fix(9) }));
    await locating.ask();
    expect(locating.best?.accuracy_m).toBe(9);
    const said = locating.whereabouts('photo');
    expect(said.samples?.map((one) => one.accuracy_m)).toEqual([60, 50, 9, 30, 40]);
    expect(said).toMatchObject({ missing: null, photo_id: 'photo' });
  });

  it.each(['denied', 'unavailable', 'timeout'] as const)(
    'is the reason without one: %s',
    async (reason) => {
      const locating = new Locating(telling([], { ok: false, reason }));
      await locating.ask();
      expect(locating.whereabouts()).toEqual({ samples: [], missing: reason, photo_id: null });
    },
  );

  it('is what has come in when nobody waits for the end', () => {
    const locating = new Locating((options) => {
      options?.onsample?.(fix(80));
      return new Promise(() => undefined);
    });
    void locating.ask();
    expect(locating.whereabouts()).toMatchObject({ samples: [{ accuracy_m: 80 }], missing: null });
  });

  it('asks anew without the samples of before', async () => {
    const first = telling([fix(10)], { ok: true, ...fix(10) });
    let take = first;
    const locating = new Locating((options) => take(options));
    await locating.ask();
    take = telling([], { ok: false, reason: 'timeout' });
    await locating.ask();
    expect(locating.whereabouts()).toEqual({ samples: [], missing: 'timeout', photo_id: null });
  });
});
