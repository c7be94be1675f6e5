/** Everything that goes wrong, by name. Which of them a history meets is drawn with its seed. */
import { HeldReason, HeldState } from '../contract/enums';
import { Mutation } from '../contract/mutations';
import { FIELD_ACTS } from './acts-field';
import { AT_THE_STORES, type Fault } from './faults-stores';
import type { History } from './history';
import { NETWORK_FAULTS, type NetworkFault } from './network';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
] as const;
const FRAGILE = [
  Mutation.Note,
  Mutation.AcceptAppointment,
  Mutation.ReportWorkOrder,
  Mutation.AssignAppointment,
] as const;

function armed(fault: NetworkFault): Fault {
  return {
    who: 'any',
    run: (_, { network }, dice) => {
      for (let left = dice.pick([1, 1, 2, 4]); left > 0; left -= 1) network.armed.push(fault);
    },
  };
}

/** An administrator has everything run that a board shows as held. */
function decideHeld(history: History): void {
  const held = history.board()?.replica.view.all('held_entry') ?? [];
  for (const { replica, n, reason, state } of held) {
    if (state !== HeldState.WAITING) continue;
    const isShutOut = reason === HeldReason.QUARANTINED;
    const name = isShutOut ? Mutation.AcceptEntry : Mutation.RerunEntry;
    history.office('boss', name, { replica, n });
  }
}

const ON_THE_WAY = Object.fromEntries(
  NETWORK_FAULTS.map((fault) => [fault, armed(fault)]),
) as Record<NetworkFault, Fault>;

const ON_THE_DEVICE = {
  offline: {
    who: 'any',
    run: ({ timeline }, { network }, dice) => {
      network.isOnline = false;
      timeline.in(dice.between(5_000, 20 * MINUTE_MS), () => {
        network.isOnline = true;
      });
    },
  },
  kill: {
    who: 'any',
    run: (_, device, dice) => {
      device.fate.kill_in = dice.between(1, 8);
      device.fate.isWritten = dice.chance(0.5);
      device.fate.torn = dice.fraction();
    },
  },
  kill_now: { who: 'any', run: (_, device, dice) => device.kill(dice.between(1_000, 30_000)) },
  put_away: {
    who: 'phone',
    run: (_, device, dice) => device.kill(dice.between(MINUTE_MS, 90 * MINUTE_MS)),
  },
  ...AT_THE_STORES,
  phone_full: {
    who: 'phone',
    run: ({ timeline }, device, dice) => {
      device.fate.isFull = true;
      timeline.in(dice.between(5_000, 5 * MINUTE_MS), () => {
        device.fate.isFull = false;
      });
    },
  },
  clock: {
    who: 'any',
    run: (history, device, dice) => {
      const days = dice.pick([-30, -1, 0, 1, 40]);
      const skew_ms = days * DAY_MS + dice.between(-MINUTE_MS, MINUTE_MS);
      history.setSkew(device, skew_ms, dice.chance(0.5) ? 60 * MINUTE_MS : 0);
    },
  },
  zone: {
    who: 'phone',
    run: (_, device, dice) => {
      device.zone = dice.pick(ZONES);
    },
  },
  /** The app of the version before, over whatever lies in the store; and back again. */
  downgrade: {
    who: 'phone',
    run: (history, device, dice) => {
      device.isBehind = true;
      device.kill(dice.between(1_000, 10_000));
      history.later(dice.between(30_000, 15 * MINUTE_MS), () => {
        device.isBehind = false;
        if (device.isOn) device.kill(dice.between(1_000, 10_000));
      });
    },
  },
  user_switch: {
    who: 'phone',
    run: (history, device, dice) => {
      const other = history.sharing(device);
      if (!other) return;
      device.kill(null);
      void other.open();
      history.later(dice.between(5_000, 10 * MINUTE_MS), () => {
        other.kill(null);
        void device.open();
      });
    },
  },
  signed_out: {
    who: 'phone',
    run: (history, device) => {
      history.office('boss', Mutation.RevokeDevice, { device_id: device.device_id });
    },
  },
  deactivated: {
    who: 'phone',
    run: (history, device, dice) => {
      history.setActive(device.person, false);
      history.timeline.in(dice.between(MINUTE_MS, 10 * MINUTE_MS), () =>
        history.setActive(device.person, true),
      );
    },
  },
} satisfies Record<string, Fault>;

const AT_THE_SERVER = {
  server_kill: {
    who: 'any',
    run: ({ server }, _, dice) => {
      const point = dice.pick(['before', 'in', 'after'] as const);
      server.crash = { point, fraction: dice.fraction() };
    },
  },
  server_restart: { who: 'any', run: ({ server }) => server.restart() },
  server_down: {
    who: 'any',
    run: ({ server, timeline }, _, dice) => {
      server.isDown = true;
      server.restart();
      timeline.in(dice.between(5_000, 5 * MINUTE_MS), () => {
        server.isDown = false;
      });
    },
  },
  server_full: {
    who: 'any',
    run: (history, _, dice) => {
      history.weather({ is_disk_full: true });
      history.timeline.in(dice.between(5_000, 4 * MINUTE_MS), () =>
        history.weather({ is_disk_full: false }),
      );
    },
  },
  broken_handler: {
    who: 'any',
    run: (history, _, dice) => {
      history.weather({ failing: [dice.pick(FRAGILE)] });
      history.timeline.in(dice.between(10_000, 10 * MINUTE_MS), () =>
        history.weather({ failing: [] }),
      );
    },
  },
  /** A backup in the night, and nothing else. */
  server_backup: { who: 'any', run: ({ server }) => server.backUp() },
  /** Its disk is lost, and a backup restored that is some time old. */
  server_restored: {
    who: 'any',
    run: (history, device, dice) => {
      history.server.backUp();
      history.later(dice.between(10_000, 20 * MINUTE_MS), () => {
        history.restore(dice.below(3));
        history.fired('server_restored', device);
      });
    },
  },
  /** For longer than an entry is tried: it is set aside, those behind it flow, it is run later. */
  poison: {
    who: 'any',
    run: (history, device, dice) => {
      history.weather({ failing: [dice.pick(FRAGILE)] });
      if (!device.isBoard)
        for (const act of ['note', 'field_report', 'note'] as const)
          FIELD_ACTS[act].run(history, device, dice);
      const over = (): void => {
        history.weather({ failing: [] });
        decideHeld(history);
      };
      history.later(dice.between(17 * MINUTE_MS, 30 * MINUTE_MS), over, dice.chance(0.5));
    },
  },
  /** Everybody closes the app, and nobody looks for a long time. */
  long_night: { who: 'any', run: (history, _, dice) => history.sleep(dice.between(1, 120)) },
} satisfies Record<string, Fault>;

export const FAULTS = { ...ON_THE_WAY, ...ON_THE_DEVICE, ...AT_THE_SERVER };
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Strikes with a request that is yet to come. */
export function isArmed(fault: FaultName): boolean {
  return fault in ON_THE_WAY;
}

export function isAtServer(fault: FaultName): boolean {
  return fault in AT_THE_SERVER;
}
