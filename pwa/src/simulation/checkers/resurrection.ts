/** 12: a row that left a scope under a handle never comes back under it. */
import type { CheckerKind } from '../watch';

export const resurrection: CheckerKind = {
  invariant: 12,
  make: (report) => {
    const left = new Map<string, Set<string>>();
    return {
      setBack: (device) => {
        left.delete(device.name);
      },
      committed(device, { put, drop, state }, { gone }) {
        const dead = left.get(device.name) ?? new Set<string>();
        left.set(device.name, dead);
        for (const { scope, handle, g } of put) {
          if (dead.has(`${g} ${scope} ${handle}`))
            report(`${device.name}: ${scope} ${handle} is back`);
        }
        // A whole scope may be lost and come back with the handles it had.
        for (const [scope, handle] of drop)
          if (!gone.includes(scope)) dead.add(`${state.g} ${scope} ${handle}`);
      },
    };
  },
};
