/**
 * Many shipped engines in one Node, living on their own: they sync, back off and try again by
 * themselves. `tests/` puts them behind bad networks and servers that are killed.
 */
import { createInterface } from 'node:readline';
import { version } from '../../package.json';
import { Slot } from '../contract/enums';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import { alone, browserClock, browserIds } from '../store/platform';
import type { Replica } from '../sync/api';
import type { Author } from '../sync/mutator';
import type { Clock, Transport } from '../sync/ports';
import { openReplica } from '../sync/replica';
import { type NodeAccess, type NodeTransport, nodeTransport } from '../sync/transport-node';
import { MUTATORS } from './mutators';
import { Tap } from './tap.test.helper';
import { ToldStore } from './told-store.test.helper';

type Command = { readonly id: number; readonly phone: string } & (
  | {
      readonly do: 'open';
      readonly access: NodeAccess;
      readonly author: Author;
      readonly hurry: Hurry;
    }
  | { readonly do: 'note'; readonly work_order_id: string; readonly text: string }
  | {
      readonly do: 'photo';
      readonly work_order_id: string;
      readonly base64: string;
      readonly sha256: string;
    }
  | { readonly do: 'write'; readonly work_order_ids: readonly string[]; readonly every_ms: number }
  | { readonly do: 'told'; readonly from: number }
  | { readonly do: 'mutate'; readonly name: MutationName; readonly args: unknown }
  | { readonly do: 'draft'; readonly key: string; readonly value: string | null }
  | { readonly do: 'online'; readonly is: boolean; readonly forbidden: readonly string[] }
  | { readonly do: 'flip'; readonly dice: readonly number[] }
  | { readonly do: 'pause' | 'wake' | 'status' | 'authored' | 'close' | 'sync' | 'holds' }
);

/** How a test makes a phone live faster than people do. */
interface Hurry {
  /** Waits are so many times as short. */
  readonly pace: number;
  /** No request waits longer for its answer. */
  readonly patience_ms: number;
  /** It never hears a poke: it syncs when it is told to. */
  readonly deaf?: boolean;
}

/** All waits so many times as short; the hands of the clock go on as they are. */
function hurried(pace: number): Clock {
  const clock = browserClock();
  return { ...clock, after: (delay_ms, run) => clock.after(delay_ms / pace, run) };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'sending', 'settling']);
/** Between two steps of a round a phone seems idle for a moment. */
const QUIET_LOOKS = 3;

class Phone {
  readonly store = new ToldStore();
  /** The texts of the notes that `mutate` has said are durable. */
  readonly authored: string[] = [];
  private readonly warnings: string[] = [];
  private timer: ReturnType<typeof setInterval> | null = null;

  private constructor(
    private readonly name: string,
    private readonly wire: NodeTransport,
    private readonly tap: Tap,
  ) {}

  private replica: Replica | null = null;

  static async open(name: string, access: NodeAccess, author: Author, hurry: Hurry) {
    const wire = nodeTransport(access);
    const tap = new Tap(wire, hurry.deaf ?? false);
    const phone = new Phone(name, wire, tap);
    const transport: Transport = {
      send: (request) =>
        tap.send({ ...request, timeout_ms: Math.min(request.timeout_ms, hurry.patience_ms) }),
      live: (onPoke, onEnd) => tap.live(onPoke, onEnd),
    };
    const log = { warn: (what: string, why?: unknown) => phone.warnings.push(`${what} ${why}`) };
    const clock = hurried(hurry.pace);
    phone.replica = await openReplica({
      ports: { clock, ids: browserIds(), store: phone.store, transport, ...alone(), log },
      mutators: MUTATORS,
      author,
      app: version,
      wiped: false,
    });
    return phone;
  }

  get here(): Replica {
    if (this.replica === null) throw new Error('the replica is not open');
    return this.replica;
  }

  async note(work_order_id: string, text: string): Promise<number> {
    const { n } = await this.here.mutate(Mutation.Note, { work_order_id, text });
    this.authored.push(text);
    return n;
  }

  async photo(work_order_id: string, base64: string, sha256: string): Promise<string> {
    const bytes = Buffer.from(base64, 'base64');
    const { attachment_id } = await this.here.capture({
      bytes: new Blob([bytes]),
      args: {
        work_order_id,
        slot: Slot.AFTER,
        sha256,
        size_bytes: bytes.length,
        media_type: 'image/jpeg',
        captured_ms: Date.now(),
      },
    });
    return attachment_id;
  }

