/** On the line between an engine and a server: counts, cuts, and listens for what must not come. */
import { gzipSync } from 'node:zlib';
import { REQUEST_GZIP_FROM_BYTES } from '../contract/limits';
import type { HttpAnswer, HttpRequest, Transport } from '../sync/ports';

export interface Count {
  /** Exchanges that were answered. */
  readonly answered: number;
  /** Their bodies as they travelled, both ways. */
  readonly bytes: number;
}

export class Tap implements Transport {
  isOnline = true;
  /** No answer may contain any of these. */
  forbidden: readonly string[] = [];
  readonly leaks: string[] = [];
  answered = 0;
  private bytes = 0;
  private under_way = 0;

  constructor(
    private readonly wire: Transport,
    private readonly isDeaf: boolean,
  ) {}

  get isBusy(): boolean {
    return this.under_way > 0;
  }

  count(): Count {
    return { answered: this.answered, bytes: this.bytes };
  }

  since(before: Count): Count {
    return { answered: this.answered - before.answered, bytes: this.bytes - before.bytes };
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    if (!this.isOnline) throw new Error('there is no signal');
    this.under_way += 1;
    try {
      const answer = await this.wire.send(request);
      const length = Number(answer.header('content-length') ?? answer.body.length);
      this.bytes += travelled(request) + length;
      this.answered += 1;
      this.listen(answer);
      return answer;
    } finally {
      this.under_way -= 1;
    }
  }

  live(onPoke: () => void, onEnd: () => void): () => void {
    return this.isDeaf ? () => undefined : this.wire.live(onPoke, onEnd);
  }

  private listen({ body }: HttpAnswer): void {
    if (this.forbidden.length === 0) return;
    const text = Buffer.from(body).toString('utf8');
    this.leaks.push(...this.forbidden.filter((each) => text.includes(each)));
  }
}

function travelled({ body, gzip }: HttpRequest): number {
  const octets = typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
  const isPacked = gzip && octets.length > REQUEST_GZIP_FROM_BYTES;
  return isPacked ? gzipSync(octets, { level: 9 }).length : octets.length;
}
