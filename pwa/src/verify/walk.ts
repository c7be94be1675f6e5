/**
 * Follows a chain link by link and says what was done to it: removed, moved, put in, rewritten.
 *
 * An event that does not follow the one before it stays in doubt until the next one, or a signed
 * head, tells what happened. Twin of `sync/walk.py`.
 */
import { GENESIS, linkOf } from './chain';

/** Where a chain stands after the event `seq`. */
export interface Point {
  readonly seq: number;
  readonly chain: string;
}

/** An event as far as the chain covers it; as a point it is where it claims that the chain is. */
export interface Step extends Point {
  readonly payloadHash: string;
}

/** What happened to the events `first` to `last`. */
export interface Damage {
  readonly what: string;
  readonly first: number;
  readonly last: number;
}

/** `after` stands in its place but does not follow `before`. */
interface Gap {
  readonly before: Point;
  readonly after: Step;
}

export function linkAfter(step: Step, point: Point): string {
  return linkOf(point.chain, step.seq, step.payloadHash);
}

/** The step's own link is the one that comes after this point. */
export function follows(step: Step, point: Point): boolean {
  return step.seq > point.seq && step.chain === linkAfter(step, point);
}

/** Steps and witnesses in the order of the file; then `damages`. */
export class Walk {
  tail: Point = { seq: 0, chain: GENESIS };
  readonly #gaps: Gap[] = [];
  readonly #edited: number[] = [];
  readonly #late: number[] = [];
  #strays: Step[] = [];
  #doubt: Step | null = null;
  #before: Point = this.tail;
  #last: Step | null = null;

  add(step: Step): void {
    this.#settle((point) => follows(step, point));
    const doubted = this.#doubt;
    if (doubted === null) {
      if (follows(step, this.tail)) this.#goOn(step);
      else this.#doubt = step;
      return;
    }
    if (this.tail.seq < doubted.seq && doubted.seq < step.seq) this.#accept(doubted);
    else this.#strays.push(doubted);
    this.#doubt = step;
  }

  /** A witness says where the chain stood when everything up to `point.seq` was in it. */
  standsAt(point: Point): boolean {
    const isThere = (here: Point): boolean => here.seq <= point.seq && here.chain === point.chain;
    this.#settle(isThere);
    if (this.#doubt !== null) return false;
    if (this.#last && point.seq < this.tail.seq && isThere(this.#before)) {
      this.#strays.push(this.#last);
      this.tail = this.#before;
      this.#last = null;
    }
    return isThere(this.tail);
  }

  /** No more events come. Up to a seq that was signed, what stood too early is the end. */
  close(signedSeq: number): void {
    const doubted = this.#doubt;
    if (doubted !== null) {
      if (doubted.seq > this.tail.seq) this.#accept(doubted);
      else this.#strays.push(doubted);
      this.#doubt = null;
    }
    this.#strays.sort((a, b) => a.seq - b.seq);
    for (const step of this.#strays) {
      if (step.seq > signedSeq || !follows(step, this.tail)) continue;
      this.#late.push(step.seq);
      this.tail = step;
    }
  }

  /** Whether something is missing or moved around this seq. */
  hasGapAt(seq: number): boolean {
    return this.#gaps.some(({ before, after }) => before.seq < seq && seq < after.seq);
  }

  /** All of them, by their place. After `close`. */
  damages(): Damage[] {
    const found = this.#edited.map((seq) => ({ what: 'edited_link', first: seq, last: seq }));
    found.push(...ranges(this.#late, 'reordered'));
    const late = new Set(this.#late);
    let strays = this.#strays.filter((step) => !late.has(step.seq));
    for (const { before, after } of this.#gaps) {
      let here = before;
      const moved: number[] = [];
      strays = strays.filter((step) => {
        if (step.seq >= after.seq || !follows(step, here)) return true;
        here = step;
        moved.push(step.seq);
        return false;
      });
      found.push(...ranges(moved, 'reordered'));
      if (follows(after, here)) continue;
      if (after.seq === here.seq + 1) {
        found.push({ what: 'broken_link', first: here.seq, last: after.seq });
      } else {
        found.push({ what: 'missing', first: here.seq + 1, last: after.seq - 1 });
      }
    }
    found.push(...strays.map(({ seq }) => ({ what: 'inserted', first: seq, last: seq })));
    return found.sort((a, b) => a.first - b.first || a.last - b.last || order(a.what, b.what));
  }

  /** Whatever comes next decides about the event in doubt. */
  #settle(fits: (point: Point) => boolean): void {
    const doubted = this.#doubt;
    if (doubted === null) return;
    const isLater = doubted.seq > this.tail.seq;
    const mended = { seq: doubted.seq, chain: linkAfter(doubted, this.tail) };
    if (this.#last && follows(doubted, this.#before) && fits(doubted)) {
      this.#strays.push(this.#last); // of two after the same event the later one goes on
      this.tail = this.#before;
      this.#goOn(doubted);
    } else if (isLater && fits(doubted)) {
      this.#accept(doubted);
    } else if (isLater && fits(mended)) {
      this.#edited.push(doubted.seq);
      this.#goOn(doubted);
      this.tail = mended;
    } else if (fits(this.tail)) {
      this.#strays.push(doubted);
    } else {
      return;
    }
    this.#doubt = null;
  }

  #accept(step: Step): void {
    this.#gaps.push({ before: this.tail, after: step });
    this.#goOn(step);
  }

  #goOn(step: Step): void {
    this.#before = this.tail;
    this.#last = step;
    this.tail = step;
  }
}

/** Numbers that follow each other as one damage. */
function ranges(numbers: readonly number[], what: string): Damage[] {
  const found: Damage[] = [];
  for (const number of numbers) {
    const before = found.at(-1);
    if (before?.last === number - 1) found[found.length - 1] = { ...before, last: number };
    else found.push({ what, first: number, last: number });
  }
  return found;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
