/** One history: a firm, its people and devices, and what the plan has in store for them. */
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import { bornId } from '../sync/ids';
import type { MemberRecord, SyncState } from '../sync/records';
import { ACTS, type ActName } from './acts';
import { Ambush } from './ambush';
import { Coverage } from './coverage';
import { type Apps, Device, type Page, type Person } from './device';
import { IndexedDisk, MemoryDisk } from './disk';
import { ending } from './ending';
import { FAULTS, type FaultName, isArmed, isAtServer } from './faults';
import type { Outcome, Run } from './outcome';
import type { Pipe } from './pipe';
import type { Plan, Step } from './plan';
import { Dice } from './random';
import { type Begun, Server, type Weather } from './server';
import { Timeline } from './timeline';
import { wire } from './wiring';
import { Witness } from './witness';

const BEGIN_MS = 1_772_326_860_000;
const DAY_MS = 86_400_000;
const ACCEPTED = 'accepted';
/** A history may last so much longer for the second half of a fault; the rest is only let happen. */
const AWAITED_MS_MAX = 240_000;

/** The rows of a phone as they were once. */
export interface Copy {
  readonly login: string;
  readonly members: readonly MemberRecord[];
  readonly state: SyncState;
}

export class History {
  readonly timeline: Timeline;
  readonly server: Server;
  readonly witness: Witness;
  readonly coverage = new Coverage();
  readonly devices: Device[] = [];
  /** Old copies of phones: each opens as a device of its own in the end. */
  readonly copies: Copy[] = [];
  /** What was decided and what everybody sees, without times. */
  decided = '';
  /** No fault strikes any more. */
  isHealed = false;
  people: readonly Person[] = [];
  /** Logins of those who may not come in. */
  readonly inactive = new Set<string>();
  private readonly busy = { operations: 0 };
  private readonly dice: Dice;
  private readonly ambush = new Ambush(this);
  private territories: Readonly<Record<string, string>> = {};
  private marks = 0;
  private restores = 0;
  /** When the last second half comes that was announced. */
  private due_ms = 0;
  private slept_ms = 0;
  private weatherNow: Weather = { is_disk_full: false, failing: [] };

  constructor(
    readonly plan: Plan,
    pipe: Pipe,
    private readonly apps: Apps,
    private readonly how: Run = {},
  ) {
    this.dice = new Dice(plan.seed, 1);
    this.timeline = new Timeline(BEGIN_MS, () => this.settle());
    this.server = new Server(pipe, this.timeline, this.dice, plan.pages, plan.narrow);
    this.witness = new Witness(() => this.server, how.isTraced ?? false);
  }

  async run(): Promise<Outcome> {
    const { engine, framework, group_max, pages } = this.plan;
    const ground = { engine, framework, group_max, pages: pages[0] };
    const { people, territories, epoch } = this.server.ask<Begun>('begin', ground);
    this.server.epoch = epoch;
    this.people = people;
    this.territories = territories;
    try {
      for (const each of this.plan.devices) this.addDevice(each);
      this.devices.forEach((device, at) => {
        if (this.plan.devices[at]?.shares === null) void device.open();
      });
      for (const step of this.plan.steps) if (!this.isOver) await this.take(step);
      if (!this.isOver) await this.secondHalves();
      if (!this.isOver) await ending(this);
    } finally {
      for (const device of this.devices) device.kill(null);
      await this.settle();
      for (const device of this.devices) await device.disk.dispose();
      this.server.ask('end');
    }
    const { violations } = this.witness;
    const { coverage, decided } = this;
    return { violations, transcript: this.witness.transcript(), coverage, decided };
  }

  /** Enough is known of it. */
  get isOver(): boolean {
    return this.how.isOverAtFirst === true && this.witness.violations.length > 0;
  }

  // --- what acts and faults ask for ---

  /** A text that occurs nowhere else in this history. */
  mark(): string {
    this.marks += 1;
    return `m${this.marks}`;
  }

  /** A screen writes an entry; once it is told that it is saved, it is owed. */
  write<N extends MutationName>(device: Device, name: N, args: MutationArgs[N]): void {
    const { page } = device;
    if (!page) return;
    this.tell(device, name);
    device.act(page, async (replica) => {
      const authored = await replica.mutate(name, args);
      this.witness.book.confirmed(authored.born(0), replica.status().has_journal);
    });
  }

  /** A mutation by the API: by this person, or by the system. */
  office(login: string, name: string, args: object): string {
    return this.submit(login, name, args).born;
  }

  private submit(login: string, name: string, args: object): { outcome: string; born: string } {
    const key = this.mark();
    const { outcome, seq, reason } = this.server.office(login, name, args, key);
    const writer = login === '' ? 'system:' : `api:${this.personOf(login).user_id}`;
    this.witness.note(`${login || 'system'} ${name} ${outcome} ${reason}`);
    this.coverage.act(name);
    if (seq > 0) this.witness.book.answered.push({ writer, key, outcome, seq });
    return { outcome, born: bornId(writer, key, 0) };
  }

  tell(device: Device, name: string): void {
    this.witness.note(`${this.timeline.now_ms} ${device.name} does ${name}`);
    this.coverage.act(name);
  }

  /** What befalls the server befalls every device, each where it stands. */
  fired(fault: FaultName, device: Device): void {
    const state = this.witness.stateOf(device);
    this.witness.note(`${this.timeline.now_ms} ${fault} strikes ${device.name} in ${state}`);
    const struck = isAtServer(fault) ? this.devices : [device];
    const states = struck.map((each) => this.witness.stateOf(each));
    this.coverage.fault(fault, states);
  }

