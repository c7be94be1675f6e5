/** 12: a row that left a scope under a handle never comes back under it. */
import type { CheckerKind } from '../watch';

export const resurrection: CheckerKind = {
  invariant: 12,
  make: (report) => {
    const left = new Map<string, Set<string>>();
    const generations = new Map<string, number>();
    return {
      setBack: (device) => {
        left.delete(device.name);
        generations.delete(device.name);
      },
      committed(device, { put, drop, state }, { gone }) {
        const dead = left.get(device.name) ?? new Set<string>();
        left.set(device.name, dead);
        for (const { scope, handle, g } of put) {
          if (dead.has(`${g} ${scope} ${handle}`))
            report(`${device.name}: ${scope} ${handle} is back`);
        }
        // A whole scope may be lost and come back with the handles it had. And what a fresh start did
        // not bring again has handles of before it, which a restored server gives out once more.
        const isOfBefore = state.has_stale || generations.get(device.name) !== state.g;
        for (const [scope, handle] of isOfBefore ? [] : drop)
          if (!gone.includes(scope)) dead.add(`${state.g} ${scope} ${handle}`);
        if (!state.has_stale) generations.set(device.name, state.g);
      },
    };
  },
};
