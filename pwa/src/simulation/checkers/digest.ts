/** 7: at each head what lies in the store adds up to the server's sum. */
import type { CheckerKind } from '../watch';

export const digest: CheckerKind = {
  invariant: 7,
  make: (report) => {
    const before = new Map<string, number>();
    return {
      setBack: (device) => {
        before.delete(device.name);
      },
      committed(device, { state }) {
        const old = before.get(device.name) ?? state.mismatch_count;
        before.set(device.name, state.mismatch_count);
        if (state.mismatch_count > old) report(`${device.name}: the sums differ`);
      },
    };
  },
};
