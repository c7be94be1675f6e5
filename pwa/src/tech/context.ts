/** What every screen of the phone reaches. */
import { getContext, setContext } from 'svelte';
import type { Live } from '../domain/live.svelte';
import type { Session } from '../store/session';
import type { Replica } from '../sync/api';
import type { Acts } from './acts.svelte';

export interface Phone {
  readonly session: Session;
  readonly replica: Replica;
  readonly live: Live;
  readonly acts: Acts;
  /** Forgets who is signed in; what was captured stays sealed on the phone. */
  readonly leave: () => Promise<void>;
  /** Signed in again: open the same store with the new session. */
  readonly enter: (session: Session) => void;
}

const KEY = Symbol('phone');

export function providePhone(phone: Phone): Phone {
  return setContext(KEY, phone);
}

export function usePhone(): Phone {
  return getContext<Phone>(KEY);
}
