/** One round trip of `POST /sync`: the oldest unsent entries up, one page down. */
import { ENTRIES_PER_REQUEST_MAX } from '../contract/limits';
import { judge } from './answer';
import { isPull } from './apply';
import { DigestCheck, partSums } from './check';
import type { Core } from './core';
import type { HttpAnswer } from './ports';
import type { EntryRecord, ResultRecord } from './records';
import { renameUnsent } from './rename';
import { type Plan, planRequest } from './request';
import type { RunEnd } from './scheduler';
import { FORKED, type SyncAnswer, UNRESOLVED } from './wire';

const TIMEOUT_MS = 90_000;
const UNREACHABLE: RunEnd = { kind: 'unreachable' };
const AGAIN: RunEnd = { kind: 'again' };

export class Round {
  private readonly check = new DigestCheck();
  private entries_max = ENTRIES_PER_REQUEST_MAX;
  private hollow_n: number | null = null;
  /** Who asks: recovered work is sent under its old identity. */
  private replica = '';
  /** The epoch that the cursor of the request named. */
  private epoch = '';
  /** The server could not run an entry: read on, and offer it again after a wait. */
  private isPushPaused = false;
  /** The server could not tell our entries from their columns. */
  private isSpelt = false;
  /** What has been tried since the digests differ: the parts that differ, then a new start. */
  private repair: 'none' | 'parts' | 'anew' = 'none';

  constructor(
    private readonly core: Core,
    private readonly onRows: () => void,
  ) {}

