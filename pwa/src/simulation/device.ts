/** A phone or a board: a disk, a network, and pages of the shipped engine that come and go. */

import { FileJournal } from '../store/file-journal';
import type { Replica } from '../sync/api';
import { uuid7 } from '../sync/ids';
import type { Clock, Ids, Store } from '../sync/ports';
import type { Identity } from '../sync/records';
import type * as Shipped from './app';
import type { Disk } from './disk';
import { FaultyFiles, WatchedJournal } from './journal';
import { Life } from './life';
import { Network } from './network';
import type { Dice } from './random';
import type { Server } from './server';
import { FaultyStore, type StoreFate } from './store';
import { Tabs } from './tabs';
import type { Timeline } from './timeline';
import type { Watch } from './watch';

export interface Person {
  readonly login: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly technician_id: string | null;
  readonly is_office: boolean;
  readonly territory_id: string | null;
  readonly devices: readonly { readonly device_id: string; readonly token: string }[];
}

export interface Page {
  readonly life: Life;
  readonly replica: Replica;
}

/** An engine with its effects: the shipped one, or the one of the version before. */
export type App = typeof Shipped;

export interface Apps {
  readonly now: App;
  readonly before: App;
}

export interface Place {
  readonly apps: Apps;
  readonly timeline: Timeline;
  readonly server: Server;
  readonly dice: Dice;
  readonly watch: Watch;
  /** Store operations under way, in the whole world. */
  readonly busy: { operations: number };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
/** A fixed moment: were ids made of the device's clock, it would decide which ids there are. */
const ID_MOMENT_MS = 1_772_326_800_000;

export class Device {
  readonly pages: Page[] = [];
  readonly network: Network;
  readonly fate: StoreFate = {
    kill_in: 0,
    isWritten: false,
    diesRemoving: false,
    isFull: false,
    torn: 0,
  };
  readonly warnings: string[] = [];
  token: string;
  device_id: string;
  skew_ms = 0;
  /** How far its clock goes back and forth by itself. */
  wander_ms = 0;
  zone = 'Asia/Shanghai';
  /** Its owner has it switched on, with this user in front. */
  isOn = false;
  wasWiped = false;
  /** Happens with the next kill: browsers drop a whole database then, now and then. */
  onKilled: (() => void) | null = null;
  /** It runs the app of the version before. */
  isBehind = false;
  /** How often its store became another one than it was. */
  wipes = 0;
  private readonly lives = new Set<Life>();
  private readonly tabs: Tabs;
  private readonly ids: Ids;
  private reopening: (() => void) | null = null;

  constructor(
    public name: string,
    readonly person: Person,
    number: number,
    readonly disk: Disk,
    readonly place: Place,
    readonly tabs_max: number,
  ) {
    const session = person.devices[number];
    if (session === undefined) throw new RangeError(`${person.login} has no device ${number}`);
    this.token = session.token;
    this.device_id = session.device_id;
    this.tabs = new Tabs(place.timeline);
    this.ids = seededIds(place.dice);
    this.network = new Network(
      place.timeline,
      place.server,
      place.dice,
      () => this.token,
      person.user_id,
    );
  }

  /** Boards keep nothing: a page that is loaded anew begins empty. */
  get isBoard(): boolean {
    return this.person.is_office;
  }

  /** The tab in front: another one at another moment. */
  get page(): Page | undefined {
    const alive = this.pages.filter(({ life }) => life.isAlive);
    return alive[this.place.timeline.now_ms % alive.length];
  }

  async open(): Promise<void> {
    this.isOn = true;
    this.reopening?.();
    this.reopening = null;
    for (let tab = this.lives.size; tab < this.tabs_max; tab += 1) await this.openTab();
  }

  /** All pages die; the owner opens the app again after a while, if at all. */
  kill(again_after_ms: number | null): void {
    this.pages.length = 0;
    for (const life of this.lives) life.kill();
    this.lives.clear();
    this.lose();
    this.isOn = false;
    this.reopening?.();
    this.reopening = null;
    const then = this.onKilled;
    this.onKilled = null;
    then?.();
    if (again_after_ms !== null) this.reopenIn(again_after_ms);
  }

