/** What one replica holds in memory, and how it changes: after the store has, never before. */
import { KINDS, type KindName } from '../contract/kinds';
import { type Applied, applyAnswer, type Known, noLongerKept } from './apply';
import { idsIn } from './ids';
import { isCurrent, relaid } from './layout';
import { kindName, Members } from './members';
import type { Author, Mutators } from './mutator';
import { Outbox } from './outbox';
import type { Authoring, Change, Ports, Stored } from './ports';
import {
  type EntryRecord,
  entryKey,
  FIRST_STATE,
  type Identity,
  type SyncState,
  type UploadRecord,
} from './records';
import { Replay } from './replay';
import { LiveView } from './view';
import type { SyncAnswer } from './wire';

const ALL_KINDS: ReadonlySet<KindName> = new Set(KINDS.map((kind) => kind.name));

export class Core {
  readonly outbox = new Outbox();
  readonly members = new Members();
  readonly view = new LiveView();
  readonly replay: Replay;
  readonly uploads = new Map<string, UploadRecord>();
  readonly draftKeys = new Set<string>();
  state: SyncState = FIRST_STATE;
  sending: ReadonlySet<string> = new Set();
  /** Called whenever outbox, uploads or state may look different. */
  onChange: () => void = () => undefined;

  constructor(
    readonly ports: Ports,
    mutators: Mutators,
    readonly author: Author,
  ) {
    this.replay = new Replay(this.view, mutators, author, ports.log);
  }

  freshIdentity(): Identity {
    const replica = this.ports.ids.uuid(this.ports.clock.nowMs());
    return { v: 1, line: replica, replica, next_n: 1, next_order: 1 };
  }

  /** Everything anew from the store: at the start, as a new leader, as a tab that is told of news. */
  async load(): Promise<void> {
    const load = () => this.ports.store.load(() => this.freshIdentity());
    const found = await load();
    const isMine = isCurrent(found.state.layout);
    if (!isMine)
      await this.ports.store.commit({ ...NO_CHANGE, ...relaid(found.members, found.state) });
    this.fill(isMine ? found : await load());
    this.replay.again(this.outbox.replayed());
    this.view.tell(ALL_KINDS);
    this.onChange();
  }

  /** Entries, results and uploads anew from the store: another tab wrote them. */
  async loadOutbox(): Promise<void> {
    const { identity, entries, results, uploads } = await this.ports.store.loadOutbox();
    this.outbox.load(identity, entries, results);
    this.fillUploads(uploads);
    this.show(this.replay.again(this.outbox.replayed()));
  }

  private fill(stored: Stored): void {
    this.state = stored.state;
    this.members.clear();
    this.view.confirmed.clear();
    this.view.kept.clear();
    for (const member of stored.members) this.members.put(member);
    this.refresh(stored.members.map((member) => [member.kind, member.id] as const));
    for (const { kind, row } of stored.kept)
      this.view.kept.set(kind, { ...row, id: String(row.id) });
    this.outbox.load(stored.identity, stored.entries, stored.results);
    this.outbox.epoch = stored.state.cursor[0];
    this.fillUploads(stored.uploads);
    this.draftKeys.clear();
    for (const key of stored.draft_keys) this.draftKeys.add(key);
    this.view.touch(ALL_KINDS);
  }

  private fillUploads(uploads: readonly UploadRecord[]): void {
    this.uploads.clear();
    for (const upload of uploads) this.uploads.set(upload.attachment_id, upload);
  }

  /** After the store took an authoring of this tab. */
  authored({ entry, upload }: Authoring): void {
    this.outbox.add(entry);
    if (upload) this.uploads.set(upload.attachment_id, upload);
    this.show(this.replay.add(entry));
  }

  /** `replica` is the one that asked. */
  apply(answer: SyncAnswer, replica: string, clock: { now_ms: number; skew_ms: number }): Applied {
    return applyAnswer(answer, this.known(replica), clock);
  }

  /** Writes a page and then shows it. */
  async commit({ change, rows }: Applied): Promise<void> {
    await this.ports.store.commit(change);
    for (const [scope, handle] of change.drop) this.members.drop(scope, handle);
    for (const member of change.put) this.members.put(member);
    const changed = new Set<KindName>(this.refresh(rows));
    for (const [kind, id] of change.unkeep) if (this.view.kept.delete(kind, id)) changed.add(kind);
    for (const { kind, row } of change.keep)
      this.view.kept.set(kind, { ...row, id: String(row.id) });
    this.outbox.take(change.results, change.purge);
    this.outbox.epoch = change.state.cursor[0];
    this.state = change.state;
    this.view.touch(changed);
    for (const kind of this.replay.again(this.outbox.replayed())) changed.add(kind);
    this.show(changed);
  }

  async saveState(state: SyncState): Promise<void> {
    await this.commit({ change: { ...NO_CHANGE, state }, rows: [] });
  }

  /** Lets go of rows kept apart for work that is settled by now. */
  async tidyKept(): Promise<void> {
    const unkeep = noLongerKept(this.known(this.outbox.replica));
    if (unkeep.length > 0) {
      await this.commit({ change: { ...NO_CHANGE, unkeep, state: this.state }, rows: [] });
    }
  }

  markSending(entries: readonly EntryRecord[]): void {
    this.sending = new Set(entries.map(entryKey));
    this.onChange();
  }

  /** Puts the rows of these members anew and says which kinds that touched. */
  private refresh(rows: readonly (readonly [number, string])[]): Set<KindName> {
    const kinds = new Set<KindName>();
    for (const [kind, id] of rows) {
      const name = kindName(kind);
      if (name === undefined) continue;
      kinds.add(name);
      const row = this.members.row(kind, id);
      if (row) this.view.confirmed.set(name, row);
      else this.view.confirmed.delete(name, id);
    }
    return kinds;
  }

  private show(changed: ReadonlySet<KindName>): void {
    this.view.tell(changed);
    this.onChange();
  }

  private known(replica: string): Known {
    return {
      replica,
      state: this.state,
      members: this.members,
      outbox: this.outbox,
      view: this.view,
      alsoNamed: this.namedElsewhere(),
    };
  }

  /** Ids in the keys of drafts, and attachments whose bytes the server has not confirmed. */
  private namedElsewhere(): string[] {
    const open = [...this.uploads.values()].filter(
      (one) => one.state === 'waiting' || one.state === 'sent',
    );
    return [...idsIn([...this.draftKeys].join(' ')), ...open.map((upload) => upload.attachment_id)];
  }
}

const NO_CHANGE: Omit<Change, 'state'> = {
  put: [],
  drop: [],
  results: [],
  purge: [],
  keep: [],
  unkeep: [],
};
