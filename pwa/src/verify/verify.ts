/**
 * Checks an export of the chain: lines in, findings out. Twin of `sync/verify.py`, where what it
 * proves is said; both are judged by `tests/contract/cases/evidence.json`.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { payloadHash } from './chain';
import { linksEpochs } from './epochs';
import type { Finding, Report, Trust } from './findings';
import {
  type AnyLine,
  BrokenLine,
  type ChainEvent,
  type End,
  FORMAT,
  type Head,
  type Header,
  keyIdOf,
  RESTORED,
  readLine,
  signedBytes,
  VERSION,
} from './lines';
import { losses, type Promised } from './losses';
import { follows, type Step, Walk } from './walk';

/** Whether the signature is the key's; null where this browser cannot tell. */
export type Check = (
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
) => Promise<boolean | null>;

const LINE_FEED = Uint8Array.of(10);

/** Call `read` for each line without its line feed, one after the other, then `close`. */
export class Verifier {
  readonly #check: Check;
  readonly #trust: Trust;
  readonly #keys: Map<string, string>;
  readonly #walk = new Walk();
  readonly #sum = sha256.create();
  readonly #begun = new Set<number>();
  readonly #findings: Finding[] = [];
  readonly #promises: Promised[] = [];
  #heads: Head[] = [];
  #header: Header | null = null;
  #end: End | null = null;
  #isErasing = false;
  #lines = 0;
  #events = 0;
  #kept = 0;
  #lastSeq = 0;
  #confirmed = 0;

  constructor(trust: Trust, check: Check) {
    this.#trust = trust;
    this.#check = check;
    this.#keys = new Map(trust.keys.map((key) => [keyIdOf(key), key]));
  }

  /** Only a line with a signature makes its caller wait. */
  read(bytes: Uint8Array): Promise<void> | undefined {
    this.#lines += 1;
    const wait = this.#readBytes(bytes);
    const seen = (): void => {
      this.#sum.update(bytes).update(LINE_FEED);
    };
    if (wait) return wait.then(seen);
    seen();
    return undefined;
  }

  /** `rest`: what stands after the last line feed; there should be nothing. */
  close(rest: Uint8Array = new Uint8Array()): Report {
    if (rest.length > 0) {
      this.#lines += 1;
      this.#say('broken_line');
    }
    this.#askHeads(null);
    if (!this.#header) this.#say('no_header');
    if (!this.#end) this.#say('no_end');
    this.#walk.close(Math.max(0, ...this.#promises.map(({ point }) => point.seq)));
    for (const { epoch, first_seq: seq } of this.#header?.epochs.slice(1) ?? []) {
      const isDue = !this.#begun.has(seq) && seq <= this.#walk.tail.seq;
      if (isDue) this.#say('bad_epoch', seq, seq, epoch);
    }
    const damages = this.#walk.damages().map((each) => ({ ...each, line: 0, detail: '' }));
    const found = [...this.#findings, ...damages, ...losses(this.#promises, this.#walk)];
    return {
      firm: this.#header?.firm ?? '',
      events: this.#events,
      heads: this.#kept,
      lastSeq: this.#lastSeq,
      findings: found.sort((a, b) => a.first - b.first || a.line - b.line),
    };
  }

  #readBytes(bytes: Uint8Array): Promise<void> | undefined {
    let line: AnyLine;
    try {
      line = readLine(bytes);
    } catch (error) {
      if (!(error instanceof BrokenLine)) throw error;
      this.#say('broken_line');
      return undefined;
    }
    if (line.line === 'header') return this.#readHeader(line);
    if (this.#end) {
      this.#say('broken_line');
      return undefined;
    }
    if (line.line === 'head') return this.#readHead(line);
    if (line.line === 'end') return this.#readEnd(line);
    this.#askHeads(line.seq);
    this.#readEvent(line);
    return undefined;
  }

  async #readHeader(header: Header): Promise<void> {
    if (this.#lines > 1 || header.format !== FORMAT || header.version !== VERSION) {
      this.#say('broken_line');
      return;
    }
    this.#header = header;
    for (const key of this.#trust.keys.length > 0 ? [] : header.keys) {
      if (key.key_id !== keyIdOf(key.public)) continue;
      this.#keys.set(key.key_id, key.public);
      this.#say('unpinned_key', 0, 0, key.public);
    }
    for (const head of this.#trust.heads) await this.#keepHead(head);
  }

  #readEvent(event: ChainEvent): void {
    this.#events += 1;
    this.#lastSeq = Math.max(this.#lastSeq, event.seq);
    let step: Step = { seq: event.seq, payloadHash: event.payload_hash, chain: event.chain };
    if (event.payload === null || event.salt === null) {
      this.#sayErased(event.seq);
    } else {
      this.#isErasing = false;
      const hashed = payloadHash(event.salt, event.payload);
      if (hashed !== event.payload_hash) {
        const other: Step = { ...step, payloadHash: hashed };
        const isHash = !follows(step, this.#walk.tail) && follows(other, this.#walk.tail);
        this.#say(isHash ? 'edited_link' : 'edited_payload', event.seq, event.seq);
        if (isHash) step = other;
      }
    }
    this.#readEpoch(event, step);
    this.#walk.add(step);
  }

  /** A restore goes on from the head of the epoch before, and says so in its first event. */
  #readEpoch({ seq, payload }: ChainEvent, step: Step): void {
    const known = this.#header?.epochs ?? [];
    const at = Math.max(
      0,
      known.findIndex((epoch) => epoch.first_seq === seq),
    );
    const isRestored = payload?.['name'] === RESTORED;
    if (!isRestored && at === 0) return;
    this.#begun.add(seq);
    const here = known[at]?.epoch ?? '';
    if (!isRestored || at === 0) {
      this.#say('bad_epoch', seq, seq);
      return;
    }
    const isNext = linksEpochs(payload, step, known[at - 1], known[at]);
    this.#say(isNext ? 'restored' : 'bad_epoch', seq, seq, here);
  }

  async #readHead(head: Head): Promise<void> {
    if (head.seq < this.#walk.tail.seq && !this.#walk.standsAt(head)) {
      this.#say('reordered', head.seq, head.seq, head.key_id);
    } else {
      await this.#keepHead(head);
    }
  }

