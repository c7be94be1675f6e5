/** 11: once the faults end, every outbox empties itself within 15 minutes. */
import type { CheckerKind } from '../watch';

export const REST_MS_MAX = 900_000;

export const liveness: CheckerKind = {
  invariant: 11,
  make: (report) => ({
    atRest({ took_ms, devices }) {
      if (took_ms !== null) return;
      const stuck = devices
        .filter(({ status }) => status.waiting > 0 || status.phase !== 'idle')
        .map(({ device, status }) => `${device.name} ${status.phase} ${status.waiting} waiting`);
      report(`not at rest after ${REST_MS_MAX / 60_000} min: ${stuck.join(', ') || 'uploads'}`);
    },
  }),
};
