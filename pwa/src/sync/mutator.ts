/** What a mutator is: the pure, optimistic twin of a server's handler. */
import type { KindName, Rows } from '../contract/kinds';
import type { MutationArgs, MutationName } from '../contract/mutations';
import type { Reason } from '../contract/reasons';

/** The rows a mutator reads and writes. Nothing is shown unless it ends well. */
export interface Stage {
  get<K extends KindName>(kind: K, id: string | null | undefined): Rows[K] | undefined;
  by<K extends KindName>(
    kind: K,
    field: keyof Rows[K] & string,
    value: string | null,
  ): readonly Rows[K][];
  /** In one of the author's scopes now, and not only kept apart. */
  holds(kind: KindName, id: string): boolean;
  /** Write a whole row: a new one, or one that takes the place of the row with its id. */
  put<K extends KindName>(kind: K, row: Rows[K]): void;
}

export interface Author {
  readonly user_id: string;
  readonly user_name: string;
  readonly technician_id: string | null;
  /** Dispatches, manages or administers. */
  readonly is_office: boolean;
}

/** Everything about the moment of authoring that is not in the arguments. */
export interface When extends Author {
  readonly name: MutationName;
  /** By the device's clock. */
  readonly device_ms: number;
  /** The same, corrected by the skew measured then. */
  readonly at_ms: number;
  readonly zone: string;
  born(ordinal: number): string;
}

/** A no on the rows as they stand here; the server has the last word. */
export interface Refusal {
  readonly reason: Reason;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * `done`: shown as if accepted. `late`: the fact is shown, it moves no state. A refusal: nothing
 * can be shown on the rows as they stand; the entry waits for the office's word.
 */
export type Effect = 'done' | 'late' | Refusal;

export type Mutator<N extends MutationName> = (
  stage: Stage,
  args: MutationArgs[N],
  when: When,
) => Effect;

export type Mutators = { readonly [N in MutationName]?: Mutator<N> };