  /** One tab dies, the others go on; it is opened again soon. */
  killTab(life: Life, again_after_ms: number): void {
    if (this.onKilled) return this.kill(again_after_ms);
    life.kill();
    this.lives.delete(life);
    const at = this.pages.findIndex((page) => page.life === life);
    if (at >= 0) this.pages.splice(at, 1);
    if (this.lives.size === 0) this.lose();
    this.reopenIn(again_after_ms);
  }

  /** Does as a screen does; what the device could not keep was not promised to anybody. */
  act(page: Page, work: (replica: Replica) => Promise<void>): void {
    work(page.replica).catch((error: unknown) => this.warnings.push(`not kept: ${String(error)}`));
  }

  newIdentity(): Identity {
    const replica = this.ids.uuid(0);
    return { v: 1, line: replica, replica, next_n: 1, next_order: 1 };
  }

  private async openTab(): Promise<void> {
    const { timeline, watch, busy, apps } = this.place;
    const life = new Life(this.name, timeline.now_ms);
    this.lives.add(life);
    const onKill = (): void => this.killTab(life, this.place.dice.between(1_000, 30_000));
    const sees = watch.store(this, life);
    const { disk, fate } = this;
    const store: Store = new FaultyStore(disk.store, life, fate, sees, onKill, busy);
    const files = new FaultyFiles(disk.files, life, fate, onKill, busy);
    const below = new FileJournal(files, this.ids.uuid(0));
    const journal = new WatchedJournal(below, files, sees);
    const wiped = this.wasWiped;
    const { user_id, user_name, technician_id, is_office } = this.person;
    try {
      const app = this.isBehind ? apps.before : apps.now;
      const replica = await app.openReplica({
        ports: {
          clock: this.clock(life),
          ids: this.ids,
          store,
          ...(this.isBoard ? {} : { journal }),
          transport: this.network.transport(life),
          locks: this.tabs.locks(life),
          channel: this.tabs.channel(life),
          log: { warn: (what, detail) => this.warnings.push(`${what}: ${String(detail ?? '')}`) },
        },
        mutators: app.MUTATORS,
        author: { user_id, user_name, technician_id, is_office },
        app: 'simulated',
        wiped,
      });
      if (!life.isAlive) return;
      this.pages.push({ life, replica });
      watch.opened(this, { life, replica });
      this.wasWiped = false;
    } catch (error) {
      this.warnings.push(`cannot open: ${String(error)}`);
      this.killTab(life, this.place.dice.between(1_000, 30_000));
    }
  }

  private reopenIn(after_ms: number): void {
    this.isOn = true;
    this.reopening?.();
    this.reopening = this.place.timeline.in(after_ms, () => {
      this.reopening = null;
      if (this.isOn) void this.open();
    });
  }

  private lose(): void {
    this.fate.kill_in = 0;
    if (!this.isBoard) return;
    this.disk.wipe();
    this.place.watch.wiped(this);
  }

  private clock(life: Life): Clock {
    const { timeline } = this.place;
    return {
      nowMs: () => timeline.now_ms + this.skew_ms + wandered(timeline.now_ms, this.wander_ms),
      monoMs: () => timeline.now_ms - life.began_ms,
      zone: () => this.zone,
      after: (delay_ms, run) =>
        timeline.in(delay_ms, () => {
          if (life.isAlive) run();
        }),
    };
  }
}

/** Between so much back and so much ahead, another at each moment. */
function wandered(now_ms: number, most_ms: number): number {
  return most_ms === 0 ? 0 : ((now_ms * 7_919) % (2 * most_ms)) - most_ms;
}

function seededIds(dice: Dice): Ids {
  return {
    uuid: () => uuid7(ID_MOMENT_MS, dice.bytes(10)),
    nonce: () => Array.from({ length: 8 }, () => ALPHABET[dice.below(64)]).join(''),
    fraction: () => dice.fraction(),
  };
}
