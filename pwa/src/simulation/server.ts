/** The server as the network meets it: requests that arrive together are answered together. */
import type { HttpRequest } from '../sync/ports';
import type { Narrow } from './aim';
import type { Person } from './device';
import type { Pipe } from './pipe';
import type { Dice } from './random';
import type { Timeline } from './timeline';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface Crash {
  readonly point: 'before' | 'in' | 'after';
  /** How much of the write that COMMIT was in the middle of reached the disk. */
  readonly fraction: number;
}

export interface Pages {
  readonly rows: number;
  readonly urgent: number;
}

export interface OfficeResult {
  readonly outcome: string;
  readonly reason: string;
  readonly seq: number;
}

/** The epoch that a restore has ended, and the last seq of it that the backup held. */
export interface Restored {
  readonly ended: string;
  readonly restored: number;
}

/** A firm that was founded for a history. */
export interface Begun {
  readonly epoch: string;
  readonly people: readonly Person[];
  readonly territories: Readonly<Record<string, string>>;
}

/** Lasting trouble at the server. */
export interface Weather {
  readonly is_disk_full: boolean;
  readonly failing: readonly string[];
}

interface News {
  readonly poked: readonly string[];
  readonly head: number;
}

interface Waiting {
  readonly asked: Record<string, unknown>;
  readonly deliver: (reply: Reply | null) => void;
}

/** Somebody who hears of news; the answer of `listen` ends it. */
export interface Line {
  readonly user_id: string;
  readonly poke: () => void;
  readonly end: () => void;
}

const TOGETHER_MS = 20;

export class Server {
  head = 0;
  epoch = '';
  /** Refuses connections. */
  isDown = false;
  /** Strikes the next requests. */
  crash: Crash | null = null;
  requests = 0;
  private isGathering = false;
  private waiting: Waiting[] = [];
  private readonly lines = new Set<Line>();
  private readonly began_ms: number;

  constructor(
    private readonly pipe: Pipe,
    private readonly timeline: Timeline,
    private readonly dice: Dice,
    private readonly pages: readonly [Pages, ...Pages[]],
    private readonly narrow: readonly Narrow[] = [],
  ) {
    this.began_ms = timeline.now_ms;
  }

  /** Hands over a request, or so many bytes of its body; null is no answer at all. */
  take(
    request: HttpRequest,
    token: string,
    deliver: (reply: Reply | null) => void,
    cut_bytes?: number,
  ): void {
    if (this.isDown) return deliver(null);
    const { method, path, headers, body = '' } = request;
    const content = typeof body === 'string' ? { body } : sent(body, cut_bytes);
    this.waiting.push({ asked: { method, path, headers, token, ...content }, deliver });
    if (this.isGathering) return;
    this.isGathering = true;
    this.timeline.in(this.dice.below(TOGETHER_MS), () => this.work());
  }

  /** One mutation by a person, or by the system when `login` is empty. */
  office(login: string, name: string, args: object, key: string): OfficeResult {
    const result = this.ask<OfficeResult & News>('office', { login, name, args, key });
    this.hear(result);
    return result;
  }

  ask<T>(what: string, more: object = {}): T {
    return this.pipe.ask<T>({ do: what, now_ms: this.timeline.now_ms, ...more });
  }

  listen(line: Line): () => void {
    this.lines.add(line);
    return () => this.lines.delete(line);
  }

  backUp(): void {
    this.ask('back_up');
  }

  /** An older backup takes the place of the database: every stream ends with the old one. */
  restore(which: number, epoch: string): Restored {
    const { ended, restored, ...news } = this.ask<Restored & News>('restore', { which, epoch });
    this.epoch = epoch;
    this.hear(news);
    this.endLines();
    return { ended, restored };
  }

  /** The process ends: every stream with it. */
  restart(): void {
    this.ask('restart');
    this.endLines();
  }

  private work(): void {
    this.isGathering = false;
    const group = this.waiting.splice(0);
    const crash = this.crash;
    this.crash = null;
    this.requests += group.length;
    const { answers, ...news } = this.ask<{ answers: readonly (WireReply | null)[] } & News>(
      'requests',
      { list: group.map(({ asked }) => asked), crash, pages: this.pagesNow() },
    );
    if (crash !== null) this.endLines();
    this.hear(news);
    group.forEach(({ deliver }, at) => {
      deliver(opened(answers[at] ?? null));
    });
  }

  private pagesNow(): Pages {
    const at_ms = this.timeline.now_ms - this.began_ms;
    const drawn = this.dice.pick(this.pages);
    return this.narrow.find((one) => one.from_ms <= at_ms && at_ms < one.to_ms)?.pages ?? drawn;
  }

  private hear({ poked, head }: News): void {
    this.head = head;
    const users = new Set(poked);
    for (const line of [...this.lines]) if (users.has(line.user_id)) line.poke();
  }

  private endLines(): void {
    for (const line of [...this.lines]) {
      this.lines.delete(line);
      line.end();
    }
  }
}

interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: string;
}

function opened(reply: WireReply | null): Reply | null {
  if (reply === null) return null;
  const { status, headers, body = '', bytes } = reply;
  const raw = bytes === undefined ? Buffer.from(body, 'utf8') : Buffer.from(bytes, 'base64');
  return { status, headers, body: new Uint8Array(raw) };
}

function sent(body: Uint8Array, cut_bytes: number | undefined) {
  const bytes = Buffer.from(body.subarray(0, cut_bytes)).toString('base64');
  return cut_bytes === undefined ? { bytes } : { bytes, whole_bytes: body.length };
}
