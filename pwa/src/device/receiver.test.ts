import { expect, it, vi } from 'vitest';
import { listenTo } from './receiver';

/** As Chromium: a watch hears the position when it is the first one, or when the position changes. */
function still() {
  const watches = new Map<number, PositionCallback>();
  let made = 0;
  const here = { coords: { accuracy: 12 } } as GeolocationPosition;
  const geolocation = {
    watchPosition: (heard: PositionCallback) => {
      made += 1;
      if (watches.size === 0) queueMicrotask(() => heard(here));
      watches.set(made, heard);
      return made;
    },
    clearWatch: (id: number) => watches.delete(id),
  } as unknown as Geolocation;
  return { geolocation, watches };
}

it('tells whoever joins while the phone lies still, and is freed with the last of them', async () => {
  const { geolocation, watches } = still();
  const [first, second] = [vi.fn(), vi.fn()];
  const leaveFirst = listenTo(geolocation, { onfix: first, onerror: vi.fn() });
  await Promise.resolve();
  const leaveSecond = listenTo(geolocation, { onfix: second, onerror: vi.fn() });
  await Promise.resolve();
  expect(first).toHaveBeenCalledTimes(2);
  expect(second).toHaveBeenCalledTimes(1);
  leaveFirst();
  leaveFirst();
  expect(watches.size).toBe(1);
  leaveSecond();
  expect(watches.size).toBe(0);
});