  /**
   * The second half of a fault. All is not made well before an awaited one came; any other comes
   * only if it is early enough.
   */
  later(delay_ms: number, run: () => void, isAwaited = delay_ms <= AWAITED_MS_MAX): void {
    if (isAwaited) this.due_ms = Math.max(this.due_ms, this.timeline.now_ms + delay_ms);
    this.timeline.in(delay_ms, () => {
      if (!this.isHealed) run();
    });
  }

  weather(change: Partial<Weather>): void {
    this.weatherNow = { ...this.weatherNow, ...change };
    this.server.ask('weather', this.weatherNow);
  }

  /** The disk of the server is lost, and one of its backups put in its place. */
  restore(which: number): void {
    this.restores += 1;
    const epoch = `after-${String(this.restores).padStart(2, '0')}`;
    const { ended, restored } = this.server.restore(which, epoch);
    this.witness.note(`restored to ${restored} of ${ended}: ${epoch}`);
    this.witness.book.restored(ended, restored, this.timeline.now_ms);
  }

  /** A clock that is wrong from now on, or even goes back and forth by so much. */
  setSkew(device: Device, skew_ms: number, wander_ms: number): void {
    if (this.how.isClockRight) return;
    device.skew_ms = skew_ms;
    device.wander_ms = wander_ms;
  }

  /** All apps are closed, time jumps, and they are opened again. */
  sleep(days: number): void {
    for (const device of this.devices) if (device.isOn) device.kill(1_000);
    this.timeline.jump(days * DAY_MS);
    this.slept_ms += days * DAY_MS;
  }

  personOf(login: string): Person {
    const person = this.people.find((one) => one.login === login);
    if (!person) throw new RangeError(`nobody is called ${login}`);
    return person;
  }

  territory(dice: Dice): string {
    return dice.pick(Object.values(this.territories)) ?? '';
  }

  /** A board that is open. */
  board(): Page | undefined {
    return this.devices.find((device) => device.isBoard && device.page)?.page;
  }

  /** The same piece of hardware with another user in front. */
  sharing(device: Device): Device | undefined {
    const mine = this.devices.indexOf(device);
    const at = this.plan.devices.findIndex((each) => each.shares === mine);
    return this.devices[at];
  }

  /** The administrator lets somebody in, or not any more. */
  setActive({ user_id, login }: Person, is_active: boolean): void {
    // Remembered before it is tried: a server that is down may have done it all the same.
    this.inactive.add(login);
    const { outcome } = this.submit('boss', Mutation.SetUserActive, { user_id, is_active });
    if (is_active && outcome === ACCEPTED) this.inactive.delete(login);
  }

  /** The right password, typed by whoever was signed out. */
  signIn(device: Device): void {
    const { login, user_id } = device.person;
    const token = `${device.name}-${this.mark()}`;
    const device_id = this.office('', Mutation.EnrolDevice, { user_id, name: device.name });
    const asked = { login, device_id, token };
    const { is_open } = this.server.ask<{ is_open: boolean }>('sign_in', asked);
    if (!is_open) return;
    this.witness.note(`${device.name} signs in again`);
    device.device_id = device_id;
    device.token = token;
    device.page?.replica.syncNow();
  }

  addDevice(each: Plan['devices'][number]): Device {
    const { login, number, tabs, indexed } = each;
    const disk = indexed ? new IndexedDisk() : new MemoryDisk();
    const { timeline, server, dice, witness, busy, apps } = this;
    const place = { apps, timeline, server, dice, watch: witness, busy };
    const name = `${login}-${number}`;
    const device = new Device(name, this.personOf(login), number, disk, place, tabs);
    device.network.latency_ms = this.plan.latency_ms;
    device.network.pokes = this.plan.pokes;
    wire(this, device, this.ambush);
    this.devices.push(device);
    return device;
  }

  /** What was begun and comes soon is waited for; it would not come any more when all is well. */
  private async secondHalves(): Promise<void> {
    while (this.timeline.now_ms < this.due_ms) await this.timeline.until(this.due_ms);
  }

  private async take(step: Step): Promise<void> {
    await this.timeline.until(BEGIN_MS + this.slept_ms + step.at_ms);
    const device = this.devices[step.who];
    if (!device) return;
    const dice = new Dice(step.dice, 2);
    if (step.what in ACTS) ACTS[step.what as ActName].run(this, device, dice);
    else {
      const strike = (): void => {
        if (step.echoes) this.ambush.echo(device);
        this.strike(step.what as FaultName, device, dice);
      };
      if (step.lurks === undefined) strike();
      else this.ambush.lie(device, step.lurks, strike);
    }
    await this.settle();
    this.witness.moment(this.devices);
    for (const each of this.devices) this.ambush.look(each);
    this.comeBack(dice);
  }

  /** A device feels a fault that struck its request: perhaps it stands elsewhere by now. */
  felt(fault: FaultName, device: Device): void {
    this.coverage.felt(fault, this.witness.stateOf(device));
  }

  /** What waits on the way strikes with the next request, and is counted then. */
  private strike(fault: FaultName, device: Device, dice: Dice): void {
    if (!isArmed(fault)) this.fired(fault, device);
    FAULTS[fault].run(this, device, dice);
  }

  /** Whoever sees that he is signed out signs in, sooner or later. */
  private comeBack(dice: Dice): void {
    for (const device of this.devices)
      if (device.page?.replica.status().phase === 'signed_out' && dice.chance(0.3))
        this.signIn(device);
  }

  /** Until no promise of the engine can go on by itself. */
  async settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.busy.operations > 0);
  }
}
