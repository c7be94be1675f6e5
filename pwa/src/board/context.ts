/** What every screen of the board reaches: the replica, its live view, the selection, the actions. */
import { getContext, setContext } from 'svelte';
import type { Live } from '../domain/live.svelte';
import type { Session } from '../store/session';
import type { Replica } from '../sync/api';
import type { Actions } from './actions';
import type { Board } from './board.svelte';
import type { Drag } from './drag/drag.svelte';
import type { Read } from './read.svelte';

export interface Desk {
  readonly session: Session;
  readonly replica: Replica;
  readonly live: Live;
  readonly board: Board;
  readonly actions: Actions;
  readonly drag: Drag;
  readonly read: Read;
  readonly signOut: () => Promise<void>;
}

const KEY = Symbol('desk');

export function provideDesk(desk: Desk): Desk {
  return setContext(KEY, desk);
}

export function useDesk(): Desk {
  return getContext<Desk>(KEY);
}