  async mutate(name: MutationName, args: unknown): Promise<number> {
    return (await this.here.mutate(name, args as MutationArgs[MutationName])).n;
  }

  /** Up and down until nothing is left to do; what the tap counted meanwhile. */
  async sync(): Promise<unknown> {
    const before = this.tap.count();
    this.here.syncNow();
    let quiet = 0;
    while (quiet < QUIET_LOOKS || this.tap.answered === before.answered) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      quiet = this.isQuiet() ? quiet + 1 : 0;
    }
    return this.tap.since(before);
  }

  private isQuiet(): boolean {
    const { phase, uploads } = this.here.status();
    const under_way = this.here.outbox().some(({ state }) => UNDER_WAY.has(state));
    const bytes = uploads.some(({ state }) => state === 'waiting' || state === 'sending');
    return phase === 'idle' && !this.tap.isBusy && !under_way && !bytes;
  }

  /** Which rows lie in the store, what is kept apart, what became of its entries. */
  async holds(): Promise<unknown> {
    const items = this.here.outbox().map(({ n, state, flags }) => ({ n, state, flags }));
    return { ...(await this.store.lies()), items, leaks: this.tap.leaks };
  }

  /** One value in the store becomes another, as by a fault of the disk; then a sync. */
  async flip(dice: readonly number[]): Promise<unknown> {
    const before = await this.store.text();
    const mismatches = this.here.status().mismatch_count;
    const what = this.store.flip(dice);
    const was_changed = (await this.store.text()) !== before;
    const counted = await this.sync();
    const found = this.here.status().mismatch_count - mismatches;
    const is_whole = (await this.store.text()) === before;
    return { what, was_changed, found, is_whole, counted };
  }

  online(is: boolean, forbidden: readonly string[]): void {
    this.tap.isOnline = is;
    this.tap.forbidden = forbidden;
  }

  /** A note now and then, each with a text that exists once. */
  write(work_order_ids: readonly string[], every_ms: number): void {
    let count = this.authored.length;
    this.pause();
    this.timer = setInterval(() => {
      const work_order_id = work_order_ids[count % work_order_ids.length];
      if (work_order_id !== undefined) void this.note(work_order_id, `${this.name} ${count++}`);
    }, every_ms);
  }

  pause(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  status(): unknown {
    const status = this.here.status();
    const open = this.here.outbox().filter((item) => item.state !== 'stored').length;
    return { ...status, open, authored: this.authored.length, warnings: this.warnings.splice(0) };
  }

  async close(): Promise<void> {
    this.pause();
    await this.here.close();
    this.wire.close();
  }
}

class Phones {
  private readonly phones = new Map<string, Phone>();

  async run(command: Command): Promise<unknown> {
    if (command.do === 'open') {
      const { phone: name, access, author, hurry } = command;
      this.phones.set(name, await Phone.open(name, access, author, hurry));
      return null;
    }
    const phone = this.phones.get(command.phone);
    if (phone === undefined) throw new Error(`there is no phone ${command.phone}`);
    switch (command.do) {
      case 'note':
        return phone.note(command.work_order_id, command.text);
      case 'photo':
        return phone.photo(command.work_order_id, command.base64, command.sha256);
      case 'write':
        return phone.write(command.work_order_ids, command.every_ms) ?? null;
      case 'told':
        return phone.store.told.slice(command.from);
      case 'authored':
        return phone.authored;
      case 'status':
        return phone.status();
      case 'mutate':
        return phone.mutate(command.name, command.args);
      case 'draft': {
        const { key, value } = command;
        if (value === null) await phone.here.draft.remove(key);
        else await phone.here.draft.set(key, value);
        return (await phone.here.draft.get(key)) ?? null;
      }
      case 'online':
        return phone.online(command.is, command.forbidden) ?? null;
      case 'flip':
        return phone.flip(command.dice);
      case 'sync':
        return phone.sync();
      case 'holds':
        return phone.holds();
      case 'wake':
        return phone.here.syncNow() ?? null;
      case 'pause':
        return phone.pause() ?? null;
      case 'close':
        this.phones.delete(command.phone);
        return (await phone.close()) ?? null;
    }
  }
}

/** Commands of JSON, one a line; each answer names the command's id. Nobody waits for another. */
export async function obey(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  const phones = new Phones();
  for await (const line of createInterface({ input })) {
    const command = JSON.parse(line) as Command;
    void phones
      .run(command)
      .then((value) => ({ id: command.id, value }))
      .catch((error: unknown) => ({ id: command.id, error: String(error) }))
      .then((answer) => output.write(`${JSON.stringify(answer)}\n`));
  }
}
