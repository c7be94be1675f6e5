/** 16: no device asks in a loop without getting on, or twice at once; none keeps entries without end. */
import { STORED_SHOWN_MAX } from '../../sync/outbox';
import type { CheckerKind } from '../watch';

const WINDOW_MS = 60_000;
const REQUESTS_MAX = 60;
/** A copy of it, a restore and a wipe each need one. */
const NAMES_MAX = 20;

export const loops: CheckerKind = {
  invariant: 16,
  make: (report) => {
    const vain = new Map<string, number[]>();
    const seen = new Map<string, string>();
    const names = new Map<string, number>();
    return {
      sent(device, now_ms) {
        const times = (vain.get(device.name) ?? []).filter((at_ms) => at_ms > now_ms - WINDOW_MS);
        times.push(now_ms);
        vain.set(device.name, times);
        if (times.length === REQUESTS_MAX) report(`${device.name} asks in a loop`);
      },
      renamed({ name }) {
        names.set(name, (names.get(name) ?? 0) + 1);
        if (names.get(name) === NAMES_MAX) report(`${name} is called otherwise again and again`);
      },
      overlapped({ name }) {
        report(`two tabs of ${name} ask at once`);
      },
      committed(device, { put, drop, results, state }) {
        const position = state.cursor.join();
        const isProgress = put.length + drop.length + results.length > 0;
        if (isProgress || seen.get(device.name) !== position) vain.delete(device.name);
        seen.set(device.name, position);
      },
      atRest({ devices }) {
        for (const { device, outbox } of devices) {
          const stored = outbox.filter((item) => item.state === 'stored').length;
          if (stored > STORED_SHOWN_MAX + 1)
            report(`${device.name} keeps ${stored} stored entries`);
        }
      },
    };
  },
};
