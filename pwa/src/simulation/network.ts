/** A device's way to the server, with everything that networks and those in between do to it. */
import type { HttpAnswer, HttpRequest, Transport } from '../sync/ports';
import type { Life } from './life';
import type { Dice } from './random';
import type { Reply, Server } from './server';
import type { Timeline } from './timeline';

export const NETWORK_FAULTS = [
  'lost_request',
  'lost_answer',
  'duplicate',
  'late_request',
  'slow',
  'truncated',
  'html_200',
  'redirect',
  'wrong_type',
  'stale_answer',
  'signed_out_401',
  'portal_401',
  'portal_403',
  'schema_409',
  'too_large_413',
  'busy_429',
  'server_500',
  'gateway_502',
  'busy_503',
] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

interface Call {
  readonly request: HttpRequest;
  readonly life: Life;
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
}

const HTML = '<!doctype html><title>Welcome</title><form action="/login"></form>';
const LATER_MS_MAX = 900_000;

export class Network {
  /** Strikes the next requests, one each. */
  readonly armed: NetworkFault[] = [];
  isOnline = true;
  latency_ms = 60;
  /** How many pokes arrive. */
  pokes = 1;
  /** How many parts of pictures are cut on their way. */
  cuts = 0.2;
  /** Told when a fault strikes a request, and when its device comes to feel that. */
  onFault: (fault: NetworkFault) => void = () => undefined;
  onFelt: (fault: NetworkFault) => void = () => undefined;
  onSend: (request: HttpRequest) => void = () => undefined;
  /** Two tabs ask at once. */
  onOverlap: () => void = () => undefined;
  onReply: (request: HttpRequest, reply: Reply) => void = () => undefined;
  /** Tabs that wait for the answer of a sync. */
  private readonly asking = new Map<HttpRequest, Life>();
  /** What a cache on the way may still have. */
  private readonly cached: Reply[] = [];

  constructor(
    private readonly timeline: Timeline,
    private readonly server: Server,
    private readonly dice: Dice,
    private readonly token: () => string,
    private readonly user_id: string,
  ) {}

  /** The transport of one running page. */
  transport(life: Life): Transport {
    return {
      send: (request) =>
        new Promise((resolve, reject) => {
          if (!life.isAlive) return;
          this.begin(request, life);
          this.send({
            request,
            life,
            resolve: (answer) => {
              this.asking.delete(request);
              if (life.isAlive) resolve(answer);
            },
            reject: (error) => {
              this.asking.delete(request);
              if (life.isAlive) reject(error);
            },
          });
        }),
      live: (onPoke, onEnd) => this.live(life, onPoke, onEnd),
    };
  }

  private begin(request: HttpRequest, life: Life): void {
    if (request.path !== '/sync') return;
    const others = [...this.asking.values()].filter((other) => other !== life && other.isAlive);
    if (others.length > 0) this.onOverlap();
    this.asking.set(request, life);
  }

  private send(asked: Call): void {
    const { request } = asked;
    this.onSend(request);
    if (!this.isOnline) {
      this.timeline.in(200, () => asked.reject(new Error('there is no signal')));
      return;
    }
    const fault = this.armed.shift() ?? null;
    const call = fault ? this.struck(fault, asked) : asked;
    this.timeline.in(request.timeout_ms, () =>
      call.reject(new Error('the server did not answer in time')),
    );
    if (fault === 'lost_request' || (fault === null && this.isCut(request))) return this.lose(call);
    if (fault !== null && this.isAnsweredOnTheWay(fault, call)) return;
    this.arrive(call, fault, this.trip_ms(fault));
    if (fault === 'duplicate') this.arrive(call, 'lost_answer', this.dice.between(1, 5_000));
  }

  private isCut({ method }: HttpRequest): boolean {
    return method === 'PATCH' && this.dice.chance(this.cuts);
  }

  /** Of the bytes of a picture some may have arrived before the line went dead. */
  private lose(call: Call): void {
    const { body } = call.request;
    if (!(body instanceof Uint8Array) || this.dice.chance(0.3)) return;
    const cut_bytes = this.dice.below(body.length);
    this.timeline.in(this.latency_ms, () => {
      this.server.take(call.request, this.token(), () => undefined, cut_bytes);
    });
  }

  /** The call, with its device telling once where it stands when it gets no good answer. */
  private struck(fault: NetworkFault, call: Call): Call {
    this.onFault(fault);
    let isOver = false;
    const feel = (): void => {
      if (!isOver && call.life.isAlive) this.onFelt(fault);
      isOver = true;
    };
    return {
      ...call,
      resolve: (answer) => {
        feel();
        call.resolve(answer);
      },
      reject: (error) => {
        feel();
        call.reject(error);
      },
    };
  }

