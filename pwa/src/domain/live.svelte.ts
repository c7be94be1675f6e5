/** The replica as runes: what a screen reads is read again when it may have changed. */
import type { OutboxItem, Replica, SyncStatus, View } from '../sync/api';

export interface Current<T> {
  readonly current: T;
}

export interface Live {
  query<T>(fn: (view: View) => T): Current<T>;
  readonly status: Current<SyncStatus>;
  readonly outbox: Current<readonly OutboxItem[]>;
  /** Stops listening to the replica. */
  stop(): void;
}

export function createLive(replica: Replica): Live {
  let rows = $state(0);
  let status = $state.raw(replica.status());
  let outbox = $state.raw(replica.outbox());
  const stopRows = replica.view.subscribe(() => {
    rows += 1;
  });
  const stopStatus = replica.onStatus((next) => {
    status = next;
    outbox = replica.outbox();
  });
  return {
    query(fn) {
      const found = $derived.by(() => {
        void rows;
        return fn(replica.view);
      });
      return {
        get current() {
          return found;
        },
      };
    },
    status: {
      get current() {
        return status;
      },
    },
    outbox: {
      get current() {
        return outbox;
      },
    },
    stop() {
      stopRows();
      stopStatus();
    },
  };
}
