/** What happens to the two stores of a phone: they are lost, or taken back to an earlier day. */
import { FIELD_ACTS } from './acts-field';
import type { Device } from './device';
import type { History } from './history';
import type { Dice } from './random';

export interface Fault {
  readonly who: 'phone' | 'board' | 'any';
  readonly run: (history: History, device: Device, dice: Dice) => void;
}

const MINUTE_MS = 60_000;
const BEFORE = ['note', 'field_report', 'note'] as const;
const IN_THE_DARK = ['note', 'field_report', 'note', 'note'] as const;
type Work = (typeof BEFORE)[number] | (typeof IN_THE_DARK)[number];
/** Longer than a sync takes, so that each is sent by itself where there is a line. */
const EACH_MS = 7_000;

function wipeStore(history: History, device: Device): void {
  device.disk.wipe();
  device.wasWiped = true;
  device.wipes += 1;
  history.witness.wiped(device);
}

function wipeJournal(history: History, device: Device): void {
  device.disk.files.wipe();
  history.witness.note(`${device.name} has no journal any more`);
  history.witness.book.shelf(device).journalWiped();
}

/** In the midst of a write, of which the journal may have a part. */
function killAndWipe(history: History, device: Device, dice: Dice): void {
  device.fate.kill_in = dice.between(1, 8);
  device.fate.isWritten = dice.chance(0.3);
  device.fate.torn = dice.fraction();
  const isTwice = dice.chance(0.5);
  device.onKilled = () => {
    device.fate.kill_in = 0;
    wipeStore(history, device);
    if (isTwice) wipeAgain(history, device);
  };
}

/** While it writes its journal anew, having taken back from it what it had lost. */
function wipeAgain(history: History, device: Device): void {
  device.fate.diesRemoving = true;
  device.onKilled = () => {
    device.fate.diesRemoving = false;
    wipeStore(history, device);
  };
}

type TakenBack = 'old_store' | 'old_journal' | 'old_both';

/** Some time later, unless the phone has lost its store since: then there is nothing to go back to. */
function takenBack(
  history: History,
  device: Device,
  dice: Dice,
  fault: TakenBack,
  restore: () => void,
): void {
  const { wipes } = device;
  history.later(dice.between(10_000, 3 * MINUTE_MS), () => {
    if (device.wipes !== wipes) return;
    device.kill(dice.between(1_000, 30_000));
    restore();
    history.fired(fault, device);
  });
}

/** Its store is not the one it was; `then` tells the book what lies in it. */
function changeStore(history: History, device: Device, then: () => void): void {
  device.wipes += 1;
  then();
  history.witness.setBack(device);
}

function work(history: History, device: Device, dice: Dice, acts: readonly Work[]): void {
  for (const [at, act] of acts.entries())
    history.later(at * EACH_MS, () => FIELD_ACTS[act].run(history, device, dice));
}

/** Its numbers are given a second time before the server can say so, by a clock that is wrong. */
function workInTheDark(history: History, device: Device, dice: Dice): void {
  device.network.isOnline = false;
  if (dice.chance(0.5)) history.setSkew(device, device.skew_ms, 60 * MINUTE_MS);
  history.timeline.in(90_000, () => {
    device.network.isOnline = true;
  });
  history.later(50_000, () => work(history, device, dice, IN_THE_DARK));
}

/**
 * A store that was lost turns up again, and has what nobody else has any more: the server was
 * restored meanwhile, and has filed the numbers between as lost.
 */
function foundAgain(history: History, device: Device, dice: Dice): void {
  const { server, timeline, witness } = history;
  server.backUp();
  work(history, device, dice, BEFORE);
  history.later(60_000, () => {
    const restore = device.disk.snapshot();
    if (restore === null) return;
    const then = witness.book.shelf(device).snapshot();
    const { wipes } = device;
    device.network.isOnline = false;
    timeline.in(20_000, () => {
      device.network.isOnline = true;
    });
    FIELD_ACTS.note.run(history, device, dice);
    history.later(8_000, () => {
      device.kill(2_000);
      wipeStore(history, device);
    });
    history.later(15_000, () => history.restore(0));
    history.later(90_000, () => {
      if (device.wipes !== wipes + 1) return;
      device.kill(2_000);
      restore();
      changeStore(history, device, then);
      history.fired('old_store', device);
    });
  });
}

export const AT_THE_STORES = {
  /** The store alone: its journal brings everything back. */
  wipe: {
    who: 'phone',
    run: (history, device, dice) => {
      if (dice.chance(0.5)) return killAndWipe(history, device, dice);
      device.kill(dice.between(1_000, 30_000));
      wipeStore(history, device);
    },
  },
  wipe_journal: {
    who: 'phone',
    run: (history, device, dice) => {
      device.kill(dice.between(1_000, 30_000));
      wipeJournal(history, device);
    },
  },
  /** Only now may something be lost, and the phone says so. */
  wipe_both: {
    who: 'phone',
    run: (history, device, dice) => {
      device.kill(dice.between(1_000, 30_000));
      wipeJournal(history, device);
      wipeStore(history, device);
    },
  },
  old_store: {
    who: 'phone',
    run: (history, device, dice) => {
      if (dice.chance(0.2)) return foundAgain(history, device, dice);
      const restore = device.disk.snapshot();
      if (restore === null) return;
      const then = history.witness.book.shelf(device).snapshot();
      takenBack(history, device, dice, 'old_store', () => {
        restore();
        changeStore(history, device, then);
      });
    },
  },
  old_journal: {
    who: 'phone',
    run: (history, device, dice) => {
      const restore = device.disk.files.snapshot();
      const then = history.witness.book.shelf(device).journalSnapshot();
      takenBack(history, device, dice, 'old_journal', () => {
        restore();
        then();
      });
    },
  },
  /** A backup of the whole phone: it gives the same numbers a second time. */
  old_both: {
    who: 'phone',
    run: (history, device, dice) => {
      const [store, files] = [device.disk.snapshot(), device.disk.files.snapshot()];
      if (store === null) return;
      const then = history.witness.book.shelf(device).bothSnapshot();
      takenBack(history, device, dice, 'old_both', () => {
        store();
        files();
        changeStore(history, device, then);
        if (dice.chance(0.6)) workInTheDark(history, device, dice);
      });
      work(history, device, dice, BEFORE);
    },
  },
} satisfies Record<string, Fault>;
