/** One replica against the test server, with a clock that only tests move. */
import { expect } from 'vitest';

import { MemoryStore } from '../store/memory';
import type { Replica } from './api';
import { uuid7 } from './ids';
import type { Mutators } from './mutator';
import type { Channel, Clock, Ids, Journal, Locks, Log, Ports, Store, TabMessage } from './ports';
import { openReplica } from './replica';
import { TestServer } from './server.test.helper';

export class TestClock implements Clock {
  at_ms = 1_772_326_800_000;
  private timers: { due: number; run: () => void }[] = [];

  nowMs = (): number => this.at_ms;
  monoMs = (): number => this.at_ms;
  zone = (): string => 'Asia/Shanghai';

  after(delay_ms: number, run: () => void): () => void {
    const timer = { due: this.at_ms + delay_ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  /** How long until the next timer. */
  next(): number | null {
    const due = Math.min(...this.timers.map((timer) => timer.due));
    return Number.isFinite(due) ? due - this.at_ms : null;
  }

  advance(by_ms: number): void {
    this.at_ms += by_ms;
    const due = this.timers.filter((timer) => timer.due <= this.at_ms);
    this.timers = this.timers.filter((timer) => timer.due > this.at_ms);
    for (const timer of due) timer.run();
  }
}

let made = 0;

export function testIds(): Ids {
  return {
    uuid: (now_ms) => {
      made += 1;
      return uuid7(now_ms, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, made >> 8, made & 255]));
    },
    nonce: () => {
      made += 1;
      return String(made).padStart(8, 'n');
    },
    fraction: () => 0.5,
  };
}

/** Tabs of one browser: the first in the queue leads. */
export class Tabs {
  private readonly queue: (() => void)[] = [];
  private readonly listeners = new Map<number, (message: TabMessage) => void>();
  private made = 0;
  private readonly killed = new Set<number>();

  /** The one that was opened last says and hears nothing any more. */
  kill(): void {
    this.killed.add(this.made);
    this.listeners.delete(this.made);
  }

  open(): { locks: Locks; channel: Channel } {
    this.made += 1;
    const id = this.made;
    return {
      locks: {
        lead: (onLead) => {
          this.queue.push(onLead);
          if (this.queue.length === 1) onLead();
          return () => {
            const wasFirst = this.queue[0] === onLead;
            this.queue.splice(this.queue.indexOf(onLead), 1);
            if (wasFirst) this.queue[0]?.();
          };
        },
      },
      channel: {
        post: (message) => {
          if (this.killed.has(id)) return;
          for (const [other, listener] of this.listeners) {
            if (other !== id) setTimeout(() => listener(message), 0);
          }
        },
        hear: (listener) => {
          this.listeners.set(id, listener);
          return () => this.listeners.delete(id);
        },
      },
    };
  }
}

export interface World {
  readonly server: TestServer;
  readonly clock: TestClock;
  readonly store: Store;
  readonly replica: Replica;
  readonly warnings: string[];
}

export const USER = '40000000-0000-4000-8000-000000000001';
export const TECHNICIAN = '30000000-0000-4000-8000-000000000001';

export interface WorldOptions {
  readonly server?: TestServer;
  readonly clock?: TestClock;
  readonly store?: Store;
  readonly journal?: Journal;
  readonly tabs?: Tabs;
  readonly wake?: Ports['wake'];
  readonly mutators: Mutators;
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const server = options.server ?? new TestServer();
  const clock = options.clock ?? new TestClock();
  const store = options.store ?? new MemoryStore();
  const warnings: string[] = [];
  const log: Log = { warn: (what, detail) => warnings.push(`${what} ${String(detail ?? '')}`) };
  const journal = options.journal ? { journal: options.journal } : {};
  const wake = options.wake ? { wake: options.wake } : {};
  const tab = (options.tabs ?? new Tabs()).open();
  const replica = await openReplica({
    ports: { clock, ids: testIds(), store, ...journal, transport: server, ...tab, ...wake, log },
    mutators: options.mutators,
    author: { user_id: USER, user_name: '王建国', technician_id: TECHNICIAN, is_office: false },
    app: 'test',
    wiped: false,
  });
  return { server, clock, store, replica, warnings };
}

/**
 * Waits until the lane came to rest in this phase. Counted in turns of the event loop, in which the
 * stores and the network here work: on a busy machine a few milliseconds may hold none of them.
 */
export async function rest(replica: Replica, phase = 'idle'): Promise<void> {
  const until = Date.now() + 5_000; // patience only: a lane that never rests must not hang the run
  for (let calm = 0; calm < CALM_TURNS; calm += 1) {
    await turn();
    if (replica.status().phase === phase) continue;
    expect(Date.now(), `still ${replica.status().phase}`).toBeLessThan(until);
    calm = -1;
  }
}

const CALM_TURNS = 10;

/** Timers that are due, and what each of them brings about. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  for (let at = 0; at < 8; at += 1) await new Promise((resolve) => setImmediate(resolve));
}

export async function sync(replica: Replica): Promise<void> {
  replica.syncNow();
  await rest(replica);
}

export function states(replica: Replica): Record<number, string> {
  return Object.fromEntries(replica.outbox().map((item) => [item.n, item.state]));
}
