/** One round trip of `POST /sync`: the oldest unsent entries up, one page down. */
import { ENTRIES_PER_REQUEST_MAX } from '../contract/limits';
import { judge } from './answer';
import { isPull } from './apply';
import { DigestCheck } from './check';
import type { Core } from './core';
import type { HttpAnswer } from './ports';
import type { EntryRecord } from './records';
import { renameUnsent } from './rename';
import { type Plan, planRequest } from './request';
import type { RunEnd } from './scheduler';
import { FORKED, type SyncAnswer } from './wire';

const TIMEOUT_MS = 90_000;
const UNREACHABLE: RunEnd = { kind: 'unreachable' };
const AGAIN: RunEnd = { kind: 'again' };

export class Round {
  private readonly check = new DigestCheck();
  private entries_max = ENTRIES_PER_REQUEST_MAX;
  private hollow_n: number | null = null;
  /** The server could not run an entry: read on, and offer it again after a wait. */
  private isPushPaused = false;
  private isRepairing = false;

  constructor(
    private readonly core: Core,
    private readonly onRows: () => void,
  ) {}

  async run(): Promise<RunEnd> {
    const { clock, log } = this.core.ports;
    const plan = this.plan();
    this.core.markSending(plan.hollow ? [plan.hollow] : plan.sent);
    const began_mono_ms = clock.monoMs();
    let http: HttpAnswer;
    try {
      http = await this.send(plan);
    } catch (error) {
      log.warn('no answer', error);
      return UNREACHABLE;
    } finally {
      this.core.markSending([]);
    }
    const half_trip_ms = (clock.monoMs() - began_mono_ms) / 2;
    const verdict = judge(http, plan.nonce);
    switch (verdict.kind) {
      case 'answer':
        return this.take(verdict.answer, plan, clock.nowMs() - half_trip_ms);
      case 'too_large':
        return this.makeSmaller(plan);
      case 'replica_taken':
        await this.rename();
        return AGAIN;
      case 'not_an_answer':
        log.warn('not an answer', verdict.why);
        return UNREACHABLE;
      case 'wait':
        return { kind: 'wait', wait_ms: verdict.wait_ms };
      default:
        return { kind: verdict.kind };
    }
  }

  private plan(): Plan {
    const { clock, ids } = this.core.ports;
    const { outbox, state } = this.core;
    return planRequest({
      replica: outbox.replica,
      nonce: ids.nonce(),
      state,
      settled: outbox.settledN(),
      waiting: outbox.unsettled().length,
      device_ms: clock.nowMs(),
      unsent: this.isPushPaused ? [] : this.unsent(),
      entries_max: this.entries_max,
      hollow_n: this.hollow_n,
    });
  }

  private unsent(): EntryRecord[] {
    const { outbox } = this.core;
    return outbox.unsent().filter((entry) => entry.replica === outbox.replica);
  }

  private send(plan: Plan): Promise<HttpAnswer> {
    return this.core.ports.transport.send({
      method: 'POST',
      path: '/sync',
      headers: { 'content-type': 'application/json' },
      body: plan.body,
      gzip: true,
      timeout_ms: TIMEOUT_MS,
    });
  }

  private async take(answer: SyncAnswer, plan: Plan, mid_trip_ms: number): Promise<RunEnd> {
    const now_ms = this.core.ports.clock.nowMs();
    const applied = this.core.apply(answer, {
      now_ms,
      skew_ms: Math.round(answer.now_ms - mid_trip_ms),
    });
    await this.core.commit(applied);
    this.check.note(applied.change);
    if (plan.hollow) this.hollow_n = null;
    if (this.isStranger(answer, plan)) await this.rename();
    const isWhole = answer.more || (await this.addsUp(answer));
    this.onRows();
    if (!isWhole && !this.isRepairing) {
      this.isRepairing = true;
      return AGAIN;
    }
    if (isWhole && !answer.more) this.isRepairing = false;
    return this.next(answer, plan);
  }

  private next(answer: SyncAnswer, plan: Plan): RunEnd {
    if (answer.failed) {
      this.core.ports.log.warn(`entry ${answer.failed[0]} could not run`, answer.failed[1]);
      this.isPushPaused = true;
    }
    if (answer.more) return AGAIN;
    if (this.isPushPaused) {
      this.isPushPaused = false;
      return { kind: 'wait', wait_ms: null };
    }
    const left = this.unsent().length;
    if (left === 0) this.entries_max = ENTRIES_PER_REQUEST_MAX;
    const sentNothing = plan.sent.length === 0 && plan.hollow === null;
    const isMoving = answer.results.length > 0 || sentNothing;
    if (left > 0) return isMoving ? AGAIN : { kind: 'wait', wait_ms: null };
    // It took our entries, but cannot tell rows in a shape that this version reads.
    if (!isPull(answer)) return { kind: 'update_needed' };
    return { kind: 'done' };
  }

  /** The server knows this replica otherwise than this store does. */
  private isStranger(answer: SyncAnswer, plan: Plan): boolean {
    const first = plan.sent[0]?.n;
    const hasGap = first !== undefined && answer.last < first - 1;
    const isBehind = answer.last >= this.core.outbox.who.next_n;
    return hasGap || isBehind || answer.results.some((result) => result.reason === FORKED);
  }

  private async rename(): Promise<void> {
    const { store, log } = this.core.ports;
    const { replica } = this.core.freshIdentity();
    log.warn('this replica goes on under another identity', replica);
    await store.rename((outbox) => renameUnsent(outbox, replica));
    await this.core.load();
  }

  /** A batch that is too large is halved; an entry that is too large alone goes without its body. */
  private makeSmaller(plan: Plan): RunEnd {
    if (plan.hollow || plan.sent.length === 0) return UNREACHABLE;
    if (plan.sent.length === 1) this.hollow_n = plan.sent[0]?.n ?? null;
    else this.entries_max = Math.floor(plan.sent.length / 2);
    return AGAIN;
  }

  /** Re-sums the store at the head. When it differs the next request starts from the beginning. */
  private async addsUp(answer: SyncAnswer): Promise<boolean> {
    const { clock, store, log } = this.core.ports;
    if (answer.digest === '' || !this.check.isDue(clock.monoMs())) return true;
    const mine = this.check.sum(await store.members(), clock.monoMs());
    if (mine.digest === answer.digest && mine.count === answer.count) return true;
    log.warn('digest differs', { mine, digest: answer.digest, count: answer.count });
    const { state } = this.core;
    const mismatch_count = state.mismatch_count + 1;
    await this.core.saveState({ ...state, fresh_wanted: true, mismatch_count });
    return false;
  }
}