  /** The request reaches the server, and its answer whoever still waits for it. */
  private arrive(call: Call, fault: NetworkFault | null, after_ms: number): void {
    const { request } = call;
    this.timeline.in(after_ms, () => {
      this.server.take(request, this.token(), (reply) => {
        if (reply === null) {
          this.timeline.in(this.latency_ms, () => call.reject(new Error('the line went dead')));
          return;
        }
        const stale = this.dice.pick(this.cached);
        if (request.path === '/sync') this.cached.push(reply);
        if (fault === 'lost_answer') return;
        if (fault === 'stale_answer' && stale) return this.deliver(call, stale);
        if (fault !== 'truncated' && fault !== 'wrong_type') this.onReply(request, reply);
        this.deliver(call, changed(reply, fault, this.dice));
      });
    });
  }

  private deliver(call: Call, reply: Reply): void {
    this.timeline.in(this.latency_ms, () => {
      if (this.isOnline) call.resolve(answered(reply));
      else call.reject(new Error('the line went dead'));
    });
  }

  private trip_ms(fault: NetworkFault | null): number {
    if (fault === 'late_request') return this.dice.between(91_000, LATER_MS_MAX);
    if (fault === 'slow') return this.dice.between(1_000, 60_000);
    return this.latency_ms;
  }

  /** Something in between answers instead; now and then after the server did its work. */
  private isAnsweredOnTheWay(fault: NetworkFault, call: Call): boolean {
    if (fault === 'redirect') {
      this.timeline.in(this.latency_ms, () => call.reject(new Error('the server never redirects')));
      return true;
    }
    const reply = INSTEAD[fault]?.(this.dice);
    if (reply === undefined) return false;
    if (this.dice.chance(0.4)) this.arrive(call, 'lost_answer', this.latency_ms);
    this.deliver(call, reply);
    return true;
  }

  private live(life: Life, onPoke: () => void, onEnd: () => void): () => void {
    let isOver = false;
    const end = (): void => {
      if (isOver || !life.isAlive) return;
      isOver = true;
      onEnd();
    };
    const poke = (): void => {
      if (!this.dice.chance(this.pokes)) return;
      this.timeline.in(this.latency_ms, () => {
        if (!isOver && life.isAlive && this.isOnline) onPoke();
      });
    };
    let hangUp = (): void => undefined;
    this.timeline.in(this.latency_ms, () => {
      if (isOver || !life.isAlive) return;
      if (!this.isOnline || this.server.isDown) return end();
      const line = { user_id: this.user_id, poke, end: () => this.timeline.in(50, end) };
      hangUp = this.server.listen(line);
      life.ends.push(hangUp);
      poke();
    });
    return () => {
      isOver = true;
      hangUp();
    };
  }
}

type Instead = (dice: Dice) => Reply;
const INSTEAD: Partial<Record<NetworkFault, Instead>> = {
  html_200: () => page(200, HTML),
  portal_401: () => page(401, HTML),
  portal_403: () => page(403, HTML),
  signed_out_401: () => problem(401, 'signed_out'),
  schema_409: () => problem(409, 'schema_unknown'),
  too_large_413: () => page(413, HTML),
  busy_429: (dice) => page(429, '', { 'retry-after': String(dice.between(1, 300)) }),
  server_500: () => problem(500, 'server_error'),
  gateway_502: () => page(502, HTML),
  busy_503: (dice) => page(503, '', { 'retry-after': String(dice.between(1, 120)) }),
};

function page(status: number, text: string, headers: Record<string, string> = {}): Reply {
  const body = new Uint8Array(Buffer.from(text));
  return { status, headers: { 'content-type': 'text/html', ...headers }, body };
}

function problem(status: number, code: string): Reply {
  const body = new Uint8Array(Buffer.from(JSON.stringify({ code, message: '', detail: {} })));
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function changed(reply: Reply, fault: NetworkFault | null, dice: Dice): Reply {
  if (fault === 'truncated')
    return { ...reply, body: reply.body.slice(0, dice.below(reply.body.length)) };
  if (fault === 'wrong_type') return { ...reply, headers: { 'content-type': 'text/plain' } };
  return reply;
}

function answered(reply: Reply): HttpAnswer {
  return {
    status: reply.status,
    header: (name) => reply.headers[name] ?? null,
    body: reply.body,
  };
}