  async #keepHead(head: Head): Promise<void> {
    if (!(await this.#isSigned(head)) || !this.#isInEpoch(head)) return;
    const place = this.#heads.findIndex((each) => each.seq > head.seq);
    this.#heads.splice(place < 0 ? this.#heads.length : place, 0, head);
  }

  async #readEnd(end: End): Promise<void> {
    this.#end = end;
    const sum = bytesToHex(this.#sum.clone().digest());
    if (sum !== end.sha256 || this.#events !== end.events) this.#say('changed_file');
    if (!(await this.#isSigned(end)) || !this.#isInEpoch(end)) return;
    if (!this.#walk.standsAt(end)) this.#promises.push({ point: end, since: this.#confirmed });
  }

  /** The heads whose place comes before the event `seq`, null: all that are left. */
  #askHeads(seq: number | null): void {
    if (this.#heads.length === 0) return;
    const waiting: Head[] = [];
    for (;;) {
      const head = this.#heads[0];
      if (!head || (seq !== null && head.seq >= seq)) break;
      this.#heads.shift();
      const stands = this.#walk.standsAt(head);
      if (stands) {
        this.#kept += 1;
        this.#confirmed = Math.max(this.#confirmed, head.seq);
      } else if (seq !== null && this.#walk.tail.seq <= head.seq) {
        waiting.push(head); // an event that stands too early does not decide
      } else {
        this.#promises.push({ point: head, since: this.#confirmed });
      }
    }
    this.#heads = [...waiting, ...this.#heads];
  }

  /** It speaks of the part of the history that this file calls by the same epoch. */
  #isInEpoch({ seq, epoch }: Head | End): boolean {
    const known = this.#header?.epochs ?? [];
    const at = known.findIndex((each) => each.epoch === epoch);
    const next = known[at + 1];
    if (at < 0 || (at > 0 && seq < (known[at]?.first_seq ?? 0))) {
      this.#say('bad_epoch', seq, seq, epoch);
      return false;
    }
    if (next && seq >= next.first_seq) {
      this.#say('lost_in_restore', next.first_seq, seq, epoch);
      return false;
    }
    return true;
  }

  /** Of this firm, by a key that counts. */
  async #isSigned(line: Head | End): Promise<boolean> {
    const publicKey = this.#keys.get(line.key_id);
    if (publicKey === undefined) {
      this.#say('unknown_key', line.seq, line.seq, line.key_id);
      return false;
    }
    const isOurs = line.tenant_id === this.#header?.tenant_id;
    const signature = hexToBytes(line.signature);
    const isRight =
      isOurs && (await this.#check(hexToBytes(publicKey), signature, signedBytes(line)));
    if (isRight === null) this.#say('unchecked_signature', line.seq, line.seq, line.key_id);
    if (isRight === false) this.#say('bad_signature', line.seq, line.seq, line.key_id);
    return isRight !== false;
  }

  /** Events in a row are one finding, whatever numbers of refused mutations lie between. */
  #sayErased(seq: number): void {
    const before = this.#findings.at(-1);
    if (this.#isErasing && before?.what === 'erased') {
      this.#findings[this.#findings.length - 1] = { ...before, last: seq };
    } else {
      this.#say('erased', seq, seq);
    }
    this.#isErasing = true;
  }

  #say(what: string, first = 0, last = 0, detail = ''): void {
    this.#findings.push({ what, first, last, line: this.#lines, detail });
  }
}
