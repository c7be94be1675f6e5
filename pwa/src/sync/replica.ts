/** One installation of one user, as screens use it. */
import { Mutation } from '../contract/mutations';
import type { Capture, Drafts, OutboxItem, Pictures, Replica, SyncStatus } from './api';
import { Core } from './core';
import { receiptOf } from './day';
import { draftsOf } from './drafts';
import { type Moment, makeEntry } from './entry';
import { bornId } from './ids';
import { type JournalStore, withJournal } from './journal-store';
import { LiveLine } from './live';
import type { Author, Mutators } from './mutator';
import { blobRecords, loadPicture, uploadRecord } from './pictures';
import type { Authoring, Ports, TabMessage } from './ports';
import { Reading } from './reading';
import type { Identity } from './records';
import { Round } from './round';
import { IDLE_MS, isAway, type Phase, type RunEnd, Scheduler } from './scheduler';
import { statusOf } from './status';
import { UploadLane } from './uploads';

export interface Setup {
  readonly ports: Ports;
  readonly mutators: Mutators;
  readonly author: Author;
  /** Version of the app, written into each entry. */
  readonly app: string;
  readonly wiped: boolean;
}

/** Loads the store, starts to wait for the lead, and answers as soon as rows can be read. */
export async function openReplica(setup: Setup): Promise<Replica> {
  const engine = new Engine(setup);
  await engine.start();
  return engine;
}

class Engine implements Replica {
  readonly draft: Drafts;
  private readonly journal: JournalStore | null;
  private readonly core: Core;
  private readonly lane: Scheduler;
  private readonly uploadLane: Scheduler;
  private readonly uploads: UploadLane;
  private readonly line: LiveLine;
  private readonly reading: Reading;
  private readonly listeners = new Set<(status: SyncStatus) => void>();
  private readonly ends: (() => void)[] = [];
  private phase: Phase = 'idle';
  private isLeader = false;
  private isClosed = false;
  private wasAway = false;

  constructor(private readonly setup: Setup) {
    const { ports, journal } = withJournal(setup.ports, () => this.tell());
    this.journal = journal;
    this.core = new Core(ports, setup.mutators, setup.author);
    const round = new Round(this.core, () => this.rowsMoved());
    this.lane = new Scheduler(ports.clock, ports.ids, {
      run: () => this.guard(() => round.run()),
      onPhase: (phase) => this.enter(phase),
      idle_ms: IDLE_MS,
    });
    this.uploads = new UploadLane(this.core, () => this.lane.poke());
    this.uploadLane = new Scheduler(ports.clock, ports.ids, {
      run: () => this.guard(() => this.uploads.run()),
      onPhase: () => this.core.onChange(),
      idle_ms: null,
    });
    this.line = new LiveLine(ports.clock, ports.ids, ports.transport, () => this.lane.nudge());
    this.reading = new Reading(this.core, () => (this.isLeader ? this.syncNow() : undefined));
    this.draft = draftsOf(this.core);
    this.core.onChange = () => this.tell();
  }

  get id(): string {
    return this.core.outbox.replica;
  }

  get user_id(): string {
    return this.setup.author.user_id;
  }

  get technician_id(): string | null {
    return this.setup.author.technician_id;
  }

  /** What the journal gave back was not lost. */
  get wiped(): boolean {
    return this.setup.wiped && this.journal?.recovered == null;
  }

  get recovered(): number {
    return this.journal?.recovered ?? 0;
  }

  get view() {
    return this.core.view;
  }

  async start(): Promise<void> {
    const { channel, locks, wake } = this.core.ports;
    await this.core.load();
    this.ends.push(channel.hear((message) => this.hear(message)));
    this.ends.push(locks.lead(() => this.lead()));
    if (wake) this.ends.push(wake(() => this.look()));
    // Its author may have been killed before it told whoever leads.
    if (this.core.outbox.unsent().length > 0) channel.post({ kind: 'outbox' });
  }

  mutate: Replica['mutate'] = async (name, args, seen) => {
    const { entry } = await this.author((who) => ({
      entry: makeEntry(who, name, args, this.moment(seen)),
    }));
    return { n: entry.n, born: (ordinal) => bornId(entry.replica, String(entry.n), ordinal) };
  };

  outbox(): readonly OutboxItem[] {
    return this.core.outbox.items(this.core.sending, this.core.replay.waiting);
  }

  async dismiss(n: number): Promise<void> {
    const entry = this.core.outbox.find(n);
    if (entry === undefined) return;
    await this.core.ports.store.dismiss({ replica: entry.replica, n: entry.n });
    await this.core.loadOutbox();
    this.core.ports.channel.post({ kind: 'outbox' });
  }

  async resend(n: number, args: unknown): Promise<{ n: number }> {
    const old = this.core.outbox.find(n);
    if (old === undefined) throw new RangeError(`no entry ${n} is here any more`);
    const { entry } = await this.author((who) => ({
      entry: makeEntry(who, old.name, args, this.moment()),
      replaces: { replica: old.replica, n: old.n },
    }));
    await this.core.loadOutbox();
    return { n: entry.n };
  }