  async run(): Promise<RunEnd> {
    const { clock, log } = this.core.ports;
    const plan = this.plan(await this.sums());
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
    const verdict = judge(http, plan.nonce, { replica: this.replica, entries: plan.sent });
    switch (verdict.kind) {
      case 'answer':
        return this.take(verdict.answer, plan, clock.nowMs() - half_trip_ms);
      case 'too_large':
        return this.makeSmaller(plan);
      case 'replica_taken':
        await this.rename(null);
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

  private async sums(): Promise<string> {
    return this.repair === 'parts' ? partSums(await this.core.ports.store.members()) : '';
  }

  private plan(sums: string): Plan {
    const { clock, ids } = this.core.ports;
    const { outbox, state } = this.core;
    this.replica = outbox.speaker;
    this.epoch = state.fresh_wanted ? '' : state.cursor[0];
    return planRequest({
      replica: this.replica,
      nonce: ids.nonce(),
      state,
      settled: outbox.settledN(this.replica),
      waiting: outbox.unsettled().length,
      device_ms: clock.nowMs(),
      unsent: this.isPushPaused ? [] : this.unsent(),
      entries_max: this.entries_max,
      hollow_n: this.hollow_n,
      sums,
      placeOf: this.isSpelt || state.fresh_wanted ? null : (id) => this.placeOf(id),
    });
  }

  /** Handles of an older generation may be of an epoch that has ended. */
  private placeOf(id: string): readonly [number, number] | null {
    const { members, state } = this.core;
    const member = members.ofId(id).find(({ g }) => g === state.g);
    return member ? [member.scope, member.handle] : null;
  }

  private unsent(): EntryRecord[] {
    const { outbox } = this.core;
    return outbox.unsent().filter((entry) => entry.replica === outbox.speaker);
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
    const applied = this.core.apply(answer, this.replica, {
      now_ms,
      skew_ms: Math.round(answer.now_ms - mid_trip_ms),
    });
    await this.core.commit(applied);
    this.check.note(applied.change);
    if (plan.hollow) this.hollow_n = null;
    const isStranger = this.isStranger(answer, plan);
    if (isStranger) await this.rename(answer);
    const isWhole = answer.more || (await this.addsUp(answer));
    this.onRows();
    if (!isWhole) return AGAIN;
    return isStranger ? AGAIN : this.next(answer, plan);
  }

  private next(answer: SyncAnswer, plan: Plan): RunEnd {
    const wasSpelt = this.isSpelt;
    this.isSpelt = answer.failed?.[1] === UNRESOLVED && !wasSpelt;
    if (this.isSpelt) return AGAIN;
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
    // Restored: now that we know, it is offered everything from the first entry kept.
    if (left > 0 && isPull(answer) && answer.cursor[0] !== this.epoch) return AGAIN;
    if (left === 0) this.entries_max = ENTRIES_PER_REQUEST_MAX;
    const sentNothing = plan.sent.length === 0 && plan.hollow === null;
    const isMoving = answer.results.length > 0 || sentNothing;
    if (left > 0 && isMoving) return AGAIN;
    if (left > 0 && isPull(answer)) return { kind: 'wait', wait_ms: null };
    // It cannot tell rows in a shape that this version reads, nor of which epoch they are: restored
    // since, it may want older entries than ours before it takes any more.
    if (!isPull(answer)) return { kind: isShutOut(answer) ? 'signed_out' : 'update_needed' };
    return { kind: 'done' };
  }

  /** The server knows this replica otherwise than this store does. */
  private isStranger(answer: SyncAnswer, plan: Plan): boolean {
    const first = plan.sent[0]?.n;
    // A server that was restored lacks what we have not offered yet, and has run nothing of a request
    // that did not know it: only in an epoch that was known a gap, or a number too many, is a stranger's.
    const isKnown = answer.cursor[0] === this.epoch && isPull(answer);
    const hasGap = isKnown && first !== undefined && answer.last < first - 1;
    const { replica, next_n } = this.core.outbox.who;
    const isTold = isKnown || !isPull(answer);
    const isBehind = isTold && this.replica === replica && answer.last >= next_n;
    return hasGap || isBehind || answer.results.some((result) => result.reason === FORKED);
  }

  /** `answer`: what showed it; null when the replica belongs to somebody else altogether. */
  private async rename(answer: SyncAnswer | null): Promise<void> {
    const { outbox, ports } = this.core;
    const { replica } = this.core.freshIdentity();
    ports.log.warn('this replica goes on under another identity', replica);
    const forked = new Set(
      answer?.results.filter(({ reason }) => reason === FORKED).map(({ n }) => n),
    );
    // What was answered once, the server may hold under its old name: it is offered under that until
    // the server says that it holds another one, for it compares more than numbers. By what this
    // request knew: an entry that was answered in an epoch that has just ended may well be stored, too.
    const moves = (entry: EntryRecord, result?: ResultRecord): boolean => {
      if (!result) return true;
      if (entry.replica !== this.replica) return false;
      if (forked.has(entry.n)) return true;
      const isOwed = outbox.isOwed(result) && outbox.isOwed(result, this.epoch);
      return isOwed && entry.n > (answer?.last ?? 0);
    };
    await ports.store.rename((stored) => renameUnsent(stored, replica, moves));
    await this.core.load();
  }

  /** A batch that is too large is halved; an entry that is too large alone goes without its body. */
  private makeSmaller(plan: Plan): RunEnd {
    if (plan.hollow || plan.sent.length === 0) return UNREACHABLE;
    if (plan.sent.length === 1) this.hollow_n = plan.sent[0]?.n ?? null;
    else this.entries_max = Math.floor(plan.sent.length / 2);
    return AGAIN;
  }

  /** Re-sums the store at the head. Where it differs the next request says how, or starts anew. */
  private async addsUp(answer: SyncAnswer): Promise<boolean> {
    const { clock, store, log } = this.core.ports;
    if (answer.digest === '' || !this.check.isDue(clock.monoMs())) return true;
    const mine = this.check.sum(await store.members());
    if (mine.digest === answer.digest && mine.count === answer.count) {
      this.repair = 'none';
      this.check.agrees();
      return true;
    }
    log.warn('digest differs', { mine, digest: answer.digest, count: answer.count });
    const { state } = this.core;
    const mismatch_count = state.mismatch_count + 1;
    if (this.repair === 'anew') {
      this.repair = 'none';
      this.check.giveUp(clock.monoMs());
      await this.core.saveState({ ...state, mismatch_count });
      return true;
    }
    this.repair = this.repair === 'none' ? 'parts' : 'anew';
    const fresh_wanted = this.repair === 'anew';
    await this.core.saveState({ ...state, fresh_wanted, mismatch_count });
    return false;
  }
}

/** Its entries went into the quarantine: the server takes nothing else from this device. */
function isShutOut(answer: SyncAnswer): boolean {
  return answer.results.some((result) => result.reason === 'quarantined');
}
