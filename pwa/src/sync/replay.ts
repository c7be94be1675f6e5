/** Pending entries run again over the confirmed rows. One that cannot run never stops the others. */
import type { KindName, Rows } from '../contract/kinds';
import type { View } from './api';
import { bornId } from './ids';
import { type AnyRow, asRow } from './members';
import type { Author, Effect, Mutator, Mutators, Stage, When } from './mutator';
import type { Log } from './ports';
import { type EntryRecord, entryKey } from './records';
import { Layer, type LiveView } from './view';

/** Rows written by one mutator, over those of a view. */
export class Staged implements Stage {
  private readonly written = new Layer();

  constructor(private readonly view: View) {}

  get<K extends KindName>(kind: K, id: string | null | undefined): Rows[K] | undefined {
    if (!id) return undefined;
    const row = this.written.get(kind, id);
    return row ? asRow<K>(row) : this.view.get(kind, id);
  }

  holds(kind: KindName, id: string): boolean {
    return this.get(kind, id) !== undefined && !this.view.isKept(kind, id);
  }

  by<K extends KindName>(
    kind: K,
    field: keyof Rows[K] & string,
    value: string | null,
  ): readonly Rows[K][] {
    const below = this.view.by(kind, field, value).filter((row) => !this.written.has(kind, row.id));
    const above = [...this.written.rows(kind)].filter((row) => (row[field] ?? null) === value);
    return [...below, ...above.map((row) => asRow<K>(row))];
  }

  put<K extends KindName>(kind: K, row: Rows[K]): void {
    this.written.set(kind, row as unknown as AnyRow);
  }

  /** Shows what was written. */
  land(view: LiveView): void {
    for (const [kind, row] of this.written.entries()) view.pending.set(kind, row);
    view.touch(this.written.kinds());
  }

  kinds(): KindName[] {
    return this.written.kinds();
  }
}

const UNKNOWN: Effect = { reason: 'unknown_mutation', detail: {} };

export function whenOf(entry: EntryRecord, author: Author): When {
  return {
    name: entry.name,
    device_ms: entry.device_ms,
    at_ms: Math.max(0, entry.device_ms + entry.skew_ms),
    zone: entry.zone,
    ...author,
    born: (ordinal) => bornId(entry.replica, String(entry.n), ordinal),
  };
}

export class Replay {
  /** Keys of entries whose effect cannot be shown, or not all of it. */
  readonly waiting = new Set<string>();

  constructor(
    private readonly view: LiveView,
    private readonly mutators: Mutators,
    private readonly author: Author,
    private readonly log: Log,
  ) {}

  /** One more entry on top of what is shown. Answers with the kinds it touched. */
  add(entry: EntryRecord): ReadonlySet<KindName> {
    const staged = new Staged(this.view);
    const effect = this.run(staged, entry);
    if (effect === 'done') this.waiting.delete(entryKey(entry));
    else this.waiting.add(entryKey(entry));
    if (typeof effect !== 'string') return new Set();
    staged.land(this.view);
    return new Set(staged.kinds());
  }

  /** All pending entries, in order, from the confirmed rows up. Answers with the touched kinds. */
  again(pending: readonly EntryRecord[]): ReadonlySet<KindName> {
    const changed = new Set<KindName>(this.view.pending.kinds());
    this.view.pending.clear();
    this.view.touch(changed);
    this.waiting.clear();
    for (const entry of pending) for (const kind of this.add(entry)) changed.add(kind);
    return changed;
  }

  private run(staged: Staged, entry: EntryRecord): Effect {
    const mutator = this.mutators[entry.name] as Mutator<typeof entry.name> | undefined;
    if (mutator === undefined) return UNKNOWN;
    try {
      return mutator(staged, entry.args as never, whenOf(entry, this.author));
    } catch (error) {
      this.log.warn(`mutator ${entry.name} cannot run`, error);
      return UNKNOWN;
    }
  }
}
