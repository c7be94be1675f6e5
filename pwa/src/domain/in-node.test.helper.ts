/**
 * The shipped engine in Node, told what to do line by line. `benchmarks/` counts its bytes.
 * It syncs only when told to: no timer fires and no live line is open.
 */
import { createInterface } from 'node:readline';
import { version } from '../../package.json';
import type { KindName } from '../contract/kinds';
import type { MutationArgs, MutationName } from '../contract/mutations';
import { MemoryStore } from '../store/memory';
import { alone, browserClock, browserIds } from '../store/platform';
import type { Replica } from '../sync/api';
import type { Author } from '../sync/mutator';
import type { Transport } from '../sync/ports';
import { openReplica } from '../sync/replica';
import { type NodeAccess, type NodeTransport, nodeTransport } from '../sync/transport-node';
import { MUTATORS } from './mutators';

type Command =
  | { readonly do: 'open'; readonly access: NodeAccess; readonly author: Author }
  | { readonly do: 'online'; readonly is_online: boolean }
  | { readonly do: 'mutate'; readonly name: MutationName; readonly args: unknown }
  | { readonly do: 'rows'; readonly kind: KindName }
  | { readonly do: 'sync' | 'close' };

class Station {
  private replica: Replica | null = null;
  private wire: NodeTransport | null = null;
  private isOnline = true;
  private readonly warnings: string[] = [];

  async run(command: Command): Promise<unknown> {
    switch (command.do) {
      case 'open':
        return this.open(command.access, command.author);
      case 'online':
        this.isOnline = command.is_online;
        return null;
      case 'mutate':
        return this.mutate(command.name, command.args);
      case 'rows':
        return this.here().view.all(command.kind);
      case 'sync':
        this.here().syncNow();
        return this.rest();
      case 'close':
        await this.replica?.close();
        this.wire?.close();
        return null;
    }
  }

  private here(): Replica {
    if (this.replica === null) throw new Error('open it first');
    return this.replica;
  }

  /** Opening is the first sync: whoever leads syncs at once. */
  private async open(access: NodeAccess, author: Author): Promise<unknown> {
    const wire = nodeTransport(access);
    const transport: Transport = {
      send: (request) =>
        this.isOnline ? wire.send(request) : Promise.reject(new Error('there is no signal')),
      live: () => () => undefined,
    };
    const log = { warn: (what: string, why?: unknown) => this.warnings.push(`${what} ${why}`) };
    const clock = { ...browserClock(), after: () => () => undefined };
    const store = new MemoryStore();
    const ports = { clock, ids: browserIds(), store, transport, ...alone(), log };
    this.wire = wire;
    this.replica = await openReplica({
      ports,
      mutators: MUTATORS,
      author,
      app: version,
      wiped: false,
    });
    return this.rest();
  }

  private async mutate(name: MutationName, args: unknown): Promise<unknown> {
    const { n } = await this.here().mutate(name, args as MutationArgs[typeof name]);
    return n;
  }

  /** Waits until the lane came to rest and tells how things stand. */
  private async rest(): Promise<unknown> {
    const replica = this.here();
    do await new Promise((resolve) => setTimeout(resolve, 5));
    while (replica.status().phase === 'syncing');
    return { ...replica.status(), warnings: this.warnings.splice(0) };
  }
}

/** One command of JSON a line; the answer is `{"value"}` or `{"error"}`. */
export async function obey(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  const station = new Station();
  for await (const line of createInterface({ input })) {
    const answer = await station
      .run(JSON.parse(line) as Command)
      .then((value) => ({ value }))
      .catch((error: unknown) => ({ error: String(error) }));
    output.write(`${JSON.stringify(answer)}\n`);
  }
}
