/** 6: a cursor never goes back within an epoch, and is never ahead of the server. */
import type { SyncState } from '../../sync/records';
import type { CheckerKind } from '../watch';

export const cursor: CheckerKind = {
  invariant: 6,
  make: (report) => {
    const before = new Map<string, SyncState>();
    return {
      setBack: (device) => {
        before.delete(device.name);
      },
      committed(device, { state }, { head, epoch: present }) {
        const old = before.get(device.name);
        before.set(device.name, state);
        const [epoch, floor, , seq] = state.cursor;
        // An answer may have been on its way while the server was restored.
        if (epoch === present && Math.max(floor, seq) > head)
          report(`${device.name} is ahead: ${floor} of ${head}`);
        if (old === undefined || old.cursor[0] !== epoch || old.g !== state.g) return;
        if (floor < old.cursor[1])
          report(`${device.name} went back: ${old.cursor} to ${state.cursor}`);
        if (state.base[0] === old.base[0] && state.base[1] < old.base[1])
          report(`${device.name}: the base went back: ${old.base} to ${state.base}`);
      },
    };
  },
};
