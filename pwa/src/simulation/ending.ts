/** The end of a history: nothing goes wrong any more, everybody comes to rest, and is judged. */
import { REST_MS_MAX } from './checkers/liveness';
import type { Device } from './device';
import type { Copy, History } from './history';
import { Dice } from './random';
import type { Inspected, LedgerLine, Rested } from './watch';

const STEP_MS = 5_000;
/** How many of the people get a new device in the end, to compare with. */
const FRESH_OFTEN = 0.25;
const COPIES_MAX = 2;

export async function ending(history: History): Promise<void> {
  heal(history);
  const devices = [...history.devices];
  const took_ms = await rest(history, devices);
  if (history.isOver) return;
  const fresh = new Map<string, Device>();
  const logins = devices.map(({ person }) => person.login);
  const some = new Dice(history.plan.seed, 3);
  const always = some.pick(logins);
  for (const { person } of devices) {
    const isChosen = person.login === always || some.chance(FRESH_OFTEN);
    if (fresh.has(person.login) || !isChosen) continue;
    const plan = { login: person.login, number: 0, indexed: false, tabs: 1, shares: null };
    const device = history.addDevice(plan);
    device.name = `fresh-${person.login}`;
    fresh.set(person.login, device);
    void device.open();
  }
  const known = history.copies.filter(({ login }) => fresh.has(login)).slice(0, COPIES_MAX);
  const copies = await Promise.all(known.map((copy, at) => openCopy(history, copy, at)));
  const all = await rest(history, [...devices, ...fresh.values(), ...copies]);
  await judge(history, devices, fresh, copies, took_ms === null || all === null ? null : took_ms);
}

/** The rows and the cursor of an old copy, as a device of its own without an outbox. */
async function openCopy(history: History, copy: Copy, at: number): Promise<Device> {
  const { login, members, state } = copy;
  const device = history.addDevice({ login, number: 0, indexed: false, tabs: 1, shares: null });
  device.name = `copy${at}-${login}`;
  const { store } = device.disk;
  await store.load(() => device.newIdentity());
  const nothing = { drop: [], results: [], purge: [], keep: [], unkeep: [] };
  await store.commit({ ...nothing, put: members, state });
  void device.open();
  return device;
}

function heal(history: History): void {
  history.isHealed = true;
  history.server.isDown = false;
  history.server.crash = null;
  history.weather({ is_disk_full: false, failing: [] });
  for (const device of history.devices) {
    if (history.inactive.has(device.person.login)) history.setActive(device.person, true);
    device.network.armed.length = 0;
    device.network.isOnline = true;
    device.network.cuts = 0;
    device.fate.isFull = false;
    device.fate.kill_in = 0;
    device.fate.diesRemoving = false;
    device.onKilled = null;
    if (device.isBehind) device.kill(null);
    device.isBehind = false;
    void device.open();
  }
  history.witness.note('everything is well');
}

/** How long it took until everybody had sent and read everything; null: too long. */
async function rest(history: History, devices: readonly Device[]): Promise<number | null> {
  const { timeline } = history;
  const began_ms = timeline.now_ms;
  while (timeline.now_ms - began_ms <= REST_MS_MAX) {
    await timeline.until(timeline.now_ms + STEP_MS);
    if (history.isOver) return null;
    for (const device of devices)
      if (device.page?.replica.status().phase === 'signed_out') history.signIn(device);
    if (devices.every((device) => isQuiet(history, device))) return timeline.now_ms - began_ms;
  }
  return null;
}

function isQuiet({ server, witness }: History, device: Device): boolean {
  const status = device.page?.replica.status();
  if (status?.phase !== 'idle' || status.waiting > 0) return false;
  const cursor = witness.states.get(device.name)?.cursor;
  const isAtHead = cursor?.[0] === server.epoch && cursor[1] === server.head && cursor[2] === 0;
  return isAtHead && status.uploads.every(({ state }) => state === 'stored' || state === 'failed');
}

type Listed = Omit<Inspected, 'ledger'> & { readonly ledger: readonly WireLine[] };
type WireLine = readonly [string, string, string, number, string, string, string, string];

async function judge(
  history: History,
  devices: readonly Device[],
  fresh: ReadonlyMap<string, Device>,
  copies: readonly Device[],
  took_ms: number | null,
): Promise<void> {
  const { witness, server } = history;
  witness.moment(devices);
  const listed = server.ask<Listed>('inspect', {
    logins: [...new Set(devices.map(({ person }) => person.login))],
  });
  const rested: Rested[] = [];
  for (const device of devices) {
    const { page } = device;
    const members = await device.disk.store.members();
    if (!page) {
      witness.report(
        11,
        `${device.name} cannot be opened: ${device.warnings.slice(-2).join('; ')}`,
      );
      continue;
    }
    const { replica } = page;
    rested.push({ device, members, status: replica.status(), outbox: replica.outbox() });
  }
  const membersOf = async (device: Device) => device.disk.store.members();
  const news = new Map(
    await Promise.all(
      [...fresh].map(async ([login, device]) => [login, await membersOf(device)] as const),
    ),
  );
  const checkpoints = await Promise.all(
    copies.map(async (device) => [device.person.login, await membersOf(device)] as const),
  );
  const inspected = { ...listed, ledger: listed.ledger.map(lineOf) };
  history.decided = timeless([
    listed.ledger.map(([writer, key, , ...rest]) => [writer, key, ...rest]),
    listed.expected,
  ]);
  witness.atRest({ server: inspected, devices: rested, fresh: news, checkpoints, took_ms });
}

function lineOf([writer, key, hash, seq, outcome, reason, name, flags]: WireLine): LedgerLine {
  return { writer, key, hash, seq, outcome, reason, name, flags };
}

/**
 * What a wrong clock may change is what it says: instants, and in the frame of an entry that is held
 * the hash over them and how wrong the clock was. Whatever else it changes, it has decided.
 */
function timeless(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\\"hash\\":\\"[0-9a-f]+\\"/g, 'hash')
    .replace(/\\"skew_ms\\":-?\d+/g, 'skew')
    .replace(/\b1\d{12}\b/g, 'then');
}