  async attach(attachment_id: string, pictures: Pictures): Promise<void> {
    const blobs = await blobRecords(attachment_id, pictures);
    const { replica, next_order: order } = this.core.outbox.who;
    const size_bytes = pictures.original.size;
    const upload = uploadRecord({ attachment_id, replica, n: null, order }, { size_bytes });
    await this.core.ports.store.putUpload(upload, blobs);
    this.core.uploads.set(attachment_id, upload);
    this.news();
  }

  async capture(input: Capture): Promise<{ n: number; attachment_id: string }> {
    const { bytes, args, ...smaller } = input;
    if (bytes.size !== args.size_bytes)
      throw new RangeError('size_bytes is not the size of the bytes');
    // Read before the transaction: IndexedDB closes one that waits for anything else.
    const parts = await blobRecords('', { original: bytes, ...smaller });
    const { entry } = await this.author((who) => {
      const made = makeEntry(who, Mutation.Attach, args, this.moment());
      const { replica, n, order } = made;
      const attachment_id = bornId(replica, String(n), 0);
      return {
        entry: made,
        upload: uploadRecord({ attachment_id, replica, n, order }, args),
        blobs: parts.map((part) => ({ ...part, attachment_id })),
      };
    });
    return { n: entry.n, attachment_id: bornId(entry.replica, String(entry.n), 0) };
  }

  blob(attachment_id: string, size: 'thumb' | 'large'): Promise<Blob | null> {
    return loadPicture(this.core.ports, attachment_id, size);
  }

  receipt: Replica['receipt'] = (from_ms, until_ms) => receiptOf(this.core, from_ms, until_ms);

  status(): SyncStatus {
    return statusOf(this.core, this.phase, this.uploads.items(), this.journal?.isWhole ?? false);
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  syncNow(): void {
    if (this.isClosed) return;
    if (!this.isLeader) return this.core.ports.channel.post({ kind: 'poke' });
    this.lane.wake();
    if (this.uploads.hasWork()) this.uploadLane.wake();
  }

  signedNowMs(): number {
    return this.core.ports.clock.nowMs() + this.core.state.skew_ms;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.lane.stop();
    this.uploadLane.stop();
    this.line.close();
    for (const end of this.ends.splice(0)) end();
    this.listeners.clear();
    await this.reading.end();
    await this.core.ports.store.close();
  }

  private moment(base = this.core.state.base): Moment {
    const { clock } = this.core.ports;
    return {
      base,
      device_ms: Math.round(clock.nowMs()),
      mono_ms: Math.floor(clock.monoMs()),
      skew_ms: this.core.state.skew_ms,
      zone: clock.zone(),
      app: this.setup.app,
    };
  }

  private async author(make: (who: Identity) => Authoring): Promise<Authoring> {
    const made = await this.core.ports.store.author(make);
    this.core.authored(made);
    this.news();
    return made;
  }

  /** This tab wrote to the outbox: whoever leads should send it. */
  private news(): void {
    this.core.ports.channel.post({ kind: 'outbox' });
    if (this.isLeader) this.lane.poke();
    this.tell();
  }

  /** A store that fails (no room left) must not end the lane: it is tried again later. */
  private async guard(run: () => Promise<RunEnd>): Promise<RunEnd> {
    try {
      return await run();
    } catch (error) {
      this.core.ports.log.warn('a run broke off', error);
      return { kind: 'wait', wait_ms: null };
    }
  }

  private lead(): void {
    this.reading.inTurn('this tab cannot lead', async () => {
      await this.core.load();
      await this.uploads.resume();
      if (this.isClosed) return;
      this.isLeader = true;
      this.line.open();
      this.syncNow();
    });
  }

  /** Somebody looks, or there is signal again: what a tab wrote that could not tell of it goes too. */
  private look(): void {
    if (!this.isLeader) this.syncNow();
    this.reading.soon('outbox');
  }

  private hear(message: TabMessage): void {
    const { isLeader } = this;
    if (message.kind === 'phase') return isLeader ? undefined : this.enter(message.phase);
    if (message.kind === 'poke') return isLeader ? this.syncNow() : undefined;
    this.reading.soon(message.kind === 'outbox' || isLeader ? 'outbox' : 'all');
  }

  private enter(phase: Phase): void {
    const isBack = phase === 'idle' && this.wasAway;
    this.wasAway = isAway(phase) || (phase === 'syncing' && this.wasAway);
    this.phase = phase;
    if (this.isLeader && isBack) this.line.hurry();
    if (this.isLeader) this.core.ports.channel.post({ kind: 'phase', phase });
    this.tell();
  }

  private rowsMoved(): void {
    this.core.ports.channel.post({ kind: 'rows' });
    this.uploads
      .review()
      .then(() => (this.uploads.hasWork() && !this.isClosed ? this.uploadLane.nudge() : undefined))
      .catch((error: unknown) => this.core.ports.log.warn('uploads cannot be reviewed', error));
  }

  private tell(): void {
    if (this.listeners.size === 0) return;
    const status = this.status();
    for (const listener of [...this.listeners]) listener(status);
  }
}
