/** Sees everything, keeps the transcript, and asks the checkers. */
import { createHash } from 'node:crypto';

import type { Change } from '../sync/ports';
import type { SyncState } from '../sync/records';
import { Book } from './book';
import { CHECKERS } from './checkers/all';
import { stateOf } from './coverage';
import type { Device, Page } from './device';
import type { Reply } from './server';
import type { StoreWatch } from './store';
import type { Checker, Rest, Watch } from './watch';

export interface Violation {
  readonly invariant: number;
  readonly what: string;
}

function digestOf(what: string | Uint8Array): string {
  return createHash('sha256').update(what).digest('hex');
}

const VIOLATIONS_MAX = 20;
/** Place of the lost scopes in an answer. */
const GONE = 11;

export class Witness implements Watch {
  readonly book = new Book();
  readonly violations: Violation[] = [];
  readonly states = new Map<string, SyncState>();
  private readonly gone = new Map<string, readonly number[]>();
  private readonly lines: string[] = [];
  private readonly checkers: readonly Checker[];

  constructor(
    private readonly server: () => { readonly head: number; readonly epoch: string },
    private readonly isTraced: boolean,
  ) {
    this.checkers = CHECKERS.map(({ invariant, make }) =>
      make((what) => this.report(invariant, what), this.book),
    );
  }

  report(invariant: number, what: string): void {
    if (this.violations.length < VIOLATIONS_MAX) this.violations.push({ invariant, what });
    this.note(`violation ${invariant}: ${what}`);
  }

  /** One line of the transcript. */
  note(line: string): void {
    this.lines.push(line);
    if (this.isTraced) process.stderr.write(`${line}\n`);
  }

  transcript(): string {
    return digestOf(this.lines.join('\n'));
  }

  /** Where a device stands now. */
  stateOf(device: Device): string {
    return stateOf(device, this.states.get(device.name));
  }

  store(device: Device): StoreWatch {
    return {
      authored: (made) => {
        this.note(`${device.name} writes ${made.entry.name} ${made.entry.n}`);
        this.book.authored(device, made);
      },
      committed: (change) => this.committed(device, change),
      renamed: (renaming) => {
        this.note(`${device.name} is ${renaming.identity.replica} now`);
        this.book.shelf(device).renamed(renaming);
        for (const checker of this.checkers) checker.renamed?.(device);
      },
      journaled: (records, isAnew) => this.book.shelf(device).journaled(records, isAnew),
    };
  }

  opened(device: Device, page: Page): void {
    this.note(`${device.name} opens`);
    for (const checker of this.checkers) checker.opened?.(device, page);
  }

  wiped(device: Device): void {
    this.note(`${device.name} is wiped`);
    this.book.shelf(device).wiped();
    this.setBack(device);
  }

  /** Its store is not the one that was seen last. */
  setBack(device: Device): void {
    this.states.delete(device.name);
    for (const checker of this.checkers) checker.setBack?.(device);
  }

  sent(device: Device, now_ms: number): void {
    this.note(`${now_ms} ${device.name} asks`);
    for (const checker of this.checkers) checker.sent?.(device, now_ms);
  }

  overlapped(device: Device): void {
    for (const checker of this.checkers) checker.overlapped?.(device);
  }

  replied(device: Device, { status, body }: Reply): void {
    this.note(`${device.name} is answered ${status} ${digestOf(body).slice(0, 8)}`);
    if (status !== 200) return;
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    const gone = Array.isArray(answer) ? (answer[GONE] as number[] | undefined) : undefined;
    this.gone.set(device.name, gone ?? []);
  }

  moment(devices: readonly Device[]): void {
    for (const checker of this.checkers) checker.moment?.(devices);
  }

  atRest(rest: Rest): void {
    for (const [invariant, what] of rest.server.wrong) this.report(invariant, what);
    for (const checker of this.checkers) checker.atRest?.(rest);
    this.note(JSON.stringify(rest.server.ledger));
  }

  private committed(device: Device, change: Change): void {
    const { cursor } = change.state;
    this.note(`${device.name} ${cursor} +${change.put.length} -${change.drop.length}`);
    this.states.set(device.name, change.state);
    this.book.committed(device, change);
    const { head, epoch } = this.server();
    const told = { gone: this.gone.get(device.name) ?? [], head, epoch };
    for (const checker of this.checkers) checker.committed?.(device, change, told);
  }
}
